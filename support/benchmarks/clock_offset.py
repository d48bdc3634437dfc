"""By how much the agent's clock differs from the harness's, and how well that is known.

A message is received after it was sent, and sent after what caused it. Each received event says
that the agent's clock is ahead by at least `sent - received`; each answer, to a ping or to a
question, that it is ahead by at most `sent - asked`. The truth lies between the greatest of the
former and the smallest of the latter: the estimate is the middle, as in NTP (RFC 5905, section 8),
and half the width is its uncertainty. The fastest exchange decides; pings are the narrowest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.events import Event
from support.reading import Conversation
from support.recording import Frame

_TOLERANCE = 0.002
"""Seconds by which two processes on one host may read its clock apart."""

_FAR = 1e11
"""No Unix time in seconds for three thousand years; in milliseconds it passed long ago."""

_GRAINS = (1.0, 0.1, 0.01, 0.001)
_ENOUGH_FOR_GRAIN = 5


@dataclass(frozen=True, slots=True)
class Offset:
    """The agent's clock less the harness's, in seconds, true within `uncertainty`.

    `problem` says why nothing can be concluded, where that is so; `basis` where the figure comes
    from.
    """

    seconds: float = 0.0
    uncertainty: float = 0.0
    basis: str = ""
    problem: str = ""


class WallClock:
    """The harness's monotonic stamps as Unix time, by the lines `clock` of a recording.

    `doubt` is how far, in seconds, the two clocks of the harness itself went apart meanwhile.
    """

    def __init__(self, frames: Sequence[Frame]) -> None:
        looks = [frame for frame in frames if frame.dir == "clock"]
        aheads = [float(frame.fields["unix"]) - frame.t for frame in looks]
        self.known = bool(looks)
        self._ahead = aheads[0] if aheads else 0.0
        apart = max((float(frame.fields.get("ms", 0.0)) / 1000 for frame in looks), default=0.0)
        self.doubt = apart + (max(aheads) - min(aheads) if aheads else 0.0)

    def at(self, stamp: float) -> float:
        """Unix time in seconds at this moment of the monotonic clock."""
        return stamp + self._ahead


def offset_of(talk: Conversation) -> Offset:
    """The offset of the agent that this conversation was led with.

    An agent that was launched on the harness's host reads the same clock: offset 0, and stamps
    that contradict it are a problem of the agent's clock.
    """
    clock = WallClock(talk.recording.frames)
    stamped = list(_stamped(talk))
    if problem := _unreadable(clock, stamped):
        return Offset(problem=problem)
    lowest = max(sent - clock.at(event.at) for event, sent in stamped)
    asked = [(clock.at(at), event) for at, event in talk.exchanges]
    asked += [(clock.at(run.asked_at), event) for run in talk.runs for event in run.events]
    highest = min((e.sent_at - at for at, e in asked if e.sent_at is not None), default=math.inf)
    doubt = clock.doubt + grain([sent for _, sent in stamped])
    slack = _TOLERANCE + doubt
    if bool(talk.recording.about.get("same_host")):
        return _same_host(lowest, highest, doubt, slack)
    if highest == math.inf:
        return Offset(problem="nothing that the agent says tells what its clock shows")
    if lowest > highest + slack:
        return Offset(
            problem=f"the agent's clock jumped: by some events it is {lowest:.3f} s ahead or more, "
            f"by others {highest:.3f} s or less"
        )
    basis = f"{len(talk.exchanges)} pings" if talk.exchanges else "question and first event"
    width = max(highest - lowest, 0.0)
    return Offset((lowest + highest) / 2, width / 2 + doubt, basis)


def _unreadable(clock: WallClock, stamped: Sequence[tuple[Event, float]]) -> str:
    if not clock.known:
        return "the recording does not say what time it was when it was made"
    if not stamped:
        return "no event of the agent carries a time of its own"
    if not all(0 < sent < _FAR for _, sent in stamped):
        return "the agent's times are no Unix times in seconds"
    return ""


def _same_host(lowest: float, highest: float, doubt: float, slack: float) -> Offset:
    if lowest > slack:
        return Offset(
            problem=f"the agent's times lie up to {lowest:.3f} s in the future: an event cannot be "
            "received before it was sent"
        )
    if highest < -slack:
        return Offset(
            problem=f"an event says it was sent {-highest:.3f} s before its question was asked: "
            "the agent's times do not tell when events are sent"
        )
    return Offset(0.0, doubt, "one clock: the agent runs on this host")


def grain(times: Sequence[float]) -> float:
    """How coarse these times are, in seconds: 1 where all are whole seconds; 0 where none shows.

    A time that was cut off stands for anything up to one grain later.
    """
    if len(times) < _ENOUGH_FOR_GRAIN:
        return 0.0
    for each in _GRAINS:
        if all(abs(time / each - round(time / each)) < 1e-3 for time in times):
            return each
    return 0.0


def _stamped(talk: Conversation) -> Iterator[tuple[Event, float]]:
    events = [*talk.beside_runs, *(event for run in talk.runs for event in run.events)]
    for event in events:
        if event.sent_at is not None and math.isfinite(event.sent_at):
            yield event, event.sent_at
