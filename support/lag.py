"""How late the harness itself was: a probe that runs beside the sockets, on the same loop."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from support.recording import Frame

INTERVAL = 0.005
"""Seconds between two looks at the clock."""

WORTH_KEEPING = 0.001
"""Seconds of delay from which a stall is kept by itself; the smaller ones count as the floor."""

_MOST_STALLS = 20_000

_NEAR = 4
"""Stalls that can touch one moment: one follows another after an interval at the least."""


@dataclass(frozen=True, slots=True)
class Stall:
    """The loop should have come round at `due` and did at `woke` (monotonic seconds)."""

    due: float
    woke: float


class LagProbe:
    """Wakes every few milliseconds and notes by how much it was late.

    Whatever keeps the loop from coming round, a computing task, a starved processor, a paused
    process, delays the probe as much as it delays a frame's stamp.
    """

    def __init__(self) -> None:
        self._stalls: list[Stall] = []
        self._lost = [0.0]
        """Seconds that were lost before each stall, and after the last."""
        self._floor = 0.0

    async def run(self) -> None:
        """Probes until cancelled."""
        while True:
            due = time.monotonic() + INTERVAL
            await asyncio.sleep(INTERVAL)
            woke = time.monotonic()
            if woke - due >= WORTH_KEEPING:
                self._keep(Stall(due, woke))
            else:
                self._floor = max(self._floor, woke - due)

    def _keep(self, stall: Stall) -> None:
        if len(self._stalls) == _MOST_STALLS:  # what is forgotten still counts, as the floor
            half = _MOST_STALLS // 2
            forgotten = max(stall.woke - stall.due for stall in self._stalls[:half])
            self._floor = max(self._floor, forgotten)
            del self._stalls[:half], self._lost[:half]
        self._stalls.append(stall)
        self._lost.append(self._lost[-1] + stall.woke - stall.due)

    def awake_since(self, moment: float) -> float:
        """Seconds since then in which the loop came round; the stalls are left out."""
        first = bisect_right(self._stalls, moment, key=_woke)
        lost = self._lost[-1] - self._lost[first]
        if first < len(self._stalls):  # of the stall that was going on then, only the rest
            lost -= max(0.0, moment - self._stalls[first].due)
        return time.monotonic() - moment - lost

    @property
    def lag(self) -> HarnessLag:
        """The delay up to now."""
        return HarnessLag(tuple(self._stalls), self._floor)

    def frames(self, since: float) -> list[Frame]:
        """The stalls from `since` on and the floor below them, as lines of a recording."""
        lines = [
            Frame(stall.woke, "lag", fields={"due": stall.due, "ms": _ms(stall.woke - stall.due)})
            for stall in self._stalls
            if stall.woke >= since
        ]
        return [*lines, Frame(time.monotonic(), "lag_floor", fields={"ms": _ms(self._floor)})]


def clock_frame() -> Frame:
    """What the clock on the wall says at this moment of the monotonic one: a line of a recording.

    `unix` is Unix time in seconds; `ms` is how far apart the looks at the monotonic clock were
    between which it was read, the closest of a few tries.
    """
    tries = []
    for _ in range(5):
        before, unix, after = time.monotonic(), time.time(), time.monotonic()
        tries.append((after - before, (before + after) / 2, unix))
    apart, at, unix = min(tries)
    return Frame(at, "clock", fields={"unix": unix, "ms": _ms(apart)})


@dataclass(frozen=True, slots=True)
class HarnessLag:
    """What a recording says about the harness's own delay; the stalls in order of time."""

    stalls: tuple[Stall, ...]
    floor: float

    def at(self, *moments: float) -> float:
        """Seconds by which a stamp at any of these moments may be late.

        A frame and the probe may be served in either order after a stall: one interval of slack
        on either side makes sure that a stall is never missed.
        """
        worst = self.floor
        for moment in moments:
            first = bisect_left(self.stalls, moment - INTERVAL, key=_woke)
            for stall in self.stalls[first : first + _NEAR]:
                if stall.due - INTERVAL <= moment:
                    worst = max(worst, stall.woke - stall.due)
        return worst


def lag_of(frames: tuple[Frame, ...]) -> HarnessLag | None:
    """The harness's delay as recorded; None where nobody measured it."""
    floors = [float(frame.fields["ms"]) / 1000 for frame in frames if frame.dir == "lag_floor"]
    if not floors:
        return None
    stalls = [Stall(float(frame.fields["due"]), frame.t) for frame in frames if frame.dir == "lag"]
    return HarnessLag(tuple(sorted(stalls, key=_woke)), max(floors))


def _woke(stall: Stall) -> float:
    return stall.woke


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
