"""One user's session: a behaviour acted out over a line, every frame written down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial

from scoring.events import ENDINGS, OUTSIDE_RUNS, Event, Kind
from support.assignment import Assignment
from support.behaviour import (
    RUBBISH,
    Action,
    Ask,
    Cancel,
    CheckClock,
    Cue,
    DropLine,
    Flood,
    Listen,
    Moment,
    Persevere,
    Question,
    Resume,
    SayRaw,
    StayAway,
    WaitFor,
)
from support.deadline import Deadline
from support.journal import Room
from support.lag import LagProbe, clock_frame
from support.line import Line, StoppedError
from support.meeting import Meeting
from support.perseverance import Perseverance, give_cue
from support.preparation import load_client
from support.protocols import Pings, adapter_of
from support.protocols.base import Data
from support.pulse import counters
from support.recording import GARBLED, Frame

LINGER = 0.05
"""Seconds of listening after the last action: late events are part of the proof."""

PING = 1.0
"""Seconds that a ping may take; the answer to a slower one says nothing about the agent's clock."""

_LAST_LOOK = 0.02
"""Seconds of a wait at least: what is in the socket already is read before anybody gives up."""

_SHOWS = {Kind.TOOL_EXECUTING: Moment.TOOL, Kind.TEXT_DELTA: Moment.PIECE}


