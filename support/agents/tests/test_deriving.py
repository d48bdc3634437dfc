"""A mapping drafted from a session: the question, its ids, and what no message tells."""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec
import pytest

from support.agents import deriving
from support.recording import RECV, SEND, Frame, Recording
from support.verdict import HarnessError

ASKED = {"kind": "ask", "text": "Where does our GPU money go?", "session_id": "s-1", "turn": "t-9"}


def _recording(*frames: Frame) -> Recording:
    return Recording({"protocol": "unknown"}, frames)


def _sent(message: Any) -> Frame:
    return Frame(1.0, SEND, msgspec.json.encode(message).decode())


def _got(message: Any) -> Frame:
    return Frame(2.0, RECV, msgspec.json.encode(message).decode())


def _drafted(*frames: Frame) -> dict[str, Any]:
    lines = deriving.mapping_lines(_recording(*frames), None)
    found: dict[str, Any] = tomllib.loads("\n".join(lines))["mapping"]
    return found


def test_the_longest_text_that_was_sent_is_the_question_and_what_is_repeated_are_its_ids() -> None:
    found = _drafted(
        _sent({"kind": "hello"}),
        _sent(ASKED),
        _got({"type": "run_started", "session_id": "s-1", "turn": "t-9"}),
        _got({"type": "run_completed", "session_id": "s-1", "turn": "t-9", "text": "Save $5."}),
    )
    assert found["ask"][0]["send"] == {
        "kind": "ask",
        "text": "${question}",
        "session_id": "${thread_id}",
        "turn": "${run_id}",
    }
    assert "synthetic" not in found
    assert "end" not in found


def test_what_no_message_tells_is_said_to_be_missing() -> None:
    found = _drafted(_got({"type": "token", "text": "Save"}))
    assert found["synthetic"] == ["run_started"]
    assert found["end"] == {"quiet_s": 5.0}
    assert found["ask"][0]["send"] == {"question": "${question}"}


def test_frames_that_hold_no_tables_are_refused() -> None:
    with pytest.raises(HarnessError, match=r"its messages are no JSON, .* docs/mapping\.md"):
        _drafted(_sent(ASKED), Frame(2.0, RECV, "Save $5."))


def test_a_session_without_an_address_has_none() -> None:
    page = Frame(0.5, "connect", fields={"url": "https://agent.example.com"})
    assert deriving.url_of(_recording(page)) == ""
    line = Frame(0.6, "connect", fields={"url": "wss://agent.example.com/ws"})
    assert deriving.url_of(_recording(page, line)).startswith("wss://agent.example.com")
