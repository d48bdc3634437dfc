"""The monitor's figures for Prometheus: base units, one metric a quantity, outcomes as states.

Everything is told of the latest round, so there are never more series than a round has promises.
"""

from __future__ import annotations

import errno
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from support.monitoring.rounds import Level, Round
from support.verdict import HarnessError, Outcome

USUAL_PORT = 9469
_NEXT = 20

_MOST_REASONS = 20
"""Reasons that are told as labels at most: each new one is a new series."""

_MB = 1e6

LEVELS = {
    "golden path completion": ("golden_path_completion", "seconds", 1.0),
    "first event latency": ("golden_path_first_event", "seconds", 1.0),
    "event delivery latency (p95)": ("golden_path_event_delivery_p95", "seconds", 0.001),
    "business value under load": ("golden_path_business_value", "ratio", 1.0),
    "token throughput": ("golden_path_token_throughput", "tokens_per_second", 1.0),
    "memory per user session": ("golden_path_session_memory", "bytes", _MB),
    "concurrent users served": ("golden_path_concurrent_users", "", 1.0),
}
"""Each service level with its metric, the unit, and how much of it one of the feature's unit is."""


@dataclass(frozen=True, slots=True)
class About:
    """What does not change from round to round; `questions` is the profile's budget, if any."""

    agent: str
    version: str
    profile: str
    every_s: float
    questions: int | None = None


class GoldenPath(Collector):
    """The latest round as metrics."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._lock = threading.Lock()
        self._round: Round | None = None
        self._succeeded: float | None = None
        self._runs: Counter[Outcome] = Counter()

    def restore(self, rounds: Iterable[Round]) -> None:
        """Takes over what earlier rounds came to; they are not counted again."""
        with self._lock:
            for found in rounds:
                self._take(found)

    def add(self, found: Round) -> None:
        """From now on this round is told."""
        with self._lock:
            self._take(found)
            self._runs[found.outcome] += 1

    def _take(self, found: Round) -> None:
        self._round = found
        if found.outcome is Outcome.MET:
            self._succeeded = found.at

    def collect(self) -> Iterator[Metric]:
        """What a scrape gets."""
        with self._lock:
            found, succeeded, runs = self._round, self._succeeded, dict(self._runs)
        yield from self._always(runs)
        if found is None:
            return
        yield _gauge("last_run_timestamp_seconds", "When the latest round ended.", found.at)
        if succeeded is not None:
            words = "When the latest round ended in which every promise was kept."
            yield _gauge("last_success_timestamp_seconds", words, succeeded)
        yield _gauge("run_duration_seconds", "How long the latest round took.", found.took_s)
        yield _gauge("questions", "Questions that the latest round asked.", found.questions)
        if found.lag_s is not None:
            words = "How late the suite itself was at most, beside any timing of the latest round."
            yield _gauge("harness_lag_seconds", words, found.lag_s)
        yield _states("run_outcome", "How the latest round ended.", [], [((), found.outcome)])
        yield from _promises(found)
        yield from _levels(found.levels)

    def _always(self, runs: dict[Outcome, int]) -> Iterator[Metric]:
        about = self._about
        info = InfoMetricFamily("golden_path_monitor", "What is monitored.")
        told = {"agent": about.agent, "version": about.version, "profile": about.profile}
        info.add_metric([], told)
        yield info
        words = "Seconds from the start of one round to that of the next."
        yield _gauge("run_interval_seconds", words, about.every_s)
        if about.questions is not None:
            words = "Questions that the profile allows in one round."
            yield _gauge("questions_allowed", words, about.questions)
        counter = CounterMetricFamily(
            "golden_path_runs", "Rounds since the monitor started, by outcome.", labels=["outcome"]
        )
        for outcome in Outcome:
            counter.add_metric([outcome.value], runs.get(outcome, 0))
        yield counter


def _promises(found: Round) -> Iterator[Metric]:
    labels = ["feature", "promise"]
    each = {(promise.feature, promise.name): promise.outcome for promise in found.promises}
    yield _states("promise_outcome", "How each promise ended.", labels, each.items())
    counts = GaugeMetricFamily(
        "golden_path_promises", "Promises of the latest round, by outcome.", labels=["outcome"]
    )
    for outcome in Outcome:
        counts.add_metric([outcome.value], found.count(outcome))
    yield counts
    info = GaugeMetricFamily(
        "golden_path_promise_info",
        "Promises that were not kept or not measured, with the reason; always 1.",
        labels=[*labels, "outcome", "reason"],
    )
    unkept = {(each.feature, each.name): each for each in found.unkept[:_MOST_REASONS]}
    for promise in unkept.values():
        told = [promise.feature, promise.name, promise.outcome.value, promise.reason]
        info.add_metric(told, 1)
    yield info
    yield _reason(found)


def _reason(found: Round) -> Metric:
    info = GaugeMetricFamily(
        "golden_path_run_info",
        "The latest round, with the first reason in one sentence; always 1.",
        labels=["outcome", "reason"],
    )
    info.add_metric([found.outcome.value, found.headline], 1)
    return info


def _levels(levels: Iterable[Level]) -> Iterator[Metric]:
    told = list(levels)
    states = [((level.name,), level.outcome) for level in told]
    yield _states("sla_outcome", "How each service level ended.", ["sla"], states)
    info = GaugeMetricFamily(
        "golden_path_sla_info",
        "Each service level with its reason; always 1.",
        labels=["sla", "outcome", "reason"],
    )
    for level in told:
        info.add_metric([level.name, level.outcome.value, level.reason], 1)
    yield info
    for level in told:
        if level.name not in LEVELS or level.figure is None:
            continue
        name, unit, scale = LEVELS[level.name]
        end = f"_{unit}" if unit else ""
        if level.figure.value is not None:
            words = f"{level.name.capitalize()} in the latest round."
            yield GaugeMetricFamily(f"{name}{end}", words, level.figure.value * scale)
        if level.figure.enforced is not None:
            words = f"The limit of {level.name}, tolerance included."
            yield GaugeMetricFamily(f"{name}_limit{end}", words, level.figure.enforced * scale)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"golden_path_{name}", words, value)


def _states(
    name: str,
    words: str,
    labels: list[str],
    each: Iterable[tuple[tuple[str, ...], Outcome]],
) -> Metric:
    family = GaugeMetricFamily(f"golden_path_{name}", words, labels=[*labels, "outcome"])
    for values, is_now in each:
        for outcome in Outcome:
            family.add_metric([*values, outcome.value], float(outcome is is_now))
    return family


class Endpoint:
    """`/metrics` over HTTP."""

    def __init__(self, collector: Collector, host: str, port: int | None) -> None:
        registry = CollectorRegistry()
        registry.register(collector)
        ProcessCollector(registry=registry)
        self._server, self._thread, self.port = _serve(registry, host, port)
        self.url = f"http://{host}:{self.port}/metrics"

    def close(self) -> None:
        """Gives the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _serve(
    registry: CollectorRegistry, host: str, port: int | None
) -> tuple[WSGIServer, threading.Thread, int]:
    """Any port near the usual one, unless one was asked for; raises `HarnessError` if taken."""
    ports = [port] if port is not None else [*range(USUAL_PORT, USUAL_PORT + _NEXT), 0]
    for each in ports:
        try:
            server, thread = start_http_server(each, addr=host, registry=registry)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and each != ports[-1]:
                continue
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error})"
            raise HarnessError(
                f"port {each} of {host} {why}; choose another one for the metrics: --port"
            ) from error
        return server, thread, int(server.server_port)
    raise HarnessError(f"no port of {host} is free")
