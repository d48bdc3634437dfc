"""The suite turned against itself: what goes wrong in measuring is never a verdict on the agent."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.behaviour import Listen
from support.customers import one
from support.fleet import Fleet
from support.proof.acting import profile_of, record
from support.proof.fleets import StandIn
from support.proof.workshop import Workshop
from support.reading import Conversation, read
from support.recording import RECV, Frame
from support.suite import RECORDINGS
from support.verdict import Outcome

IN_TIME = "The chat comes alive at once and finishes in time"
WHOLE = "Nothing is lost on the way"
ON_SCREEN = "What the agent does is on the customer's screen at once"
MEMORY = "One more user costs little memory, and no more than the last one"
STEPPED_S = 5.0
"""Seconds by which the clock on the wall is put forward in the middle of a conversation."""
HELD_S = 1.0
"""Seconds for which the harness is kept from doing anything."""


_LAG = (Outcome.NOT_MEASURED, "the harness itself was up to")
EXPECTED = {
    "the loop that stamps is delayed": _LAG,
    "the clock on the wall is put forward": (Outcome.NOT_MEASURED, "clocks are known no better"),
    "a message that was received is dropped": (Outcome.BROKEN, "messages that were received"),
    "the disk is full": (Outcome.BROKEN, "the recording cannot be kept"),
    "a worker is killed": (Outcome.BROKEN, "a worker process of the suite died"),
    "a worker is halted for a while": _LAG,
    "nobody can read the agent's memory": (Outcome.NOT_MEASURED, "memory can be read"),
}
"""What has to come of each trouble, and words of its reason: a crash for another cause is no help
to whoever has to mend the measuring.
"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What came of one trouble with the measuring itself."""

    name: str
    promise: str
    outcome: Outcome
    reason: str

    @property
    def held(self) -> bool:
        """Nothing was said about the agent, and the trouble itself is the reason that was given."""
        outcome, words = EXPECTED[self.name]
        return self.outcome is outcome and words in self.reason


def tried(workshop: Workshop) -> list[Trouble]:
    """Every trouble, one after another, each with a healthy agent."""
    return [
        _from_recording(workshop, "the loop that stamps is delayed", IN_TIME, beside=_hold_up),
        _from_recording(workshop, "the clock on the wall is put forward", ON_SCREEN, _stepped),
        _from_recording(workshop, "a message that was received is dropped", WHOLE, _dropped),
        _with_full_disk(workshop, "the disk is full"),
        _with_fleet(workshop, "a worker is killed", IN_TIME, signal.SIGKILL),
        _with_fleet(workshop, "a worker is halted for a while", IN_TIME, signal.SIGSTOP),
        _judged(workshop, "nobody can read the agent's memory", MEMORY, StandIn()),
    ]


def _judged(workshop: Workshop, name: str, promise: str, stage: StandIn) -> Trouble:
    (result,) = workshop.bench.on(stage, promise)
    return Trouble(name, promise, result.outcome, result.reason)


@dataclass
class _Changed(StandIn):
    """Acts a scenario out against a healthy agent, and changes what was recorded."""

    change: Callable[[Conversation], Conversation] = lambda talk: talk
    beside: Callable[[], None] | None = None

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """Records these customers, and changes the recordings."""
        sent = tuple((each.customer, "") for each in assignments)
        recorded = record(profile_of(""), {"": [sent]}, beside=self.beside)
        return [self.change(talk) for talk in recorded[""][0]]


def _from_recording(
    workshop: Workshop,
    name: str,
    promise: str,
    change: Callable[[Conversation], Conversation] = lambda talk: talk,
    *,
    beside: Callable[[], None] | None = None,
) -> Trouble:
    return _judged(workshop, name, promise, _Changed(change=change, beside=beside))


def _hold_up() -> None:
    """Keeps the loop from coming round again and again, as a computation on it would."""

    async def block() -> None:
        while True:
            time.sleep(HELD_S)  # noqa: ASYNC251 - to block is the point
            await asyncio.sleep(0.05)

    task = asyncio.get_running_loop().create_task(block())
    asyncio.get_running_loop().call_later(60, task.cancel)


def _stepped(talk: Conversation) -> Conversation:
    """The clock on the wall was put forward after the first of its readings."""
    clocks = [place for place, frame in enumerate(talk.recording.frames) if frame.dir == "clock"]

    def later(frame: Frame) -> Frame:
        unix = float(frame.fields["unix"]) + STEPPED_S
        return replace(frame, fields={**frame.fields, "unix": unix})

    frames = [
        later(frame) if place in clocks[1:] else frame
        for place, frame in enumerate(talk.recording.frames)
    ]
    return read(replace(talk.recording, frames=tuple(frames)))


def _dropped(talk: Conversation) -> Conversation:
    """One message of the agent is lost after it was received, before anybody judges it."""
    received = [place for place, frame in enumerate(talk.recording.frames) if frame.dir == RECV]
    gone = received[len(received) // 2]
    frames = [frame for place, frame in enumerate(talk.recording.frames) if place != gone]
    return read(replace(talk.recording, frames=tuple(frames)))


def _with_full_disk(workshop: Workshop, name: str) -> Trouble:
    """The recording is to be written where no room is left."""
    words = [re.sub(r"[^a-z0-9]+", "-", each.lower()).strip("-") for each in _title(workshop)]
    place = Path(RECORDINGS, *words, "customer-1.jsonl")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to("/dev/full")
    try:
        return _judged(workshop, name, IN_TIME, _Changed())
    finally:
        place.unlink()


def _title(workshop: Workshop) -> tuple[str, str]:
    for feature in workshop.bench.parsed():
        for scenario in feature.walk_scenarios():
            if scenario.name == IN_TIME:
                return feature.name, scenario.name
    raise LookupError(IN_TIME)


@dataclass
class _Disturbed(StandIn):
    """Acts a scenario out with a fleet whose worker gets a signal in the middle of the work."""

    number: signal.Signals = signal.SIGKILL

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """Acts these customers out, and disturbs the worker."""
        with _one_worker() as (fleet, worker), AgentUnderTest(profile_of("")) as agent:
            asking = [agent.assignment(each.customer) for each in assignments]
            fleet.run([agent.assignment(one(Listen(0.1)))])  # from now on the worker is awake
            mission = fleet.launch(asking)
            threading.Timer(0.8, os.kill, (worker, self.number)).start()
            if self.number is signal.SIGSTOP:
                threading.Timer(0.8 + HELD_S, os.kill, (worker, signal.SIGCONT)).start()
            return mission.collect()


@contextmanager
def _one_worker() -> Iterator[tuple[Fleet, int]]:
    before = {child.pid for child in multiprocessing.active_children()}
    with Fleet() as fleet:
        (worker,) = {child.pid for child in multiprocessing.active_children()} - before
        yield fleet, worker or 0


def _with_fleet(workshop: Workshop, name: str, promise: str, number: signal.Signals) -> Trouble:
    return _judged(workshop, name, promise, _Disturbed(number=number))
