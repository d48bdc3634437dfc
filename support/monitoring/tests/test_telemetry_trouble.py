"""Whatever goes wrong with what is sent is told once, in one sentence, and stops nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from support.monitoring.telemetry import Telemetry, telemetry

SUCCESS = SimpleNamespace(name="SUCCESS")
FAILURE = SimpleNamespace(name="FAILURE")
BESIDE = "rounds go on, and verdicts are not affected"


def _sender(said: list[str]) -> Any:
    sender = telemetry({"OTEL_TRACES_EXPORTER": "console"}, "Adviser", "1", said.append)
    assert isinstance(sender, Telemetry)
    return sender


@pytest.fixture
def said() -> list[str]:
    return []


def test_only_the_signal_that_was_asked_for_is_sent(said: list[str]) -> None:
    for wanted, other in (("TRACES", "_metrics_to"), ("METRICS", "_spans_to")):
        sender: Any = telemetry({f"OTEL_{wanted}_EXPORTER": "console"}, "A", "1", said.append)
        assert getattr(sender, other) is None
        assert sender._metrics_to is not sender._spans_to
        sender.close()
    assert said == []


def test_conversations_that_cannot_be_told_are_no_trouble_for_the_round(said: list[str]) -> None:
    def breaks() -> Any:
        yield from ()
        raise ValueError("half a recording")

    sender = _sender(said)
    sender.take(breaks())
    sender.close()
    assert said == [f"The round cannot be told as spans (half a recording); {BESIDE}"]


def test_a_collector_that_is_still_busy_is_not_waited_for(said: list[str]) -> None:
    sender, done = _sender(said), threading.Event()
    sender._sending = threading.Thread(target=done.wait, daemon=True)
    sender._sending.start()
    try:
        sender.take([])
        sender.take([])
    finally:
        done.set()
        sender.close()
    assert said == [f"The collector is still busy with an earlier round; {BESIDE}"]


def _raises() -> Any:
    raise OSError("no route")


@pytest.mark.parametrize(
    ("export", "why"),
    [
        (_raises, "no route"),
        (lambda: FAILURE, "it cannot be reached, or does not take them"),
    ],
)
def test_a_failure_is_told_once_until_it_has_worked_again(
    export: Callable[[], Any], why: str, said: list[str]
) -> None:
    sender = _sender(said)
    sender._send("spans", export)
    sender._send("spans", export)
    told = f"The OpenTelemetry collector could not be sent the spans: {why}; {BESIDE}"
    assert said == [told]
    sender._send("spans", lambda: SUCCESS)
    sender._send("spans", export)
    assert said == [told, told]
    sender.close()


def test_trouble_is_told_where_logs_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert telemetry({"OTEL_TRACES_EXPORTER": "pigeon"}, "Adviser", "1") is None
    assert capsys.readouterr().err.startswith("! OTEL_TRACES_EXPORTER=pigeon is not known")
