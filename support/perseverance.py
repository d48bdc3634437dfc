"""A customer's app that does not give up: it notices a dead line, comes back, and goes on.

The pauses between attempts grow, so that an agent in trouble is not run over by those who come
back: 0.1 s at first, each 1.8 times the one before, 2 s at most, and each a little different so
that not everybody comes at once. After a line on which something was heard they begin anew.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Protocol

from scoring.events import Event, Kind
from support.behaviour import Persevere, Question
from support.deadline import Deadline
from support.line import Line, StoppedError
from support.protocols.base import Adapter
from support.verdict import HarnessError

FIRST_S, GROWTH, LONGEST_S, SPREAD = 0.1, 1.8, 2.0, 0.2
"""The first pause and the longest in seconds, by how much they grow, and how they differ."""

ATTEMPT_S = 1.5
"""Seconds that one attempt to connect may take."""


def pauses(seed: str) -> Iterator[float]:
    """Seconds between attempts to connect, without end."""
    rng, pause = random.Random(seed), FIRST_S
    while True:
        yield pause * rng.uniform(1 - SPREAD, 1 + SPREAD)
        pause = min(pause * GROWTH, LONGEST_S)


class Sender(Protocol):
    """Sends a question as the session does, so that it is followed like any other."""

    async def __call__(self, question: Question) -> None:
        """Puts the question."""


class Perseverance:
    """Follows one question to its end over as many connections as it takes.

    `notice` is to be told of every event from the start on. After `silence_s` seconds without any
    progress of the question, or `answer_s` in all, the customer gives up.
    """

    def __init__(
        self,
        do: Persevere,
        line: Line,
        adapter: Adapter,
        ask: Sender,
        *,
        silence_s: float,
        answer_s: float,
    ) -> None:
        self._silence_s, self._answer_s = silence_s, answer_s
        self._do, self._line, self._adapter, self._ask = do, line, adapter, ask
        self._question = do.question
        self._again = do.again
        self._unasked = do.asks
        self._pauses = pauses(do.question.run_id)
        self._gap = self._refused = self._over = False
        self._next = adapter.first_seq
        self._heard_at = self._went_on_at = time.monotonic()
        """When the line last gave a sign of life, and when the work last went on."""
        self._attempts = 0
        for event in line.events:
            self.notice(event)

    def notice(self, event: Event) -> None:
        """Takes note of an event: the end, a gap, a message that nobody can read, a refusal."""
        self._heard_at = time.monotonic()
        if event.kind is Kind.UNMAPPED and not event.data:
            self._gap = True
        elif event.run_id != self._question.run_id:
            return
        elif event.kind is Kind.REQUEST_ERROR and not event.recoverable:
            self._refused = not self._do.cancels  # what is over cannot be cancelled once more
        elif event.seq == self._next:
            self._next += 1
            self._went_on_at = self._heard_at
            self._pauses = pauses(self._question.run_id)
        elif event.seq is not None and event.seq > self._next:
            self._gap = True
        self._over = self._over or (event.terminal and not self._gap)

    async def carry_through(self) -> None:
        """Until the end of the run; raises `StoppedError` where the time is up before."""
        whole, line = Deadline(self._answer_s), self._line
        line.persists = True
        try:
            if line.is_open:
                await self._speak()
            while not self._over:
                if whole.passed or time.monotonic() - self._went_on_at > self._silence_s:
                    line.persists = False
                    told = f"{self._answer_s:g} s" if whole.passed else f"{self._silence_s:g} s"
                    why = f"the customer gave up after {told} without progress"
                    line.trouble("patience", why, self._question.run_id)
                    raise StoppedError
                if line.is_open:
                    await self._follow(whole)
                else:
                    await self._come_back(whole)
        finally:
            line.persists = False

    async def _follow(self, whole: Deadline) -> None:
        """Stays on the line until the end, or until it is closed or of no more use."""
        line, quiet = self._line, self._do.quiet_s
        await line.wait(self._has_news, whole.within(quiet))
        if self._over or not line.is_open:
            return
        if self._refused:
            await self._start_again()
        elif self._gap:
            self._give_up("a message is missing or cannot be read")
        elif time.monotonic() - self._heard_at >= quiet:
            if await line.answers(quiet):
                line.note("alive")  # the customer knows that somebody is there
                self._heard_at = max(self._heard_at, time.monotonic() - quiet / 2)
            elif line.is_open:
                self._give_up(f"nothing was heard for {2 * quiet:g} s")
        else:
            self._heard_at = max(self._heard_at, time.monotonic() - quiet / 2)

    def _has_news(self) -> bool:
        return self._over or self._gap or self._refused

    def _give_up(self, why: str) -> None:
        self._line.note("setback", kind="dead", text=why)
        self._line.drop()

    async def _start_again(self) -> None:
        """Asks anew, where there is a question for that: the agent does not know the run."""
        self._refused = False
        if self._again is None:
            self._over = True
            return
        self._question, self._again = self._again, None
        self._next, self._gap = self._adapter.first_seq, False
        await self._ask(self._question)

    async def _come_back(self, whole: Deadline) -> None:
        """One attempt, after a pause."""
        await asyncio.sleep(min(next(self._pauses), whole.left))
        self._attempts += 1
        self._line.note("attempt", number=self._attempts)
        self._gap = False
        try:
            await self._line.connect(min(ATTEMPT_S, max(whole.left, 0.05)))
            self._heard_at = time.monotonic()
            if not self._unasked:
                resume = self._adapter.resume(self._question.run_id)
                await self._line.send(*resume, within_s=ATTEMPT_S)
        except StoppedError:
            if self._line.is_open:  # it was let in and heard nothing
                self._line.drop()
        else:
            await self._speak()

    async def _speak(self) -> None:
        """Says what there is to say on a line: the question, or that it is cancelled."""
        try:
            if self._unasked:
                await self._ask(self._question)
                self._unasked = False
            if self._do.cancels:
                cancel = self._adapter.cancel(self._question.run_id)
                await self._line.send(*cancel, within_s=ATTEMPT_S)
        except StoppedError:
            if self._line.is_open:
                self._line.drop()


async def give_cue(stage: tuple[str, int], *, over: bool, within_s: float) -> None:
    """Gives the word and waits for the answer; raises `HarnessError` where none comes."""
    try:
        async with asyncio.timeout(within_s):
            reader, writer = await asyncio.open_connection(*stage)
            try:
                writer.write(b"over\n" if over else b"begin\n")
                answer = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError) as error:
        raise HarnessError(f"nobody was there to take a customer's cue: {error!r}") from error
    if answer != b"done\n":
        raise HarnessError("nobody answered a customer's cue")
