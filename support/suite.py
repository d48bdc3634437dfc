"""What lasts for a whole run: settings, the fleet of workers, and the results so far."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from support.agents.agent import AgentUnderTest
from support.agents.budget import Budget
from support.benchmarks.isolation import Guest
from support.config import Settings
from support.fleet import Fleet
from support.monitoring.live.view import View
from support.results import RunResults
from support.verdict import HarnessError

REPORTS = Path("reports")
"""Where a run leaves what it found, below the folder it was started in."""

RECORDINGS = REPORTS / "recordings"


class OpenAgent:
    """The agent of one feature, started by the first scenario that asks for it.

    An agent that could not be started is not started again: every scenario of the feature gets
    the same reason at once. One that was released takes its time beside what comes next, up to the
    start of another, which may need its place: `before` are the doors that were opened before.
    `guests` are all who were served here so far.
    """

    def __init__(
        self, settings: Settings, budget: Budget, before: Sequence[OpenAgent] = ()
    ) -> None:
        self._settings = settings
        self._budget = budget
        self._stack = contextlib.ExitStack()
        self._agent: AgentUnderTest | None = None
        self._failure: HarnessError | None = None
        self._before = tuple(before)
        self._stopping: Future[None] | None = None
        self.guests: list[Guest] = []

    def get(self) -> AgentUnderTest:
        """The agent, open for customers; raises `HarnessError` where it cannot be started."""
        if self._failure is not None:
            raise HarnessError(str(self._failure))
        if self._agent is None:
            for door in self._before:
                door.close()
            agent = AgentUnderTest(
                self._settings.agent,
                patience_scale=self._settings.patience,
                budget=self._budget,
            )
            try:
                self._agent = self._stack.enter_context(agent)
            except HarnessError as error:
                self._failure = error
                raise
        return self._agent

    def release(self) -> None:
        """Begins to stop the agent and all that belongs to it; nobody will ask for it again."""
        if self._agent is not None and self._stopping is None:
            stopper = ThreadPoolExecutor(1)
            self._stopping = stopper.submit(self._stack.close)
            stopper.shutdown(wait=False)

    def close(self) -> None:
        """Stops the agent and all that belongs to it; all of it is gone afterwards."""
        if self._stopping is not None:
            self._stopping.result()
        self._stack.close()


@dataclass
class Suite:
    """One run of the suite, from its start to its scorecard."""

    settings: Settings
    results: RunResults
    fleet: Fleet = field(init=False)
    budget: Budget = field(init=False)
    live: View = field(init=False)
    _doors: list[OpenAgent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fleet = Fleet(address=self.settings.cluster)
        self.budget = Budget(self.settings.agent.questions)
        self.live = View(self.results.agent, lambda: self.fleet.pulse)
        if self.settings.live is not None:
            self.live.open(self.settings.live)

    def door(self) -> OpenAgent:
        """A door to a fresh agent, for one feature."""
        self._doors.append(OpenAgent(self.settings, self.budget, self._doors))
        return self._doors[-1]

    def close(self) -> None:
        """Stops whatever is still running; what was stopped before is left alone."""
        for door in self._doors:
            door.close()
        self.live.over(self.results.outcome)
        if self.settings.live is None or not self.settings.live.stays:
            self.live.close()
        self.fleet.close()
