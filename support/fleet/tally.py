"""What came of many customers, counted: small enough to be sent, and merged, never averaged."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from hdrh.histogram import HdrHistogram

from support.benchmarks import promises, timing
from support.benchmarks.timing import Measure
from support.reading import Conversation
from support.recording import Frame, Recording
from support.verdict import Limit, Measurement

PROMISES: dict[str, Measure] = {
    "answer": promises.answered,
    "delivery": promises.in_sequence,
    "end of the work": promises.one_ending,
    "pieces and answer": promises.whole_answer,
    "ownership": promises.own_ids,
}
ISOLATION = "isolation"
_ANY = Limit(math.inf, "s")
"""No wait is known to be too long here: the limit comes with the feature."""

TIMES: dict[str, Measure] = {
    "first sign of work": timing.first_event_latency(_ANY),
    "answer complete": timing.completion_time(_ANY),
}

_TOLD = 3
_KEPT, _KEPT_BYTES = 10, 8 * 2**20
"""Recordings that one shard sends along as proof: those in trouble."""

_LONGEST_S, _DIGITS = 3600, 3


@dataclass
class Spread:
    """Times of many, in seconds: a histogram with three digits, and the slowest exactly."""

    slowest: float = 0.0
    lag: float | None = 0.0
    histogram: HdrHistogram = field(
        default_factory=lambda: HdrHistogram(1, _LONGEST_S * 10**6, _DIGITS)
    )

    def take(self, seconds: float, lag: float | None) -> None:
        """Counts one time, and how late the harness may have been."""
        self.slowest = max(self.slowest, seconds)
        self.lag = None if self.lag is None or lag is None else max(self.lag, lag)
        self.histogram.record_value(max(1, round(seconds * 1e6)))

    def merge(self, other: Spread) -> None:
        """Takes over another's times."""
        self.slowest = max(self.slowest, other.slowest)
        self.lag = None if self.lag is None or other.lag is None else max(self.lag, other.lag)
        self.histogram.add(other.histogram)

    @property
    def median(self) -> float:
        """The time in the middle, within 0.1 %."""
        return float(self.histogram.get_value_at_percentile(50)) / 1e6

    def __getstate__(self) -> tuple[float, float | None, bytes]:
        return self.slowest, self.lag, self.histogram.encode()

    def __setstate__(self, state: tuple[float, float | None, bytes]) -> None:
        self.slowest, self.lag, encoded = state
        self.histogram = HdrHistogram.decode(encoded)


@dataclass
class Count:
    """How one measure came out for many customers; the first few reasons are told."""

    value: float = 0
    measured: int = 0
    failed: int = 0
    unknown: int = 0
    told: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def take(self, who: str, found: Measurement) -> bool:
        """Counts one customer's; whether all was well."""
        if found.value is None:
            self.failed += found.failed
            self.unknown += not found.failed
            (self.told if found.failed else self.gaps).append(f"{who}: {found.why}")
        else:
            self.measured += 1
            if found.value and not found.timing:
                self.value += found.value
                self.told.append(f"{who}: {found.why}")
        del self.told[_TOLD:], self.gaps[_TOLD:]
        return found.value is not None and (found.timing or not found.value)

    def merge(self, other: Count) -> None:
        """Takes over another's."""
        self.value += other.value
        self.measured += other.measured
        self.failed += other.failed
        self.unknown += other.unknown
        self.told = [*self.told, *other.told][:_TOLD]
        self.gaps = [*self.gaps, *other.gaps][:_TOLD]


