"""The native adapter: every frame of the protocol, and every variant of the field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols import ADAPTERS, Asked, Cancelled, NativeAdapter, Resumed

QUESTION = Question("how?", "r1", "t1")
IDS = {"run_id": "r1", "thread_id": "t1", "user_id": "ann"}
LEAD = {"agent_id": "a1", "agent_name": "Lead", "parent_agent_id": None}
HELPER = {"agent_id": "a2", "agent_name": "Helper", "parent_agent_id": "a1"}


def asked() -> NativeAdapter:
    adapter = NativeAdapter()
    adapter.connected()
    for data in adapter.ask(QUESTION):
        adapter.sent(data)
    return adapter


def heard(*messages: Any, adapter: NativeAdapter | None = None) -> list[Event]:
    """The events of these frames, received one a second after the question."""
    adapter = adapter or asked()
    return [
        event
        for index, message in enumerate(messages)
        for event in adapter.receive(float(index), index, json.dumps(message))
    ]


def one(**fields: Any) -> Event:
    (event,) = heard(fields)
    return event


def test_it_is_the_native_adapter() -> None:
    assert ADAPTERS["native"] is NativeAdapter
    assert NativeAdapter().first_seq == 1


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        ("agent_started", {"query": "how?"}, "how?"),
        ("agent_thinking", {"thought": "well"}, "well"),
        ("tool_executing", {"tool_call_id": "c", "tool_name": "spend", "arguments": {}}, ""),
        ("tool_completed", {"tool_call_id": "c", "tool_name": "spend", "results": [1]}, ""),
        ("agent_handoff", {"to_agent_name": "Helper", "reason": "prices"}, "prices"),
        ("stream_chunk", {"content": "Save "}, "Save "),
        ("agent_completed", {"final_response": "Save $5.", "usage": {}}, "Save $5."),
        ("agent_error", {"code": "x", "message": "down", "recoverable": False}, "down"),
        ("run_cancelled", {"reason": "the user left"}, "the user left"),
    ],
)
def test_each_event_of_a_run_keeps_all_it_says(kind: str, fields: Any, text: str) -> None:
    event = one(type=kind, seq=7, timestamp=12.5, **IDS, **LEAD, **fields)
    assert event.kind.value == {"stream_chunk": "text_delta"}.get(kind, kind)
    assert (event.run_id, event.thread_id, event.user_id) == ("r1", "t1", "ann")
    assert (event.agent_id, event.agent_name, event.parent_agent_id) == ("a1", "Lead", None)
    assert (event.seq, event.sent_at, event.text) == (7, 12.5, text)
    assert (event.call_id, event.tool_name) == (fields.get("tool_call_id"), fields.get("tool_name"))
    assert event.to_agent == fields.get("to_agent_name")
    assert fields.items() <= event.data.items()


@pytest.mark.parametrize("kind", ["agent_reasoning", "multi_agent_coordination"])
def test_quality_events_are_known(kind: str) -> None:
    assert one(type=kind, **IDS).kind.value == kind


@pytest.mark.parametrize("kind", ["connection_established", "heartbeat", "pong"])
def test_frames_of_the_connection_are_no_events_of_a_run(kind: str) -> None:
    event = one(type=kind, user_id="ann", timestamp=3)
    assert (event.kind, event.run_id, event.sent_at) == (Kind.SESSION, None, 3.0)


def test_an_error_answers_one_message_and_a_repeated_question_is_no_refusal() -> None:
    error = one(type="error", code="bad_json", message="cannot be read")
    assert (error.kind, error.text, error.recoverable) == (
        Kind.REQUEST_ERROR,
        "cannot be read",
        False,
    )
    assert one(type="error", code="duplicate_run", message="again", run_id="r1").recoverable


@pytest.mark.parametrize("envelope", ["payload", "data"])
def test_fields_may_be_wrapped(envelope: str) -> None:
    inner = {**IDS, **LEAD, "thought": "well", "seq": 2}
    wrapped = one(type="agent_thinking", timestamp=1.0, **{envelope: inner})
    assert wrapped == one(type="agent_thinking", timestamp=1.0, **inner)
    system = one(type="system_message", event="agent_thinking", timestamp=1.0, payload=inner)
    assert (system.kind, system.text, system.seq) == (Kind.AGENT_THINKING, "well", 2)


def test_a_batch_is_its_events_in_order() -> None:
    inner = {"type": "event_batch", "events": [{"type": "pong"}]}
    parts = {"events": [{"type": "agent_started"}, inner, 5]}
    for batch in (parts, {"payload": parts}, {"data": parts}):
        kinds = [event.kind for event in heard({"type": "event_batch"} | batch)]
        assert kinds == [Kind.AGENT_STARTED, Kind.SESSION, Kind.UNMAPPED]


@pytest.mark.parametrize(
    ("kind", "alias", "proper"),
    [
        ("tool_executing", "tool", "tool_name"),
        ("tool_completed", "tool", "tool_name"),
        ("tool_completed", "result", "results"),
        ("agent_thinking", "reasoning", "thought"),
        ("agent_completed", "result", "final_response"),
        ("agent_completed", "response", "final_response"),
        ("agent_completed", "content", "final_response"),
    ],
)
def test_aliases_mean_the_same(kind: str, alias: str, proper: str) -> None:
    given_, meant = (one(type=kind, tool_call_id="c", **{key: "x"}) for key in (alias, proper))
    assert (given_.tool_name, given_.text) == (meant.tool_name, meant.text)
    assert proper != "results" or given_.data["results"] == "x"


def test_an_opening_exchange_is_acknowledged_once_and_awaited() -> None:
    adapter = NativeAdapter()
    assert adapter.ready is False
    adapter.connected()
    heard({"type": "handshake_response"}, {"type": "connection_established"}, adapter=adapter)
    assert adapter.ready is False
    assert [json.loads(reply) for reply in adapter.replies()] == [
        {"type": "handshake_acknowledged"}
    ]
    assert adapter.replies() == []
    for last in ({"type": "handshake_complete"}, {"type": "connection_established"}):
        heard(last, {"type": "heartbeat"}, adapter=adapter)
        assert adapter.ready is True
    adapter.connected()
    assert adapter.ready is False
    heard({"type": "connection_established"}, adapter=adapter)
    assert adapter.ready is True


SHAKEN = ({"type": "handshake_response"}, {"type": "handshake_complete"})


def test_a_question_put_before_a_late_handshake_is_put_again_after_it_and_only_once() -> None:
    adapter = asked()
    heard({"type": "connection_established"}, *SHAKEN, adapter=adapter)
    acknowledged, again = map(json.loads, adapter.replies())
    assert acknowledged == {"type": "handshake_acknowledged"}
    assert (again["type"], again["payload"]["run_id"]) == ("user_message", "r1")
    assert adapter.sent(json.dumps(again)) == Asked(QUESTION)
    heard(*SHAKEN, adapter=adapter)
    assert [json.loads(reply)["type"] for reply in adapter.replies()] == ["handshake_acknowledged"]


def said_again(adapter: NativeAdapter) -> list[str]:
    heard({"type": "connection_established"}, *SHAKEN, adapter=adapter)
    acknowledged, *again = (json.loads(reply)["type"] for reply in adapter.replies())
    assert acknowledged == "handshake_acknowledged"
    return again


def test_all_that_was_said_before_a_late_handshake_is_said_again_in_order() -> None:
    adapter = asked()
    adapter.sent(adapter.cancel("r1")[0])
    assert said_again(adapter) == ["user_message", "cancel"]
    assert said_again(adapter) == []
    heard({"type": "agent_started", "run_id": "r1", "seq": 1}, adapter=adapter)
    adapter.connected()
    for frame in (*adapter.resume("r1"), *adapter.cancel("r1")):
        adapter.sent(frame)
    assert said_again(adapter) == ["resume", "cancel"]
    adapter.connected()
    adapter.sent(adapter.resume("r1")[0])
    heard({"type": "agent_thinking", "run_id": "r1", "seq": 2}, adapter=adapter)
    assert said_again(adapter) == []
    adapter.connected()
    adapter.sent(adapter.ask(QUESTION)[0])
    assert said_again(adapter) == []


def test_a_question_that_is_worked_on_is_not_put_again_after_a_handshake() -> None:
    adapter = asked()
    heard({"type": "agent_started", "run_id": "r1"}, *SHAKEN, adapter=adapter)
    assert [json.loads(reply)["type"] for reply in adapter.replies()] == ["handshake_acknowledged"]


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"type": "agent_completed", **LEAD, "final_response": "Save $5."}, True),
        ({"type": "agent_completed", **LEAD, "final_response": ""}, True),
        ({"type": "agent_completed", **HELPER, "final_response": "found"}, False),
        ({"type": "agent_error", **LEAD, "recoverable": False}, True),
        ({"type": "agent_error", **LEAD, "recoverable": True}, False),
        ({"type": "agent_error", **HELPER, "recoverable": False}, False),
        ({"type": "agent_error", "message": "down"}, True),
        ({"type": "run_cancelled"}, True),
        ({"type": "agent_completed", "response": "Save $5."}, True),
        ({"type": "agent_completed"}, False),
        ({"type": "agent_completed", "agent_id": "a1", "response": "Save $5."}, True),
        ({"type": "agent_completed", "agent_id": "a2", "response": "found"}, False),
        ({"type": "agent_error", "agent_id": "a2", "recoverable": False}, False),
        ({"type": "stream_chunk", **LEAD, "content": "Save"}, False),
    ],
)
def test_what_ends_a_run(fields: dict[str, Any], ends: bool) -> None:
    begun = {"type": "agent_started", "run_id": "r1", "agent_id": "a1"}
    assert heard(begun, {"run_id": "r1", **fields})[-1].terminal is ends


@pytest.mark.parametrize("first", ["agent_started", "agent_thinking", "agent_error"])
def test_where_no_parents_are_named_the_first_agent_is_the_root(first: str) -> None:
    started = {"type": "agent_started", "agent_id": "a2"}
    begun, nested, later = heard(
        {"type": first, "agent_id": "a1"}, started, {"type": "agent_error", "agent_id": "a1"}
    )
    assert (begun.root, nested.root, later.terminal) == (True, False, True)


def test_without_ids_events_belong_to_the_latest_question_and_tools_pair_by_name_and_order() -> (
    None
):
    tools = ["spend", "prices", "spend"]
    begin = [{"type": "tool_executing", "tool": tool} for tool in tools]
    end = [{"type": "tool_completed", "tool": tool} for tool in ("prices", "spend", "spend")]
    events = heard(*begin, *end)
    assert {event.run_id for event in events} == {"r1"}
    first, prices, second, *ended = [event.call_id for event in events]
    assert len({first, prices, second}) == 3
    assert ended == [prices, first, second]
    assert heard(begin[0], {"type": "tool_completed"})[1].call_id == "spend #1"
    assert one(type="tool_completed", tool="spend").call_id == "spend (never called)"


def test_what_the_user_sends_is_read_back() -> None:
    adapter = NativeAdapter()
    assert [adapter.sent(data) for data in adapter.ask(QUESTION)] == [Asked(QUESTION)]
    assert [adapter.sent(data) for data in adapter.cancel("r1")] == [Cancelled("r1")]
    assert [adapter.sent(data) for data in adapter.resume("r1")] == [Resumed("r1")]
    assert adapter.sent('{"type":"chat_message","content":"hi"}') == Asked(Question("hi", "", ""))
    others = ['{"type":"ping","run_id":"r1"}', '{"type":"cancel"}', '{"type":"resume"}']
    others += ['{"type":["cancel"],"run_id":"r1"}', "{", "[]"]
    assert [adapter.sent(data) for data in others] == [None] * len(others)
    assert adapter.sent(b"\x00") is None


def test_a_resume_asks_for_what_comes_after_the_last_event_that_came_in_order() -> None:
    adapter = asked()
    heard(
        *({"type": "agent_thinking", "run_id": "r1", "seq": n} for n in (1, 2, 5, 4)),
        adapter=adapter,
    )
    (data,) = adapter.resume("r1")
    assert json.loads(data) == {"type": "resume", "run_id": "r1", "last_seq": 2}


@pytest.mark.parametrize("seq", [True, 1.5, "1", None, 10**25])
def test_a_number_that_is_none_is_none(seq: object) -> None:
    assert one(type="agent_thinking", seq=seq).seq is None
