"""What a whole run came to: one result a scenario, and the facts that a reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from support.verdict import Figure, Outcome


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario that was executed, or skipped because the agent cannot show it.

    `benchmarks` are the names of those that it is about: figures of that name, or the scenario
    itself. `sentence` is the step that decided, where one did; `capability` and `stake` are the
    feature's: where it belongs, and why anybody should care.
    """

    feature: str
    name: str
    tags: tuple[str, ...]
    outcome: Outcome
    reason: str
    duration_s: float
    figures: tuple[Figure, ...] = ()
    benchmarks: tuple[str, ...] = ()
    sentence: str = ""
    capability: str = ""
    stake: str = ""


@dataclass(slots=True)
class RunResults:
    """All results of one run, in the order in which they came.

    `agent` has at least `name`, `version` and `profile`; `machine` describes where the harness
    ran. `interrupted` is true where somebody stopped the run; `started` is a time by ISO 8601.
    """

    agent: Mapping[str, str]
    machine: Mapping[str, str]
    scenarios: list[ScenarioResult] = field(default_factory=list)
    interrupted: bool = False
    started: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def count(self, outcome: Outcome) -> int:
        """How many scenarios ended this way."""
        return sum(result.outcome is outcome for result in self.scenarios)

    @property
    def outcome(self) -> Outcome:
        """The run as a whole: its worst scenario; not measured where nothing was judged."""
        for outcome in (Outcome.BROKEN, Outcome.NOT_MET, Outcome.NOT_MEASURED):
            if self.count(outcome):
                return outcome
        if self.interrupted:
            return Outcome.NOT_MEASURED
        return Outcome.MET if self.count(Outcome.MET) else Outcome.NOT_MEASURED

    @property
    def accepted(self) -> bool:
        """Whether the run may end with exit status 0."""
        return self.outcome is Outcome.MET
