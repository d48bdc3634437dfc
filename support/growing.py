"""More and more customers at once, while the agent's memory is read beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.agents.agent import AgentUnderTest
from support.behaviour import Customer, Listen, Question, asks
from support.benchmarks.growth import Step, step_of
from support.benchmarks.memory import MemoryProbe, Metrics, UnreadableError, source_of
from support.fleet import Fleet
from support.reading import Conversation
from support.recording import Recording
from support.verdict import HarnessError, NotMeasured

STAY = 1.5
"""Seconds for which everybody stays connected after their answer, so that memory can be read.

Answers to many customers at once end at different times; the time in which all have theirs and
nobody has left must be long enough for a few readings. So all but the first stay longer, by as much
as an answer took before: those who ask together are answered no further apart, unless the agent
serves them one after another."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What was seen: each step with its conversations, the memory recorded, and its source."""

    steps: tuple[Step, ...]
    talks: tuple[tuple[Conversation, ...], ...]
    memory: Recording
    source: str


def customers(users: int, question: str, stay: float = STAY) -> list[Customer]:
    """So many customers who ask the same, each for themselves, and stay on for so many seconds."""
    made = []
    for number in range(1, users + 1):
        own = Question(question)
        name = f"customer {number} of {users}"
        made.append(Customer(name, (*asks(own), Listen(stay))))
    return made


def grow(agent: AgentUnderTest, fleet: Fleet, sizes: Sequence[int], question: str) -> Growth:
    """Acts out these numbers of customers, one number after another, smallest first.

    Raises `NotMeasured` where nobody can read the agent's memory, or where a metric says the same
    whatever happens, as no memory does, and `HarnessError` where a
    number is none, or stands twice.
    """
    if min(sizes, default=0) < 1 or len(set(sizes)) < len(sizes):
        given = ", ".join(map(str, sizes)) or "none"
        raise HarnessError(f"customers in turn are different numbers from 1 on, not {given}")
    try:
        source = source_of(agent)
        source.read()  # before anybody is asked for nothing
    except UnreadableError as error:
        raise NotMeasured(str(error)) from error
    agent.budget.check(sum(sizes))
    told: list[tuple[Conversation, ...]] = []
    stay = STAY
    with MemoryProbe(source) as probe:
        for users in sorted(sizes):
            asking = customers(users, question, stay)
            assignments = [agent.assignment(each) for each in asking]
            told.append(tuple(fleet.run(assignments)))
            runs = [run for talk in told[-1] for run in talk.runs]
            if probe.problem or not all(run.completed for run in runs):
                break  # what fewer were not given, more need not be kept waiting for
            took = [run.ending.at - run.asked_at for run in runs if run.ending]
            stay = STAY + max(took, default=0.0)
    if probe.problem:
        raise NotMeasured(probe.problem)
    frames = tuple(probe.frames)
    readings = {frame.fields["bytes"] for frame in frames}
    if isinstance(source, Metrics) and len(frames) > 1 and len(readings) == 1:
        span = f"{len(frames)} readings, with {min(sizes)} to {max(sizes)} customers"
        raise NotMeasured(f"{source.words} stands still at {readings.pop()} bytes in {span}")
    memory = Recording({"customer": "memory", "source": source.words}, frames)
    steps = tuple(step_of(talks, frames) for talks in told)
    return Growth(steps, tuple(told), memory, source.words)
