"""Client frames are read strictly and never crash the reader; events never break the protocol."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.reference_agent import frames
from support.reference_agent.conversation import Member, Request
from support.reference_agent.frames import (
    MAX_CONTENT_CHARS,
    Cancel,
    ClientFrame,
    Ping,
    ProtocolError,
    Resume,
    UserMessage,
    parse_frame,
    run_event,
)

REQUEST = Request("why?", "ann", "acme", "thread", "run")
ROOT = Member("root", "Lead")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
names = st.sampled_from(
    ["content", "thread_id", "run_id", "timestamp", "last_seq", "id", "payload", "other"]
)
kinds = st.sampled_from(["user_message", "chat_message", "start_agent", "cancel", "resume", "ping"])
bodies = st.dictionaries(names, json_values | st.dictionaries(names, json_values))


def error_of(data: str | bytes) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        parse_frame(data)
    return caught.value


def message(**payload: object) -> str:
    return json.dumps({"type": "user_message", "payload": {"content": "why?", **payload}})


def told(data: str | bytes) -> ClientFrame | str:
    """What the reader makes of `data`: a frame, or the text of an error."""
    try:
        return parse_frame(data)
    except ProtocolError as problem:
        return frames.error(problem)


def typed_or_refused(data: str | bytes) -> bool:
    outcome = told(data)
    if isinstance(outcome, str):
        return str(json.loads(outcome)["code"]) in {"bad_json", "unknown_type", "bad_field"}
    return isinstance(outcome, UserMessage | Cancel | Resume | Ping)


@given(st.text() | st.binary())
def test_any_data_is_typed_or_refused(data: str | bytes) -> None:
    assert typed_or_refused(data)


@given(json_values)
def test_any_json_is_typed_or_refused(value: object) -> None:
    assert typed_or_refused(json.dumps(value))


@given(kinds | json_values, bodies)
def test_any_fields_are_typed_or_refused(kind: object, body: dict[str, object]) -> None:
    assert typed_or_refused(json.dumps({**body, "type": kind}))


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1, max_size=200))
def test_a_message_is_read_as_it_was_sent(content: str, run_id: str) -> None:
    assert parse_frame(message(content=content, run_id=run_id)) == UserMessage(
        content, run_id=run_id
    )


@pytest.mark.parametrize("kind", ["user_message", "chat_message", "start_agent"])
def test_a_message_goes_by_three_names(kind: str) -> None:
    text = json.dumps({"type": kind, "payload": {"content": "why?", "timestamp": 17}})
    assert parse_frame(text) == UserMessage("why?", timestamp=17.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"type":"cancel","run_id":"r"}', Cancel("r")),
        ('{"type":"resume","run_id":"r","last_seq":0}', Resume("r", 0)),
        ('{"type":"ping","id":"p"}', Ping("p")),
        ('{"type":"ping","id":7}', Ping(7)),
    ],
)
def test_other_frames(text: str, expected: object) -> None:
    assert parse_frame(text) == expected


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[]",
        "null",
        '"ping"',
        b"{}",
        '{"type":"ping","id":NaN}',
        '{"type":"ping","id":Infinity}',
        '{"type":"ping","id":' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_json_object(data: str | bytes) -> None:
    assert error_of(data).code == "bad_json"


@pytest.mark.parametrize("kind", ["", "pong", "agent_completed", 5, None, ["ping"], {"a": 1}])
def test_a_type_nobody_knows(kind: object) -> None:
    problem = error_of(json.dumps({"type": kind, "run_id": "r"}))
    assert (problem.code, problem.run_id) == ("unknown_type", "r")


def test_a_long_unknown_type_is_not_echoed_in_full() -> None:
    assert len(error_of(json.dumps({"type": "x" * 10_000})).message) < 100


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", None),
        ("content", ""),
        ("content", " \n"),
        ("content", 5),
        ("content", "x" * (MAX_CONTENT_CHARS + 1)),
        ("thread_id", ""),
        ("thread_id", 5),
        ("thread_id", "x" * 201),
        ("run_id", True),
        ("run_id", ["r"]),
        ("timestamp", "now"),
        ("timestamp", True),
        ("timestamp", -1),
        ("timestamp", 10**400),
    ],
)
def test_a_bad_field_of_a_message_is_named(field: str, value: object) -> None:
    problem = error_of(message(**{field: value}))
    assert problem.code == "bad_field"
    assert field in problem.message


@pytest.mark.parametrize("last_seq", [None, -1, True, 1.0, "1"])
def test_a_bad_last_seq(last_seq: object) -> None:
    problem = error_of(json.dumps({"type": "resume", "run_id": "r", "last_seq": last_seq}))
    assert (problem.code, problem.run_id) == ("bad_field", "r")


@pytest.mark.parametrize("ping_id", [None, True, 1.5, "", "x" * 201, 2**53, {}])
def test_a_bad_ping_id(ping_id: object) -> None:
    assert error_of(json.dumps({"type": "ping", "id": ping_id})).code == "bad_field"


def test_missing_parts() -> None:
    assert error_of('{"type":"user_message"}').code == "bad_field"
    assert error_of('{"type":"user_message","payload":"why?"}').code == "bad_field"
    assert error_of('{"type":"cancel"}').code == "bad_field"
    assert error_of("{}").code == "unknown_type"


def test_ids_left_to_the_server_may_be_null() -> None:
    parsed = parse_frame(message(run_id=None, thread_id=None, timestamp=None))
    assert parsed == UserMessage("why?")


def event(kind: str, member: Member = ROOT, **fields: Any) -> dict[str, Any]:
    text = run_event(kind, member, REQUEST, fields, seq=1, timestamp=5.5)
    frame: dict[str, Any] = json.loads(text)
    return frame


def test_an_event_carries_who_what_and_when() -> None:
    assert event("agent_thinking", thought="hm") == {
        "type": "agent_thinking",
        "run_id": "run",
        "thread_id": "thread",
        "user_id": "ann",
        "agent_id": "root",
        "agent_name": "Lead",
        "parent_agent_id": None,
        "seq": 1,
        "timestamp": 5.5,
        "thought": "hm",
    }


@given(st.text(st.characters()))
def test_any_text_can_travel(text: str) -> None:
    sent = run_event("stream_chunk", ROOT, REQUEST, {"content": text}, seq=1, timestamp=0)
    assert sent.isascii()
    assert json.loads(sent)["content"] == text


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        ("agent_dancing", {}, "no event"),
        ("agent_thinking", {}, "lacks thought"),
        ("agent_completed", {"final_response": "x"}, "lacks usage"),
        ("agent_thinking", {"thought": "x", "user_id": "eve"}, "may not set user_id"),
        ("agent_thinking", {"thought": float("nan")}, "Out of range"),
    ],
)
def test_an_event_that_would_break_the_protocol(
    kind: str, fields: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        event(kind, **fields)


def test_a_nested_agent_may_leave_its_answer_empty() -> None:
    assert event("agent_completed", Member("n", "Nested", "root"))["parent_agent_id"] == "root"
