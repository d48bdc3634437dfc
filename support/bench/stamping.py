"""How far a receive stamp is from the moment of sending, while the suite is busy with a step."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from support.bench.contestant import assignments
from support.bench.racing import Row, sending_agent
from support.fleet import Fleet

SESSIONS, EVENTS, EVERY_S = 100, 50, 0.1
_LONG_S = EVENTS * EVERY_S


def stamps(rounds: int) -> list[Row]:
    """The error of every stamp against the sender's clock, in milliseconds; the worst kind counts.

    One machine, one monotonic clock. What the kernel and the wait for a processor take is in it:
    the figure is an upper bound of what the suite itself adds.
    """
    medians, tails = [], []
    with sending_agent(EVENTS) as url, Fleet() as fleet:
        for _ in range(rounds):
            for busy in (_wait, _sleep, _compute):
                errors = _errors(fleet, url, busy)
                medians.append(statistics.median(errors))
                tails.append(statistics.quantiles(errors, n=100)[98])
    p50, p99 = max(medians), max(tails)
    half, tail = (f"{min(each):.3f} to {max(each):.3f} ms" for each in (medians, tails))
    return [
        Row("stamp_error_ms_p50", "stamp error, median (ms)", p50, half, "<= 1", p50 <= 1),
        Row("stamp_error_ms_p99", "stamp error, p99 (ms)", p99, tail, "<= 5", p99 <= 5),
    ]


def _errors(fleet: Fleet, url: str, busy: Callable[[], None]) -> list[float]:
    mission = fleet.launch(assignments(url, SESSIONS, f"every {EVERY_S} s"))
    busy()
    return [
        (event.at - event.data["emitted"]) * 1000
        for talk in mission.collect()
        for run in talk.runs
        for event in run.events
    ]


def _wait() -> None:
    """The suite only waits for its customers."""


def _sleep() -> None:
    """A step that sleeps."""
    time.sleep(_LONG_S)


def _compute() -> None:
    """A step that computes."""
    until = time.monotonic() + _LONG_S
    while time.monotonic() < until:
        sum(range(1000))
