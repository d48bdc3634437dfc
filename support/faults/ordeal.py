"""Customers acted out while something goes wrong: on their line, with the agent, or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.behaviour import Action, Cue, DropLine, Persevere
from support.faults.mishaps import Mishap, happening, mishap
from support.faults.proxying import FaultProxy
from support.faults.stage import Scene, Stage
from support.fleet import Fleet
from support.reading import Conversation, read
from support.recording import Frame, Recording
from support.verdict import NotMeasured


class Staging(Protocol):
    """Acts customers out under special circumstances."""

    def act_out(
        self, agent: AgentUnderTest, fleet: Fleet, assignments: Sequence[Assignment]
    ) -> list[Conversation]:
        """The conversations, with the circumstances in their recordings."""


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What goes wrong, by its words, for how many seconds, and how long after the cue.

    The line goes wrong only for those who give the cue or who persevere; everybody else is
    connected directly. The agent itself goes wrong for all.
    """

    what: str
    for_s: float
    after_s: float = 0.0

    def act_out(
        self, agent: AgentUnderTest, fleet: Fleet, assignments: Sequence[Assignment]
    ) -> list[Conversation]:
        """The conversations, with what went wrong and when in their recordings.

        Raises `HarnessError` where it could not be made to go wrong.
        """
        done = mishap(self.what)
        with FaultProxy(agent.url) as proxy:
            make = partial(happening, done, agent, proxy)
            with Stage([Scene(self.what, make, self.for_s, self.after_s)]) as stage:
                told = fleet.run([_staged(each, proxy, stage, done) for each in assignments])
            lag = proxy.lag()
        if stage.failure is not None:
            raise stage.failure
        return [with_lines(each, [*stage.frames, *lag]) for each in told]


def _staged(assignment: Assignment, proxy: FaultProxy, stage: Stage, done: Mishap) -> Assignment:
    """The assignment on the line that can be troubled, where it is about that."""
    customer = assignment.customer
    if not any(isinstance(action, Cue | Persevere) for action in customer.actions):
        return assignment
    actions: list[Action] = []
    for action in customer.actions:
        actions.append(replace(action, stage=stage.address) if isinstance(action, Cue) else action)
        if done.hangs_up and isinstance(action, Cue) and not action.over:
            actions.append(DropLine())
    address = replace(assignment.address, via=proxy.via)
    return replace(assignment, customer=replace(customer, actions=tuple(actions)), address=address)


def with_lines(talk: Conversation, lines: Sequence[Frame]) -> Conversation:
    """The conversation with what the suite itself did on the way among its lines."""
    frames = sorted([*talk.recording.frames, *lines], key=lambda frame: frame.t)
    return read(Recording(talk.recording.about, tuple(frames)))


def check_local(cluster: str) -> None:
    """Raises `NotMeasured` where the customers are elsewhere than what goes wrong."""
    if cluster:
        raise NotMeasured(
            "what goes wrong is made on the suite's own machine, which the customers of a cluster "
            "do not share; judge this without -D cluster"
        )
