"""Answers that get worse to order, and better again, for rehearsing it.

Nothing here is judged to be right: a degraded answer is what a customer might get when something
behind the agent has gone wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from support.reference_agent.faults import NO_FAULTS, Faults

_MONEY = re.compile(r"\$(\d{1,3}(?:,\d{3})+|\d+)")
_FIGURE = re.compile(r"-?\$?\d[\d,.]*%?")
_SAVES = re.compile(r"(saves? )\$(\d{1,3}(?:,\d{3})+|\d+)")
_YEAR = re.compile(r"\b2025\b")
_STALE = 0.62
"""What an older bill came to, as a share of the present one."""

_WEAK = """There are many ways to reduce cost. Here are some best practices:

- **Rightsizing**: make sure that your resources fit your workloads.
- **Reserved capacity**: consider commitments where they make sense.
- **Monitoring**: keep an eye on your spending and set up alerts.
- **Storage**: think about moving data that is rarely used to cheaper tiers.
- **Automation**: automate wherever possible.

By following these practices you can optimize your cost over time."""


def _shorter(answer: str) -> str:
    return answer.split("\n\n", maxsplit=1)[0].split(". ", maxsplit=1)[0] + "."


def _vaguer(answer: str) -> str:
    return _FIGURE.sub("some", answer)


def _wrong(answer: str) -> str:
    return _SAVES.sub(lambda found: f"{found[1]}${_amount(found[2]) * 7:,}", answer)


def _stale(answer: str) -> str:
    older = _MONEY.sub(lambda found: f"${round(_amount(found[1]) * _STALE):,}", answer)
    return _YEAR.sub("2022", older)


def _weak(_answer: str) -> str:
    return _WEAK


def _same(answer: str) -> str:
    return answer


def _amount(digits: str) -> int:
    return int(digits.replace(",", ""))


WAYS: dict[str, Callable[[str], str]] = {
    "shorter": _shorter,
    "vaguer": _vaguer,
    "wrong-figures": _wrong,
    "stale-data": _stale,
    "weaker-model": _weak,
    "failing-tool": _same,
}
"""How answers get worse; a failing tool shows in the answer by itself."""

FAILING = frozenset({"consolidate_savings", "compare_providers", "query_spend"})
"""The tools that fail."""


@dataclass(frozen=True, slots=True)
class Degradation:
    """From the answer numbered `first` to `last` (counted from 1 since the start) in this way."""

    way: str
    first: int
    last: int

    def holds(self, number: int) -> bool:
        """Whether this answer is one of those."""
        return self.first <= number <= self.last

    def faults(self, number: int, otherwise: Faults = NO_FAULTS) -> Faults:
        """The trouble with tools during this answer."""
        if self.way == "failing-tool" and self.holds(number):
            return replace(otherwise, failing=FAILING | otherwise.failing)
        return otherwise

    def told(self, answer: str, number: int) -> str:
        """What is told instead of the answer."""
        return WAYS[self.way](answer) if self.holds(number) else answer


def parse(text: str) -> Degradation:
    """`vaguer:9-11`; raises `ValueError` with a sentence where it is anything else."""
    found = re.fullmatch(r"([a-z-]+):(\d{1,6})-(\d{1,6})", text)
    if found is None or found[1] not in WAYS or not 1 <= int(found[2]) <= int(found[3]):
        raise ValueError(
            f"{text!r} is no degradation; one looks like vaguer:9-11, and the ways are "
            f"{', '.join(WAYS)}"
        )
    return Degradation(found[1], int(found[2]), int(found[3]))