class Session:
    """Acts out one assignment."""

    def __init__(self, assignment: Assignment, probe: LagProbe, room: Room | None = None) -> None:
        self._do = assignment
        self._patience = assignment.patience
        self._probe = probe
        if assignment.mapping is not None:  # it may ask for something before it connects
            load_client()
        self._adapter = adapter_of(assignment.protocol, assignment.mapping, assignment.speaker)
        self._linger = max(LINGER, self._adapter.linger_s)
        self._line = Line(assignment.address, self._adapter, self._notice, room)
        self._seen: dict[str, set[Moment]] = {}
        self._over: set[str] = set()
        self._resumed: set[str] = set()
        self._latest = ""
        self._heard_at = time.monotonic()
        self._answers = 0
        self._told = 0
        self._vitals = counters.vitals()
        self._perseverance: Perseverance | None = None

    async def run(self) -> list[Frame]:
        """Acts the assignment out; the whole record, with the harness's own lag and clock."""
        began, clock = time.monotonic(), clock_frame()
        await self.act()
        beside = [clock, *self._probe.frames(began), clock_frame()]
        return sorted([*self._line.frames, *beside], key=lambda frame: frame.t)

    @property
    def frames(self) -> list[Frame]:
        """What was said so far, and what happened to the line."""
        return self._line.frames

    @property
    def heard(self) -> list[Event] | None:
        """What the adapter took these frames for; None where it saw more than is recorded."""
        return None if self._adapter.raw else self._line.events

    def forget(self) -> None:
        """Lets go of the record."""
        self._line.journal.forget()

    async def act(self, meeting: Meeting | None = None) -> None:
        """Acts until the behaviour is done or the agent makes it impossible.

        With a `meeting`, the first action waits until everybody there is connected.
        """
        line = self._line
        try:
            async with asyncio.timeout(self._do.bound_s):
                if meeting is None:
                    await line.connect(self._patience.opening_s)
                else:
                    await meeting.join(line.connect(self._patience.opening_s))
                self._vitals.came()
                for action in self._do.customer.actions:
                    await self._act(action)
                await self._listen(self._linger)
        except StoppedError:
            await self._listen(self._linger)
        except TimeoutError:
            line.trouble("deadline", f"the session was not over after {self._do.bound_s:g} s")
        finally:
            self._vitals.left()
            await line.hang_up()

    async def _act(self, action: Action) -> None:
        match action:
            case Ask(question):
                await self._ask(question)
            case WaitFor(moment, question):
                await self._until(partial(self._come, moment, question.run_id), question.run_id)
            case Cancel(question):
                if question.run_id not in self._over:
                    await self._send(*self._adapter.cancel(question.run_id))
            case Resume(question):
                await self._line.connect(self._patience.opening_s)
                self._resumed.add(question.run_id)
                await self._send(*self._adapter.resume(question.run_id))
            case SayRaw(text):
                before = self._answers
                self._line.note(GARBLED, text="what is sent next is meant to be unreadable")
                await self._send(text)
                patience = Deadline(self._patience.opening_s)
                await self._line.wait(lambda: self._answers > before, patience)
            case Flood(messages):
                await self._send(*[RUBBISH] * messages)
            case CheckClock(times):
                await self._check_clock(times)
            case DropLine():
                self._line.drop()
            case StayAway() | Listen() | Cue():
                await self._stand_by(action)
            case Persevere():
                self._perseverance = Perseverance(
                    action,
                    self._line,
                    self._adapter,
                    self._ask,
                    silence_s=self._patience.silence_s,
                    answer_s=self._patience.answer_s,
                )
                await self._perseverance.carry_through()
                self._perseverance = None

    async def _stand_by(self, action: StayAway | Listen | Cue) -> None:
        """Lets time pass, or something happen that was arranged."""
        match action:
            case StayAway(seconds):
                await asyncio.sleep(seconds)
            case Listen(seconds):
                await self._listen(seconds)
            case Cue(over, stage):
                await give_cue(stage, over=over, within_s=self._patience.answer_s)

    async def _ask(self, question: Question) -> None:
        self._latest = question.run_id
        seen = self._seen.setdefault(question.run_id, set())
        self._vitals.asked(question.run_id)
        await self._send(*self._adapter.ask(question))
        seen.add(Moment.SENT)

    async def _check_clock(self, times: int) -> None:
        """Asks for the agent's time; one that does not answer at once is not asked again."""
        adapter = self._adapter
        if not isinstance(adapter, Pings):
            return
        for _ in range(times):
            before = self._told
            await self._send(*adapter.ping(f"clock-{before}"))
            if not await self._line.wait(lambda: self._told > before, Deadline(PING)):  # noqa: B023 - awaited
                return

    async def _send(self, *messages: Data) -> None:
        await self._line.send(*messages, within_s=self._patience.opening_s)
        self._heard_at = time.monotonic()

    def _come(self, moment: Moment, run_id: str) -> bool:
        come = moment in self._seen.get(run_id, set())
        if moment is Moment.SENT:
            come = come and self._adapter.can_name(run_id)
        return run_id in self._over or come

    def _notice(self, event: Event) -> None:
        run_id, kind = event.run_id, event.kind
        self._vitals.heard(event)
        if self._perseverance is not None:
            self._perseverance.notice(event)
        if kind not in OUTSIDE_RUNS:
            self._heard_at = event.at
            if run_id in self._seen:
                self._seen[run_id].update(_moments(event))
                if kind in ENDINGS and event.terminal:
                    self._over.add(run_id)
            return
        self._told += 1
        if kind is not Kind.SESSION:
            self._answers += 1
            if kind is Kind.REQUEST_ERROR and not event.recoverable:
                # An error that names no run answers the last question, if that never began.
                run_id = run_id or self._latest
                if run_id in self._resumed or Moment.SIGN not in self._seen.get(run_id, set()):
                    self._over.add(run_id)

    async def _until(self, come: Callable[[], bool], run_id: str) -> None:
        """Waits for `come`, as long as the line holds and patience lasts; else stops."""
        began, line = time.monotonic(), self._line
        while not come():
            if not line.is_open:
                raise StoppedError
            left, _ = self._left(began)
            await line.wait(come, Deadline(max(left, _LAST_LOOK)))
            left, waited = self._left(began)
            if left <= 0 and line.is_open and not come():
                line.trouble("patience", f"the suite stopped waiting after {waited}", run_id)
                raise StoppedError

    def _left(self, began: float) -> tuple[float, str]:
        """Seconds of patience left, and what it will have been.

        Time in which the harness itself stood still is nobody's silence.
        """
        patience, probe = self._patience, self._probe
        quiet = patience.silence_s - probe.awake_since(self._heard_at)
        whole = patience.answer_s - probe.awake_since(began)
        if quiet <= whole:
            return quiet, f"{patience.silence_s:g} s of silence"
        return whole, f"{patience.answer_s:g} s"

    async def _listen(self, seconds: float) -> None:
        await self._line.wait(lambda: False, Deadline(seconds))


def _moments(event: Event) -> Iterator[Moment]:
    """What a customer can see in it to have come."""
    yield Moment.SIGN
    if event.kind in _SHOWS:
        yield _SHOWS[event.kind]
    if event.kind is Kind.AGENT_STARTED and not event.root:
        yield Moment.HELPER
