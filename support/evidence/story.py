"""Reads an event log as a story that can be drawn: lanes, bars and moments.

All times are seconds since the question. Any log will do: events without agents, calls that
never end, no events at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog

SILENCE = 5.0
"""A pause is worth marking from this many seconds on."""

_THOUGHTS = frozenset({Kind.AGENT_THINKING, Kind.AGENT_REASONING})
_FINDINGS = {
    Kind.MULTI_AGENT_COORDINATION: "coordination",
    Kind.COST_ANALYSIS_COMPLETED: "cost analysis",
    Kind.OPTIMIZATION_RECOMMENDATIONS: "recommendations",
}


@dataclass(slots=True)
class Call:
    """One use of a tool; `end` is None where the log does not tell."""

    tool: str
    start: float
    end: float | None = None
    failed: bool = False


@dataclass(slots=True)
class Lane:
    """What one agent did."""

    name: str
    start: float
    end: float | None = None
    calls: list[Call] = field(default_factory=list)
    thoughts: list[float] = field(default_factory=list)
    pieces: list[float] = field(default_factory=list)
    moments: list[tuple[float, str, bool]] = field(default_factory=list)
    """When, what, and whether it was an error."""


@dataclass(slots=True)
class Handoff:
    """The moment at which one agent passed work on; `target` may have no lane of its own."""

    at: float
    source: Lane
    target: Lane | None
    to: str


@dataclass(slots=True)
class Story:
    """One run as people tell it; `length` is how much time the picture has to show."""

    question: str
    lanes: list[Lane]
    handoffs: list[Handoff]
    first: float | None
    ending: Event | None
    ended: float | None
    cancelled: float | None
    silences: list[tuple[float, float]]
    length: float
    gave_up: str
    strangers: int


def story_of(run: RunLog) -> Story:
    """The run's story."""
    teller = _Teller(run)
    for at, event in teller.moments:
        teller.take(at, event)
    return teller.story()


class _Teller:
    def __init__(self, run: RunLog) -> None:
        self.run = run
        self.moments = list(self._timed(run.events))
        self.lanes: list[Lane] = []
        self.handoffs: list[Handoff] = []
        self._by_id: dict[str, Lane] = {}
        self._by_name: dict[str, Lane] = {}
        self._open: dict[str, list[Call]] = {}

    def _timed(self, events: Iterable[Event]) -> Iterator[tuple[float, Event]]:
        for event in events:
            at = event.at - self.run.asked_at
            if event.kind not in OUTSIDE_RUNS and math.isfinite(at):
                yield max(at, 0.0), event

    def take(self, at: float, event: Event) -> None:
        """Adds one event to the lanes."""
        kind = event.kind
        if kind is Kind.RUN_CANCELLED:
            return
        lane = self._lane(at, event)
        if kind in _THOUGHTS:
            lane.thoughts.append(at)
        elif kind is Kind.TEXT_DELTA:
            lane.pieces.append(at)
        elif kind is Kind.TOOL_EXECUTING:
            call = Call(event.tool_name or "a tool", at)
            lane.calls.append(call)
            self._open.setdefault(_key(event), []).append(call)
        elif kind is Kind.TOOL_COMPLETED:
            self._complete(at, event, lane)
        elif kind is Kind.AGENT_HANDOFF:
            self.handoffs.append(Handoff(at, lane, None, event.to_agent or "somebody"))
        elif kind is Kind.AGENT_COMPLETED:
            lane.end = at
        elif kind is Kind.AGENT_ERROR:
            lane.moments.append((at, "error, goes on" if event.recoverable else "error", True))
            lane.end = lane.end if event.recoverable else at
        elif kind in _FINDINGS:
            lane.moments.append((at, _FINDINGS[kind], False))

    def _lane(self, at: float, event: Event) -> Lane:
        lane = self._by_id.get(event.agent_id or "")
        if lane is None and not event.agent_id:
            lane = self._by_name.get(event.agent_name or "")
            if lane is None and not event.agent_name and self.lanes:
                lane = self.lanes[0]
        if lane is None:
            lane = Lane(event.agent, at)
            self.lanes.append(lane)
        if event.agent_id:
            self._by_id.setdefault(event.agent_id, lane)
        if event.agent_name:
            lane.name = event.agent_name
            self._by_name[event.agent_name] = lane
        return lane

    def _complete(self, at: float, event: Event, lane: Lane) -> None:
        waiting = self._open.get(_key(event))
        call = waiting.pop(0) if waiting else None
        if call is None:  # it was never announced
            call = Call(event.tool_name or "a tool", at)
            lane.calls.append(call)
        call.end = at
        status = str(event.data.get("status", "")).lower()
        call.failed = bool(event.data.get("is_error") or event.data.get("error")) or status in (
            "error",
            "failed",
        )

    def story(self) -> Story:
        """What was gathered, with what only the whole log tells."""
        run, ending = self.run, self.run.ending
        for handoff in self.handoffs:
            named = self._by_name.get(handoff.to) or self._by_id.get(handoff.to)
            handoff.target = named if named is not handoff.source else None
        times = [at for at, _ in self.moments]
        cancelled = _since(run, run.cancelled_at)
        closed = _since(run, run.closed_at) or 0.0
        ended = next((at for at, event in self.moments if event is ending), None)
        length = max([*times, cancelled or 0.0, 0.0 if ended is not None else closed, 0.001])
        return Story(
            question=run.question,
            lanes=self.lanes,
            handoffs=self.handoffs,
            first=min(times, default=None),
            ending=ending,
            ended=ended,
            cancelled=cancelled,
            silences=list(_silences(sorted(times), ended if ended is not None else length)),
            length=length,
            gave_up=run.gave_up or "",
            strangers=len(run.strangers),
        )


def _key(event: Event) -> str:
    return event.call_id or f"{event.agent_id}/{event.tool_name}"


def _since(run: RunLog, moment: float | None) -> float | None:
    if moment is None or not math.isfinite(moment - run.asked_at):
        return None
    return max(moment - run.asked_at, 0.0)


def _silences(times: list[float], until: float) -> Iterator[tuple[float, float]]:
    before = 0.0
    for at in [*times, until]:
        if at > until:
            return
        if at - before > SILENCE:
            yield before, at
        before = max(before, at)
