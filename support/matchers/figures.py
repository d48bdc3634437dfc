"""Whether figures kept their limits."""

from __future__ import annotations

from collections.abc import Sequence

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description

from support.verdict import Figure, NotMeasured, Outcome

PROMISE = "every figure within its limit"
"""What is always expected; the reason alone says what is wrong."""


class AllMet(BaseMatcher[Sequence[Figure]]):
    """Matches when there is at least one figure and every one is met."""

    def _matches(self, item: object) -> bool:
        if not isinstance(item, Sequence) or not all(isinstance(part, Figure) for part in item):
            raise TypeError(f"figures were expected, not {item!r}")
        if any(figure.outcome is Outcome.NOT_MET for figure in item):
            return False
        if not item:
            raise NotMeasured("there was nothing to measure: nobody got as far as what is promised")
        for figure in item:
            if figure.outcome is not Outcome.MET:
                raise NotMeasured(f"{figure.measurement.name}: {figure.reason}")
        return True

    def describe_to(self, description: Description) -> None:
        """Says what is promised."""
        description.append_text(PROMISE)

    def describe_mismatch(self, item: Sequence[Figure], mismatch_description: Description) -> None:
        """Says which promises were broken, the first ones with their reasons."""
        broken = [figure for figure in item if figure.outcome is Outcome.NOT_MET]
        words = [f"{figure.measurement.name}: {figure.reason}" for figure in broken[:3]]
        if len(broken) > 3:
            words.append(f"and {len(broken) - 3} more")
        mismatch_description.append_text("; ".join(words))


def all_met() -> AllMet:
    """Every figure met its limit; one that could not be measured raises `NotMeasured`."""
    return AllMet()
