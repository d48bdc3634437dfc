"""What is read elsewhere than from recordings, as it would be read where a limit is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from support import appraisal, levels
from support.benchmarks import samples
from support.benchmarks.growth import Step
from support.growing import Growth
from support.proof.rewritten import sentences
from support.recording import Recording
from support.security import attacks, frames
from support.security.hostile_client import Struck

_EMPTY_MB, _READINGS = 80.0, 10
Read = Callable[..., Growth]


def per_user(megabytes: float) -> Read:
    """Each user costs so many MB."""
    return _read(lambda users: megabytes * users)


def rising(times: float) -> Read:
    """The further users cost so many times as much as the first ones, who cost 2 MB each."""

    def cost(users: int) -> float:
        few = min(users, 10)
        return 2.0 * few + 2.0 * times * (users - few)

    return _read(cost)


def _read(cost: Callable[[int], float]) -> Read:
    def grow(_agent: object, _fleet: object, sizes: Sequence[int], _question: str) -> Growth:
        steps = [Step(users, _EMPTY_MB + cost(users), 0.0, _READINGS) for users in sizes]
        return Growth(tuple(steps), (), Recording({}, ()), "memory as told")

    return grow


@contextmanager
def _hung_up(seconds: float) -> Iterator[None]:
    """Nothing is sent, so what is heaviest need not be made."""

    def struck(_address: object, sent: Iterable[str], within_s: float) -> list[Struck]:
        return [Struck(each, True, seconds, within_s, "it hung up") for each in sent]

    with patch.object(attacks, "struck_by", struck), patch.object(frames, "heap", lambda _: b""):
        yield


def _cut(share: float) -> Callable[[str], samples.Sample]:
    """Of each given answer only its first sentences: so large a share of them."""

    def sample(name: str) -> samples.Sample:
        found = samples.sample(name)
        parts = sentences(found.answer)
        return replace(found, answer="".join(parts[: round(len(parts) * share)]))

    return sample


def _only_the_rich(share: float) -> Callable[[str], samples.Sample]:
    return lambda name: _cut(share if "rich" in name else 1.0)(name)


def _richer(share: float) -> Callable[[str], samples.Sample]:
    """Each given answer goes on as a rich one begins: so large a share of its sentences."""

    def sample(name: str) -> samples.Sample:
        found, parts = samples.sample(name), sentences(samples.sample("a rich answer").answer)
        more = "".join(parts[: round(len(parts) * share)])
        return replace(found, answer=f"{found.answer}\n\n{more}")

    return sample


READS: dict[str, Callable[[float], AbstractContextManager[Any]]] = {
    "memory per user": lambda mb: patch.object(levels, "grow", per_user(mb)),
    "memory of further users": lambda times: patch.object(levels, "grow", rising(times)),
    "hang-up": _hung_up,
    "given answers": lambda share: patch.object(appraisal, "sample", _cut(share)),
    "richer answers": lambda share: patch.object(appraisal, "sample", _richer(share)),
    "rich answer": lambda share: patch.object(appraisal, "sample", _only_the_rich(share)),
}
"""What stands in for a reading, for the length of a block, by the name that boundaries.toml uses:
MB a user, times as much, seconds from the message to the hang-up, shares of the answer.
"""
