"""Whether the suite noticed a planted defect, and said why."""

from __future__ import annotations

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description

from support.faults.trial import Trial
from support.verdict import Outcome


class Caught(BaseMatcher[Trial]):
    """Matches when the first failing scenario ended so for the named reason."""

    def __init__(self, reason: str, outcome: Outcome = Outcome.NOT_MET) -> None:
        self._reason, self._outcome = reason, outcome

    def _matches(self, item: object) -> bool:
        if not isinstance(item, Trial):
            raise TypeError(f"a trial was expected, not {item!r}")
        failure = item.first_failure
        return (
            item.status != 0
            and failure is not None
            and failure["outcome"] == self._outcome
            and self._reason in failure["reason"]
        )

    def describe_to(self, description: Description) -> None:
        """Says what the suite should have noticed."""
        description.append_text(f"the scenario {self._outcome.words}, because {self._reason!r}")

    def describe_mismatch(self, item: Trial, mismatch_description: Description) -> None:
        """Says what the suite said instead."""
        failure = item.first_failure
        if not item.scenarios:
            mismatch_description.append_text(f"no scenario ran (exit status {item.status})")
        elif failure is None:
            mismatch_description.append_text(f"it passed (exit status {item.status})")
        else:
            told = f"it ended {failure['outcome'].replace('_', ' ')}: {failure['reason']}"
            mismatch_description.append_text(told)


def is_caught_because(reason: str) -> Caught:
    """The suite rejected the agent, in words that hold `reason`."""
    return Caught(reason)


def is_undecided_because(reason: str) -> Caught:
    """The suite could not tell, in words that hold `reason`."""
    return Caught(reason, Outcome.NOT_MEASURED)
