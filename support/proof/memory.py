"""An agent's memory as it would be read, so that its limits can be tried without taking so much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from support.benchmarks.growth import Step
from support.growing import Growth
from support.recording import Recording

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


READS = {"memory per user": per_user, "memory of further users": rising}
"""Every way to take memory by the name that boundaries.toml uses."""
