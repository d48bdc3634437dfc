"""Event delivery latency: how long an event is on its way from the agent to the customer.

From the agent's own time in the event (`sent_at`, when it says it sent it) to the harness's stamp
of the frame's last byte, less the offset between the two clocks (`clock_offset`). All events of
runs count that carry a time, each once, over all customers together; not those that an agent
repeats after a line broke, which were sent long before.

The figure is the 95th percentile by nearest rank, which takes 20 events; of fewer it is the
greatest, and says "every". It is not measured where the agent gives no times, where its clock
jumped or lies in the future, or where the offset is known no better than half the limit or not
well enough to decide. Events without a time may have been as slow as they like: they count as
slower than any other before the limit is kept, and as faster before it is broken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scoring.events import Event, RunLog
from support.benchmarks.clock_offset import Offset, WallClock, offset_of
from support.benchmarks.statistics import percentile, samples_needed
from support.reading import Conversation
from support.verdict import Limit, Measurement

SHARE = 0.95
UNCERTAINTY_SHARE = 0.5
"""The most that may be unknown about the clocks, as a share of the limit."""

NAME = "event delivery latency (p95)"
_FEW, _STILL_S = 5, 0.1
"""So many events over more than so many seconds cannot all have been sent at one moment."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One event's way: received at (monotonic seconds), and milliseconds it took.

    `lag_ms` is by how much the harness itself may have been late to receive it.
    """

    at: float
    ms: float
    lag_ms: float


@dataclass(frozen=True, slots=True)
class Deliveries:
    """All events of some conversations, or the `problem` for which nothing can be said.

    `silent` is how many events of runs carry no time, beside the `events`, which do.
    """

    events: tuple[Delivered, ...] = ()
    uncertainty_ms: float = 0.0
    basis: str = ""
    problem: str = ""
    silent: int = 0

    @property
    def words(self) -> str:
        """How many of the events the figure is about: a percentile, or every one."""
        number = len(self.events)
        if number < samples_needed(SHARE):
            return f"every one of {number} events"
        return f"p95 of {number} events"

    def headline(self, *, without_lag: bool = False, silent_ms: float | None = None) -> float:
        """The figure in milliseconds; as if the harness had been late for each, where asked.

        With `silent_ms` as if each event without a time had taken so long.
        """
        values = [each.ms - each.lag_ms * without_lag for each in self.events]
        values += [silent_ms] * self.silent if silent_ms is not None else []
        return percentile(values, SHARE) if len(values) >= samples_needed(SHARE) else max(values)


def deliveries(talks: Sequence[Conversation]) -> Deliveries:
    """How long each event of these conversations was on its way."""
    found: list[Delivered] = []
    offsets: list[Offset] = []
    silent = 0
    for talk in talks:
        offset = offset_of(talk)
        if offset.problem:
            return Deliveries(problem=f"{talk.name}: {offset.problem}")
        silent += sum(event.sent_at is None for run in talk.runs for event in run.events)
        clock = WallClock(talk.recording.frames)
        live = [_live(run, talk, clock, offset) for run in talk.runs]
        if any(map(_stands_still, live)):
            still = "all events of a run carry the same time, which is not when each was sent"
            return Deliveries(problem=f"{talk.name}: {still}")
        back = max(map(_steps_back, live), default=0.0)
        basis = offset.basis
        if back > 0.001:
            basis += f"; the agent's times step back by {back * 1000:.1f} ms"
        offsets.append(Offset(offset.seconds, offset.uncertainty + back, basis))
        found += [_delivered(each, talk, clock, offset) for events in live for each in events]
    if not found:
        return Deliveries(problem="no event of a run carries a time of the agent")
    worst = max(offsets, key=lambda each: each.uncertainty)
    basis = f"clock offset {worst.seconds * 1000:+.1f} ± {worst.uncertainty * 1000:.1f} ms"
    basis = f"{basis} ({worst.basis})"
    return Deliveries(tuple(found), worst.uncertainty * 1000, basis, silent=silent)


def delivery_latency(found: Deliveries, limit: Limit) -> Measurement:
    """The figure in milliseconds, or why there is none; `limit` is in milliseconds too."""
    if found.problem:
        return Measurement(NAME, "ms", None, found.problem)
    value, doubt = found.headline(), found.uncertainty_ms
    middle, greatest = median(e.ms for e in found.events), max(e.ms for e in found.events)
    why = f"{found.words}; median {middle:.1f}, greatest {greatest:.1f} ms; {found.basis}"
    if found.silent:
        all_ = len(found.events) + found.silent
        why = f"only {len(found.events)} of {all_} events carry a time of the agent; {why}"
    if doubt > limit.value * UNCERTAINTY_SHARE:
        much = (
            f"known no better than ± {doubt:.1f} ms, more than {UNCERTAINTY_SHARE:.0%} of the limit"
        )
        return Measurement(NAME, "ms", None, f"the clocks are {much}; {found.basis}")
    if limit.allows(value - doubt) != limit.allows(value + doubt):
        decides = f"{value:.1f} ms, but what is unknown about the clocks decides the verdict"
        return Measurement(NAME, "ms", None, f"{decides}; {why}")
    if limit.allows(found.headline(silent_ms=-math.inf)) != limit.allows(
        found.headline(silent_ms=math.inf)
    ):
        return Measurement(NAME, "ms", None, f"{why}; how long the others took decides the verdict")
    lag = max(value - found.headline(without_lag=True), 0.0)
    return Measurement(NAME, "ms", value, why, timing=True, harness_lag=lag / 1000)


def _live(run: RunLog, talk: Conversation, clock: WallClock, offset: Offset) -> list[Event]:
    """The events of a run that carry a time and are not sent again."""
    return [
        event
        for event in run.events
        if event.sent_at is not None
        and math.isfinite(event.sent_at)
        and not _is_replayed(event, talk, clock, offset)
    ]


def _delivered(event: Event, talk: Conversation, clock: WallClock, offset: Offset) -> Delivered:
    sent = (event.sent_at or 0.0) - offset.seconds
    lag = talk.lag.at(event.at) if talk.lag else 0.0
    return Delivered(event.at, (clock.at(event.at) - sent) * 1000, lag * 1000)


def _is_replayed(event: Event, talk: Conversation, clock: WallClock, offset: Offset) -> bool:
    """Whether it was received after the line was up again, and sent before that."""
    back = max((at for at in talk.reconnected_at if at <= event.at), default=-math.inf)
    sent = (event.sent_at or 0.0) - offset.seconds - offset.uncertainty
    return back > -math.inf and sent < clock.at(back)


def _stands_still(events: Sequence[Event]) -> bool:
    """Whether the agent's clock stood still while its events came one after another."""
    if len(events) < _FEW or len({event.sent_at for event in events}) > 1:
        return False
    return events[-1].at - events[0].at > _STILL_S


def _steps_back(events: Sequence[Event]) -> float:
    """By how many seconds the agent's times at most go back from one event to the next.

    In the order in which the agent counted them, so that one that comes late is no step back.
    """
    counted = list(events)
    if all(event.seq is not None for event in counted):
        counted.sort(key=lambda event: event.seq or 0)
    latest, back = -math.inf, 0.0
    for event in counted:
        sent = event.sent_at or 0.0
        back = max(back, latest - sent)
        latest = max(latest, sent)
    return back
