"""The promises that were not kept, in the order in which people need to know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from support.verdict import Outcome

CRITICAL = "critical"
"""The tag of a promise whose breach is told before all others; Allure knows it as a severity."""

_WORST = (Outcome.BROKEN, Outcome.NOT_MET, Outcome.NOT_MEASURED)


def urgency(outcome: Outcome, *, critical: bool) -> int | None:
    """The place in the order, 0 first; None for what was kept or is no part of the protocol."""
    if outcome not in _WORST:
        return None
    return 2 * _WORST.index(outcome) + (not critical)


def unkept(scenarios: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The unkept of `summary.json`'s scenarios, the most urgent first."""
    found = [(_urgency(each), each) for each in scenarios]
    needed = [(place, each) for place, each in found if place is not None]
    return [each for _, each in sorted(needed, key=itemgetter(0))]


def _urgency(scenario: Mapping[str, Any]) -> int | None:
    return urgency(Outcome(scenario["outcome"]), critical=CRITICAL in scenario["tags"])
