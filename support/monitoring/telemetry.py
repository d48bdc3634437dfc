"""Sends spans and figures where the OTEL_* variables say; whatever becomes of it, rounds go on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from support.reading import Conversation

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics.export import MetricExporter
    from opentelemetry.sdk.trace.export import SpanExporter

SIGNALS = ("TRACES", "METRICS")
_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_EXTRA = "pip install -r requirements-monitoring.txt"

SENDING_S = 15.0
"""Seconds that a round waits at most for its figures to be taken."""

_ENDING_S = 2.0

Say = Callable[[str], None]


def _say(words: str) -> None:
    sys.stderr.write(f"! {words}\n")


def wanted(environ: Mapping[str, str]) -> dict[str, str]:
    """The exporter of each signal that the variables ask for; nothing is sent unasked."""
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return {}
    found = {}
    for signal in SIGNALS:
        named = environ.get(f"OTEL_{signal}_EXPORTER", "").strip().lower()
        address = environ.get(_ENDPOINT) or environ.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
        if named or address:
            found[signal] = named or "otlp"
    return {signal: name for signal, name in found.items() if name != "none"}


def telemetry(
    environ: Mapping[str, str], agent: str, version: str, say: Say = _say
) -> Telemetry | None:
    """What sends, or None where nothing is asked for, or cannot be sent, which is told."""
    exporters = wanted(environ)
    for signal, name in dict(exporters).items():
        if why := _unfit(environ, signal, name):
            say(f"{why}; nothing of that is sent, and verdicts are not affected")
            del exporters[signal]
    if not exporters:
        return None
    try:
        return Telemetry(exporters, agent, version, say)
    except ImportError:
        told = "OTEL_* variables are set, but what sends is not installed"
        say(f"{told}: {_EXTRA}; verdicts are not affected")
        return None


def _unfit(environ: Mapping[str, str], signal: str, name: str) -> str:
    if name not in ("otlp", "console"):
        return f"OTEL_{signal}_EXPORTER={name} is not known; expected otlp, console or none"
    protocol = environ.get(f"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL") or environ.get(
        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"
    )
    if name == "otlp" and protocol != "http/protobuf":
        return f"OTLP over {protocol} is not supported; expected http/protobuf (port 4318)"
    return ""


class Telemetry:
    """Turns conversations into spans and figures, and sends those of a round at its end."""

    def __init__(self, exporters: Mapping[str, str], agent: str, version: str, say: Say) -> None:
        # Imported here: an extra, needed only by who sends.
        from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export.in_memory_span_exporter import (  # noqa: PLC0415 - an extra
            InMemorySpanExporter,
        )

        from support.monitoring.traces import Writer  # noqa: PLC0415 - needs the extra

        self._say = say
        self._spans_to = _span_exporter(exporters.get("TRACES"))
        self._metrics_to = _metric_exporter(exporters.get("METRICS"))
        resource = Resource.create({"service.name": "golden-path-monitor"})
        self._spans = InMemorySpanExporter()
        tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
        tracers.add_span_processor(SimpleSpanProcessor(self._spans))
        self._reader = InMemoryMetricReader()
        self._meters = MeterProvider([self._reader], resource=resource, shutdown_on_exit=False)
        name = "golden_path"
        tracer, meter = tracers.get_tracer(name), self._meters.get_meter(name)
        self._writer = Writer(tracer, meter, agent, version)
        self._troubled: set[str] = set()
        self._sending: threading.Thread | None = None

    def take(self, talks: Iterable[Conversation]) -> None:
        """Sends what these conversations hold; returns in bounded time, and never raises."""
        try:
            self._writer.write(talks)
            spans = self._spans.get_finished_spans()
            self._spans.clear()
            data = self._reader.get_metrics_data()
        except Exception as error:  # noqa: BLE001 - a picture of the run, never the verdict
            self._trouble("The round", f"cannot be told as spans ({error})")
            return
        if self._sending is not None and self._sending.is_alive():
            self._trouble("The collector", "is still busy with an earlier round")
            return

        to_spans, to_metrics = self._spans_to, self._metrics_to

        def send() -> None:
            if to_spans is not None and spans:
                self._send("spans", lambda: to_spans.export(spans))
            if to_metrics is not None and data is not None:
                self._send("metrics", lambda: to_metrics.export(data))

        self._sending = threading.Thread(target=send, name="telemetry", daemon=True)
        self._sending.start()
        self._sending.join(SENDING_S)

    def close(self) -> None:
        """Ends what is under way; nothing is waited for longer than a moment."""
        for exporter in (self._spans_to, self._metrics_to):
            if exporter is not None:
                stop = threading.Thread(target=exporter.shutdown, daemon=True)
                stop.start()
                stop.join(_ENDING_S)
        if self._sending is not None:
            self._sending.join(_ENDING_S)
        self._meters.shutdown()

    def _send(self, what: str, export: Callable[[], Any]) -> None:
        try:
            done = export()
            why = "" if done.name == "SUCCESS" else "it cannot be reached, or does not take them"
        except Exception as error:  # noqa: BLE001 - whatever an exporter raises
            why = str(error)
        if why:
            self._trouble("The OpenTelemetry collector", f"could not be sent the {what}: {why}")
        else:
            self._troubled = {each for each in self._troubled if what not in each}

    def _trouble(self, who: str, why: str) -> None:
        words = f"{who} {why}"
        if words not in self._troubled:
            self._troubled.add(words)
            self._say(f"{words}; rounds go on, and verdicts are not affected")


def _span_exporter(name: str | None) -> SpanExporter | None:
    if name is None:
        return None
    if name == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter  # noqa: PLC0415 - an extra

        return ConsoleSpanExporter()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
        OTLPSpanExporter,
    )

    _hush()
    return OTLPSpanExporter()


def _metric_exporter(name: str | None) -> MetricExporter | None:
    if name is None:
        return None
    if name == "console":
        from opentelemetry.sdk.metrics.export import ConsoleMetricExporter  # noqa: PLC0415 - an extra

        return ConsoleMetricExporter()
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415 - an extra
        OTLPMetricExporter,
    )

    _hush()
    return OTLPMetricExporter()


def _hush() -> None:
    """One sentence of ours says what is wrong; the exporters' own logs would repeat it for ever."""
    log = logging.getLogger("opentelemetry")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    log.propagate = False
