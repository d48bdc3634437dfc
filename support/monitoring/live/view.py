"""What the live view knows of a run: told by the hooks, read by the page as often as it likes."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from support.evidence.clean import one_line
from support.monitoring.live.server import OFTEN_S, LiveServer
from support.pulse.address import Where
from support.pulse.counters import Pulse
from support.pulse.histogram import Times, upper_edge
from support.results import ScenarioResult
from support.verdict import Figure, HarnessError, Limit, Outcome

_MOST_FAILURES, _MOST_SCENARIOS, _MOST_POINTS, _MOST_VALUES = 50, 25, 240, 60
"""What is shown at most, however long the run is: the newest."""

_ENOUGH_FOR_P95 = 20
WORTH = "business value"
_BAD = (Outcome.NOT_MET, Outcome.NOT_MEASURED, Outcome.BROKEN)


@dataclass
class _Now:
    """The scenario that runs."""

    feature: str = ""
    scenario: str = ""
    step: str = ""
    since: float = 0.0
    figures: int = 0
    limits: Mapping[str, Limit] = field(default_factory=dict)


@dataclass
class View:
    """A run as it happens. Every text is made harmless and short before it is kept.

    `pulse` tells how it goes with the customers right now.
    """

    agent: Mapping[str, str]
    pulse: Callable[[], Pulse] = Pulse
    _server: LiveServer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _started: float = field(default_factory=time.time)
    _over: str = ""
    _planned: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _now: _Now = field(default_factory=_Now)
    _limits: dict[str, Limit] = field(default_factory=dict)
    _worth: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_VALUES))
    _lag_s: float | None = None
    _failures: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_MOST_FAILURES))
    _failed: int = 0
    _scenarios: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_MOST_SCENARIOS))
    _trend: deque[tuple[float, int, float]] = field(
        default_factory=lambda: deque(maxlen=_MOST_POINTS)
    )
    _last: Pulse = field(default_factory=Pulse)
    _looked: float = field(default_factory=time.monotonic)

    def open(self, where: Where) -> str:
        """Shows it there; the address, or "" where that is impossible, which it says."""
        server = LiveServer(where, self.as_json, self.tick)
        try:
            address = server.open()
        except HarnessError as error:
            sys.stderr.write(f"! There is no live view: {error}. The verdict is not affected.\n")
            return ""
        self._server = server
        sys.stderr.write(f"Live view: {address}\n")
        return address

    @property
    def cpu_s(self) -> float:
        """Seconds of processor time that showing it has cost."""
        return self._server.cpu_s if self._server is not None else 0.0

    def close(self) -> None:
        """Shows the last of it, and takes the page away."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def begin(self, planned: int, stated: Iterable[Mapping[str, Limit]] = ()) -> None:
        """So many scenarios are going to be judged, each of which states such limits."""
        with self._lock:
            self._planned = planned
            for limits in stated:
                self._learn(limits)

    def scenario(self, feature: str, name: str, limits: Mapping[str, Limit]) -> None:
        """A scenario begins, which holds the agent to these limits."""
        with self._lock:
            self._now = _Now(one_line(feature, 200), one_line(name, 200), "", time.time())
            self._now.limits = limits
            self._learn(limits)

    def step(self, words: str) -> None:
        """A step begins."""
        with self._lock:
            self._now.step = one_line(words, 200)

    def figures(self, figures: Sequence[Figure]) -> None:
        """The figures of this scenario so far: what is bad among the new ones is told at once."""
        with self._lock:
            for figure in figures[self._now.figures :]:
                self._take(figure)
            self._now.figures = len(figures)

    def ended(self, result: ScenarioResult) -> None:
        """A scenario was judged."""
        outcome = result.outcome
        with self._lock:
            self._counts[outcome.value] = self._counts.get(outcome.value, 0) + 1
            told = {
                "feature": one_line(result.feature, 200),
                "name": one_line(result.name, 200),
                "outcome": outcome.value,
                "took": round(result.duration_s, 2),
            }
            self._scenarios.appendleft(told)
            if outcome in _BAD:
                self._tell_failure(outcome, result.reason or outcome.words, final=True)
            self._now = _Now()

    def over(self, outcome: Outcome) -> None:
        """The run has come to this."""
        pulse = self.pulse()
        with self._lock:
            if pulse.events >= self._last.events:
                self._last = pulse
            self._over, self._now = outcome.value, _Now()

    def tick(self) -> None:
        """Takes the pulse."""
        now, pulse = time.monotonic(), self.pulse()
        with self._lock:
            if pulse.events < self._last.events or self._over:
                return  # the workers have gone home, and their numbers with them
            passed = now - self._looked
            if passed >= OFTEN_S / 2:
                speed = (pulse.events - self._last.events) / passed
                self._trend.append((round(time.time(), 1), pulse.connected, round(speed, 1)))
                self._last, self._looked = pulse, now

    def as_json(self) -> bytes:
        """All that the page shows; its size has a bound."""
        with self._lock:
            return msgspec.json.encode(self._as_data())

    def _take(self, figure: Figure) -> None:
        found, value = figure.measurement, figure.measurement.value
        if found.timing and found.harness_lag is not None:
            self._lag_s = max(self._lag_s or 0.0, found.harness_lag)
        if found.name.startswith(WORTH) and value is not None:
            scale = 1.0 if found.unit == "%" else 100.0
            self._worth.append(round(value * scale, 1))
            limit = Limit(
                figure.limit.value * scale, "%", figure.limit.direction, figure.limit.tolerance
            )
            self._learn({WORTH: limit})
        if figure.outcome in _BAD:
            self._tell_failure(figure.outcome, f"{found.name}: {figure.reason}")

    def _learn(self, limits: Mapping[str, Limit]) -> None:
        """Keeps the first limit of each time, and the strictest of what answers are worth."""
        for what, limit in limits.items():
            known = self._limits.setdefault(what, limit)
            if what == WORTH and limit.enforced > known.enforced:
                self._limits[what] = limit

    def _tell_failure(self, outcome: Outcome, reason: str, *, final: bool = False) -> None:
        now, words = self._now, one_line(reason)
        newest = self._failures[0] if self._failures else {}
        if not newest or (newest["scenario"], newest["since"]) != (now.scenario, now.since):
            self._failed += 1
            newest = {
                "at": round(time.time(), 1),
                "since": now.since,
                "feature": now.feature,
                "scenario": now.scenario,
                "outcome": outcome.value,
                "reasons": [],
            }
            self._failures.appendleft(newest)
        if final:
            newest["outcome"] = outcome.value
        if len(newest["reasons"]) < 3 and not (final and newest["reasons"]):
            newest["reasons"].append(words)

    def _as_data(self) -> dict[str, Any]:
        pulse, now = self._last, self._now
        limits = {**self._limits, **now.limits}
        return {
            "agent": {key: one_line(str(value), 100) for key, value in self.agent.items()},
            "started": self._started,
            "time": time.time(),
            "over": self._over,
            "planned": self._planned,
            "counts": self._counts,
            "now": {
                "feature": now.feature,
                "scenario": now.scenario,
                "step": now.step,
                "since": now.since,
            },
            "users": {
                "connected": pulse.connected,
                "asked": pulse.asked,
                "waiting": pulse.waiting,
                "answered": pulse.answered,
                "cancelled": pulse.cancelled,
                "trouble": pulse.in_trouble,
            },
            "events": pulse.events,
            "first": _times(pulse.first, limits.get("first")),
            "done": _times(pulse.done, limits.get("done")),
            "worth": {"values": list(self._worth), "limit": _limit(self._limits.get(WORTH))},
            "lag": self._lag_s,
            "failed": self._failed,
            "failures": list(self._failures),
            "scenarios": list(self._scenarios),
            "trend": list(self._trend),
        }


def _times(times: Times, limit: Limit | None) -> dict[str, Any]:
    """Times with the limit that the feature states; a 95th percentile takes 20 of them."""
    used = [bucket for bucket, count in enumerate(times.counts) if count]
    return {
        "number": times.number,
        "median": times.share(0.5),
        "p95": times.share(0.95) if times.number >= _ENOUGH_FOR_P95 else None,
        "slowest": times.slowest if times.number else None,
        "limit": _limit(limit),
        "bars": [[round(upper_edge(bucket), 4), times.counts[bucket]] for bucket in used],
    }


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    return None if limit is None else {"enforced": limit.enforced, "words": str(limit)}