@dataclass
class Tally:
    """What came of the customers of one shard, or of several merged.

    `lost` are customers of whom nothing is known because a worker of the suite was lost, and
    `losses` say how; all other figures are about the `customers` who came back. `turned_away` are
    those who could not even ask.
    """

    customers: int = 0
    events: int = 0
    counts: dict[str, Count] = field(default_factory=dict)
    times: dict[str, Spread] = field(default_factory=dict)
    kept: list[Recording] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    lost: int = 0
    losses: list[str] = field(default_factory=list)
    turned_away: int = 0

    def take(self, talk: Conversation, isolation: Measurement) -> bool:
        """Judges one customer's session; whether all was well."""
        self.customers += 1
        well = True
        for run in talk.runs:
            self.events += len(run.events)
            for name, measure in PROMISES.items():
                well &= self._count(name).take(talk.name, measure(run, talk.lag))
            for name, measure in TIMES.items():
                found = measure(run, talk.lag)
                well &= self._count(name).take(talk.name, found)
                if found.value is not None:
                    self._spread(name).take(found.value, found.harness_lag)
        well &= self._count(ISOLATION).take(talk.name, isolation)
        if not talk.runs:
            well = False
            trouble = talk.troubles[0] if talk.troubles else None
            why = trouble.text if trouble else "the line was closed before a question was asked"
            known = trouble is None or not trouble.is_too_much
            missing = Measurement("answer", "faults", None, why, failed=known)
            self._count("answer").take(talk.name, missing)
            self.turned_away += known
            if trouble and trouble.is_ours:
                self.unreachable = [*self.unreachable, why][:_TOLD]
        return well

    def keep(self, recording: Recording, beside: Iterable[Frame]) -> None:
        """Keeps a recording as proof, where there is room, with what was noted beside the lines."""
        size = sum(len(frame.data or "") for frame in recording.frames)
        if len(self.kept) < _KEPT and size <= _KEPT_BYTES // _KEPT:
            frames = sorted([*recording.frames, *beside], key=lambda frame: frame.t)
            self.kept.append(Recording(recording.about, tuple(frames)))

    def merge(self, other: Self) -> None:
        """Takes over another's."""
        self.customers += other.customers
        self.events += other.events
        for name, count in other.counts.items():
            self._count(name).merge(count)
        for name, spread in other.times.items():
            self._spread(name).merge(spread)
        self.kept += other.kept
        self.unreachable = [*self.unreachable, *other.unreachable][:_TOLD]
        self.lost += other.lost
        self.losses += other.losses
        self.turned_away += other.turned_away

    def promise(self, name: str) -> Measurement:
        """How often one promise was broken, over everybody who came back."""
        count = self._count(name)
        if count.value or count.failed:
            away = f"{self.turned_away} could not even ask, " if count.failed else ""
            why = f"{'; '.join(count.told)} ({away}of {self.customers} customers)"
            return Measurement(name, "faults", count.value or None, why, failed=True)
        return self._unknown(name, count, "faults") or _kept(name, count, self)

    def time(self, name: str, chosen: Callable[[Spread], float], words: str) -> Measurement:
        """One figure in seconds of everybody's times, with the greatest lag among them."""
        count, spread = self._count(name), self.times.get(name)
        if count.failed or spread is None:
            why = "; ".join(count.told or count.gaps) or "nobody asked"
            return Measurement(name, "s", None, why, True, None, bool(count.failed))
        value = chosen(spread)
        found = Measurement(name, "s", value, f"{words} of {count.measured}", True, spread.lag)
        return self._unknown(name, count, "s") or found

    def _unknown(self, name: str, count: Count, unit: str) -> Measurement | None:
        if not count.unknown and count.measured:
            return None
        why = "; ".join(count.gaps) or "nothing was received"
        of_all = f"unknown for {count.unknown} of {self.customers} customers: {why}"
        return Measurement(name, unit, None, of_all, unit == "s")

    def _count(self, name: str) -> Count:
        return self.counts.setdefault(name, Count())

    def _spread(self, name: str) -> Spread:
        if name not in self.times:
            self.times[name] = Spread()  # a histogram is too large to be made in vain
        return self.times[name]


def _kept(name: str, count: Count, tally: Tally) -> Measurement:
    kept = f"kept for all {count.measured} customers, over {tally.events} events"
    return Measurement(name, "faults", 0, kept)
