"""Where spans go is somebody else's business: whatever becomes of them, the rounds go on."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import pytest

from support import recording
from support.monitoring import telemetry as sending
from support.monitoring.telemetry import telemetry, wanted
from support.monitoring.tests.collector import Collector, attributes
from support.reading import Conversation, read
from support.recording import Frame, Recording

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def _event(at: float, kind: str, **fields: object) -> Frame:
    told = {"type": kind, "run_id": "r", "thread_id": "t", "agent_id": "a", **fields}
    text = recording._encode({"agent_name": "Root", "parent_agent_id": None, **told})
    return Frame(at, "recv", text)


def _talk(*events: Frame, clock: bool = True) -> Conversation:
    asked = {"type": "user_message", "payload": {"content": "Why?", "thread_id": "t"}}
    asked["payload"]["run_id"] = "r"  # type: ignore[index]
    frames = [
        Frame(99.0, "clock", fields={"unix": 1_700_000_099.0, "ms": 0.0}),
        Frame(99.5, "connect", fields={"url": "wss://agent.example.com/ws"}),
        Frame(100.0, "send", recording._encode(asked)),
        *events,
        Frame(120.0, "end"),
    ]
    return read(Recording({"protocol": "native"}, tuple(frames if clock else frames[1:])))


_WORK = (
    _event(100.5, "agent_started"),
    _event(101.0, "tool_executing", tool_call_id="c", tool_name="spend"),
    _event(103.0, "tool_completed", tool_call_id="c", tool_name="spend", is_error=True),
    _event(103.5, "agent_started", agent_id="b", agent_name="Helper", parent_agent_id="a"),
    _event(104.5, "agent_completed", agent_id="b", agent_name="Helper", parent_agent_id="a"),
)
_ANSWER = _event(
    110.0, "agent_completed", final_response="So.", usage={"input_tokens": 7, "output_tokens": 9}
)


def _sent(*talks: Conversation, monkeypatch: pytest.MonkeyPatch) -> Collector:
    with Collector() as collector:
        monkeypatch.setenv(_ENDPOINT, collector.url)
        sender = telemetry({_ENDPOINT: collector.url}, "Adviser", "2.3")
        assert sender is not None
        sender.take(talks)
        sender.close()
    return collector


def test_spans_have_the_times_of_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = _sent(_talk(*_WORK, _ANSWER), monkeypatch=monkeypatch)
    spans = {span.name: span for span in collector.spans}
    times = {
        name: (s.start_time_unix_nano / 1e9 - 1.7e9, s.end_time_unix_nano / 1e9 - 1.7e9)
        for name, s in spans.items()
    }
    assert times == {
        "invoke_agent Adviser": (100.0, 110.0),
        "execute_tool spend": (101.0, 103.0),
        "invoke_agent Helper": (103.5, 104.5),
    }
    whole = attributes(spans["invoke_agent Adviser"])
    assert whole["gen_ai.usage.input_tokens"] == 7
    assert whole["gen_ai.usage.output_tokens"] == 9
    assert whole["server.address"] == "agent.example.com"
    assert whole["server.port"] == 443
    assert "error.type" not in whole
    assert "gen_ai.provider.name" not in whole
    assert attributes(spans["execute_tool spend"])["error.type"] == "tool_error"


def test_a_question_without_an_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = _sent(_talk(*_WORK[:2]), monkeypatch=monkeypatch)
    spans = {span.name: span for span in collector.spans}
    assert attributes(spans["invoke_agent Adviser"])["error.type"] == "no_answer"
    assert attributes(spans["execute_tool spend"])["error.type"] == "no_result"
    assert spans["invoke_agent Adviser"].status.code == 2


def test_a_recording_without_a_clock_has_no_true_times(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _sent(_talk(*_WORK, _ANSWER, clock=False), monkeypatch=monkeypatch).spans == []


def test_an_unreachable_collector_is_told_once_a_signal_and_delays_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    monkeypatch.setenv(_ENDPOINT, url)
    monkeypatch.setattr(sending, "SENDING_S", 3.0)
    words: list[str] = []
    sender = telemetry({_ENDPOINT: url}, "Adviser", "2.3", words.append)
    assert sender is not None
    began = time.monotonic()
    for _ in range(3):
        sender.take([_talk(*_WORK, _ANSWER)])
    sender.close()
    assert time.monotonic() - began < 25
    assert 1 <= len(words) <= 3
    assert len(set(words)) == len(words)
    assert all("verdicts are not affected" in each for each in words)
    assert capfd.readouterr().err == ""


def test_a_collector_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[str] = []
    with Collector(status=400) as collector:
        monkeypatch.setenv(_ENDPOINT, collector.url)
        sender = telemetry({_ENDPOINT: collector.url}, "Adviser", "2.3", words.append)
        assert sender is not None
        sender.take([_talk(*_WORK, _ANSWER)])
        sender.take([_talk(*_WORK, _ANSWER)])
        sender.close()
    assert len(words) == 2
    assert "could not be sent the spans" in words[0]
    assert "could not be sent the metrics" in words[1]


def test_nothing_is_sent_unasked() -> None:
    assert wanted({}) == {}
    assert wanted({_ENDPOINT: "http://x", "OTEL_SDK_DISABLED": "true"}) == {}
    assert wanted({_ENDPOINT: "http://x", "OTEL_METRICS_EXPORTER": "none"}) == {"TRACES": "otlp"}
    assert wanted({"OTEL_TRACES_EXPORTER": "console"}) == {"TRACES": "console"}


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "zipkin is not known; expected otlp, console or none"),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "expected http/protobuf",
        ),
    ],
)
def test_what_cannot_be_used_is_told(environ: dict[str, str], told: str) -> None:
    words: list[str] = []
    assert telemetry(environ, "Adviser", "1", words.append) is None
    assert told in words[0]


def test_without_the_extra_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    words: list[str] = []
    assert telemetry({_ENDPOINT: "http://x"}, "Adviser", "1", words.append) is None
    assert "pip install -r requirements-monitoring.txt" in words[0]
    extra = Path(__file__).parents[3] / "requirements-monitoring.txt"
    assert "opentelemetry-sdk==" in extra.read_text(encoding="utf-8")
