"""How late the harness itself was: a probe that runs beside the sockets, on the same loop."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

from support.recording import Frame

INTERVAL = 0.005
"""Seconds between two looks at the clock."""

WORTH_KEEPING = 0.001
"""Seconds of delay from which a stall is kept by itself; the smaller ones count as the floor."""

_MOST_STALLS = 20_000


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
        self._stalls: deque[Stall] = deque()
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
            oldest = self._stalls.popleft()
            self._floor = max(self._floor, oldest.woke - oldest.due)
        self._stalls.append(stall)

    def awake_since(self, moment: float) -> float:
        """Seconds since then in which the loop came round; the stalls are left out."""
        lost = sum(min(s.woke - s.due, s.woke - moment) for s in self._stalls if s.woke > moment)
        return time.monotonic() - moment - lost

    def frames(self, since: float) -> list[Frame]:
        """The stalls from `since` on and the floor below them, as lines of a recording."""
        lines = [
            Frame(stall.woke, "lag", fields={"due": stall.due, "ms": _ms(stall.woke - stall.due)})
            for stall in self._stalls
            if stall.woke >= since
        ]
        return [*lines, Frame(time.monotonic(), "lag_floor", fields={"ms": _ms(self._floor)})]


@dataclass(frozen=True, slots=True)
class HarnessLag:
    """What a recording says about the harness's own delay."""

    stalls: tuple[Stall, ...]
    floor: float

    def at(self, *moments: float) -> float:
        """Seconds by which a stamp at any of these moments may be late.

        A frame and the probe may be served in either order after a stall: one interval of slack
        on either side makes sure that a stall is never missed.
        """
        worst = self.floor
        for stall in self.stalls:
            begin, end = stall.due - INTERVAL, stall.woke + INTERVAL
            if any(begin <= moment <= end for moment in moments):
                worst = max(worst, stall.woke - stall.due)
        return worst


def lag_of(frames: tuple[Frame, ...]) -> HarnessLag | None:
    """The harness's delay as recorded; None where nobody measured it."""
    floors = [float(frame.fields["ms"]) / 1000 for frame in frames if frame.dir == "lag_floor"]
    if not floors:
        return None
    stalls = tuple(
        Stall(float(frame.fields["due"]), frame.t) for frame in frames if frame.dir == "lag"
    )
    return HarnessLag(stalls, max(floors))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
