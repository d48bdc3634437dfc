"""How it goes with the customers right now: a few numbers that a worker and the suite share.

A worker writes as it receives; the suite reads whenever it likes. Nothing is sent, nobody waits,
and however many customers there are, the numbers are as many. They are for people who watch:
verdicts rest on recordings alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context

from scoring.events import Event, Kind
from support.pulse.histogram import BUCKETS, TIMES, Cells, Times, bucket_of

_CONNECTED, _ASKED, _ANSWERED, _CANCELLED, _FAILED, _UNANSWERED, _EVENTS = range(7)
_COUNTERS = 7

_FIRST, _DONE = _COUNTERS, _COUNTERS + TIMES
CELLS = _COUNTERS + 2 * TIMES

_ENDINGS = frozenset({Kind.AGENT_COMPLETED, Kind.AGENT_ERROR, Kind.RUN_CANCELLED})


def shared() -> Cells:
    """Cells for one worker, in memory that a process started from here can be handed."""
    cells: Cells = get_context("spawn").RawArray("d", CELLS)
    return cells


@dataclass(frozen=True, slots=True)
class Pulse:
    """The numbers of all workers together, counted from the start of the run.

    `connected` is now; `failed` are questions that ended with an error, `unanswered` those whose
    customer hung up before they had ended.
    """

    connected: int = 0
    asked: int = 0
    answered: int = 0
    cancelled: int = 0
    failed: int = 0
    unanswered: int = 0
    events: int = 0
    first: Times = field(default_factory=Times)
    done: Times = field(default_factory=Times)

    @property
    def waiting(self) -> int:
        """Questions that have not ended."""
        return max(0, self.asked - self.ended)

    @property
    def ended(self) -> int:
        """Questions that have ended, however they did."""
        return self.answered + self.cancelled + self.failed + self.unanswered

    @property
    def in_trouble(self) -> int:
        """Questions that were not answered though nobody cancelled them."""
        return self.failed + self.unanswered


def read(every: Iterable[Cells]) -> Pulse:
    """The pulse of these workers together."""
    pulse = Pulse()
    for cells in every:
        pulse = Pulse(
            connected=pulse.connected + int(cells[_CONNECTED]),
            asked=pulse.asked + int(cells[_ASKED]),
            answered=pulse.answered + int(cells[_ANSWERED]),
            cancelled=pulse.cancelled + int(cells[_CANCELLED]),
            failed=pulse.failed + int(cells[_FAILED]),
            unanswered=pulse.unanswered + int(cells[_UNANSWERED]),
            events=pulse.events + int(cells[_EVENTS]),
            first=pulse.first + Times.read(cells, _FIRST),
            done=pulse.done + Times.read(cells, _DONE),
        )
    return pulse


class Vitals:
    """What one session adds to its worker's cells."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._asked: dict[str, float] = {}
        self._signed: set[str] = set()
        self._here = False

    def came(self) -> None:
        """The customer is connected; again, where the line broke in between."""
        if not self._here:
            self._here = True
            self._cells[_CONNECTED] += 1

    def asked(self, run_id: str) -> None:
        """The customer has asked this; a question that is asked twice counts once."""
        if run_id not in self._asked:
            self._cells[_ASKED] += 1
            self._asked[run_id] = time.monotonic()

    def heard(self, event: Event) -> None:
        """Something was received."""
        cells, run_id = self._cells, event.run_id
        cells[_EVENTS] += 1
        if run_id is None or run_id not in self._asked:
            return
        if run_id not in self._signed:
            self._signed.add(run_id)
            self._time(_FIRST, event.at - self._asked[run_id])
        if event.kind in _ENDINGS and event.terminal:
            took = event.at - self._asked.pop(run_id)
            if event.kind is Kind.AGENT_COMPLETED:
                cells[_ANSWERED] += 1
                self._time(_DONE, took)
            else:
                cells[_CANCELLED if event.kind is Kind.RUN_CANCELLED else _FAILED] += 1

    def left(self) -> None:
        """The customer has hung up; what has not ended by now stays unanswered."""
        self._cells[_UNANSWERED] += len(self._asked)
        self._asked.clear()
        if self._here:
            self._here = False
            self._cells[_CONNECTED] -= 1

    def _time(self, start: int, seconds: float) -> None:
        self._cells[start + bucket_of(seconds)] += 1
        slowest = start + BUCKETS
        self._cells[slowest] = max(self._cells[slowest], seconds)


_current: list[Cells] = [[0.0] * CELLS]


def settle_in(cells: Cells) -> None:
    """From now on sessions of this process write here."""
    # Whoever was with a worker that died is gone, and was not answered.
    cells[_CONNECTED] = 0.0
    cells[_UNANSWERED] = cells[_ASKED] - cells[_ANSWERED] - cells[_CANCELLED] - cells[_FAILED]
    _current[0] = cells


def vitals() -> Vitals:
    """What a new session of this process writes to."""
    return Vitals(_current[0])
