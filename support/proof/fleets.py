"""What takes the place of a fleet: one that only notes who is sent, and one that plays back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.behaviour import Customer
from support.benchmarks.isolation import House
from support.faults.ordeal import Staging
from support.fleet import Tally
from support.fleet.shard import about, belongings_of
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.verdict import HarnessError

Sent = tuple[tuple[Customer, str], ...]
"""Customers who are sent off together, each with the company that they belong to."""

Plans = dict[str, list[Sent]]
"""Who is sent off one after another, by what the scenario says before its promises."""

Stagings = dict[str, dict[int, Staging]]
"""What goes wrong around whom, or where they are, by the same keys and by which time it is that
somebody is sent off, from 0 on; most plans have none.
"""

Recorded = Mapping[str, Sequence[Sequence[Conversation]]]
"""What came of plans."""


class Desk(AgentUnderTest):
    """An agent that nobody can reach: it knows its customers, and no process belongs to it."""

    def __enter__(self) -> Desk:
        launch = self.profile.launch
        self._environment = dict.fromkeys(launch.secrets if launch else (), "0" * 64)
        self.companies: dict[Customer, str] = {}
        return self

    @property
    def on_this_host(self) -> bool:
        """Recordings are made on this host."""
        return True

    def assignment(self, customer: Customer, company: str = "") -> Assignment:
        """The customer with credentials that open no door."""
        self.companies[customer] = company
        return super().assignment(customer, company)


@dataclass
class StandIn:
    """The fleet as a scenario meets it; `key` says which scenario that is."""

    key: str = ""
    turn: int = 0

    def __enter__(self) -> StandIn:
        return self

    def close(self) -> None:
        """There is nothing to end."""

    def begin(self, key: str) -> None:
        """Another scenario sends its customers from now on."""
        self.key, self.turn = key, 0

    def stage(self, staging: Staging) -> None:
        """Whoever is sent off next goes through this; here nothing goes wrong."""

    def run(self, _assignments: Sequence[Assignment]) -> list[Conversation]:
        """Nobody is sent off by this stand-in; others say who is."""
        raise HarnessError("nobody can be sent off")

    def survey(self, assignments: Sequence[Assignment]) -> Tally:
        """What came of these customers, counted as a worker counts it."""
        house, tally = House(map(belongings_of, assignments)), Tally()
        for talk in self.run(assignments):
            tally.take(talk, house.seen_of_others(talk))
        return tally


@dataclass
class Planning(StandIn):
    """Notes who is sent; everybody gets a short answer, so that the scenario goes on."""

    company_of: Callable[[Customer], str] = str
    plans: Plans = field(default_factory=dict)
    stagings: Stagings = field(default_factory=dict)

    def stage(self, staging: Staging) -> None:
        """Notes it."""
        self.stagings.setdefault(self.key, {})[self.turn] = staging

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """Notes them, and answers at once."""
        sent = tuple((each.customer, self.company_of(each.customer)) for each in assignments)
        noted = self.plans.setdefault(self.key, [])
        if self.turn == len(noted):
            noted.append(sent)
        self.turn += 1
        return [_short(each) for each in assignments]


@dataclass
class Playing(StandIn):
    """Plays recordings back."""

    plans: Plans = field(default_factory=dict)
    recorded: Recorded = field(default_factory=dict)

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """What was recorded of these customers; raises `HarnessError` where others were sent."""
        planned = self.plans.get(self.key, [])
        sent = planned[self.turn] if self.turn < len(planned) else ()
        if tuple(each.customer for each in assignments) != tuple(who for who, _ in sent):
            raise HarnessError("these customers were not recorded")
        self.turn += 1
        return list(self.recorded[self.key][self.turn - 1])


def _short(assignment: Assignment) -> Conversation:
    """A conversation in which each question is answered at once."""
    frames = []
    for number, question in enumerate(assignment.customer.questions):
        ids = f'"run_id":"{question.run_id}","thread_id":"{question.thread_id}"'
        said = f'{{"type":"user_message","payload":{{"content":"",{ids}}}}}'
        frames.append(Frame(float(number), SEND, said))
        for seq, kind in enumerate(("agent_started", "agent_completed"), 1):
            told = f'"type":"{kind}","final_response":"so","agent_id":"a","seq":{seq}'
            frames.append(Frame(float(number), RECV, f"{{{told},{ids}}}"))
    return read(Recording(about(assignment), tuple(frames)))
