"""Each message is counted in the phase in which it was said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.coverage import protocol
from support.coverage.lifecycle import Step, Walk
from support.recording import RECV, SEND, Frame, Recording, save

GREETING = "<- connection_established"


def said(direction: str, **message: Any) -> Frame:
    return Frame(0.0, direction, json.dumps(message))


def asked(run: str = "r", kind: str = "user_message") -> Frame:
    return said(SEND, type=kind, payload={"content": "how?", "run_id": run})


def sent(kind: str, run: str = "r") -> Frame:
    return said(SEND, type=kind, run_id=run)


def event(kind: str, run: str = "r", agent: str = "root", **fields: Any) -> Frame:
    parent = None if agent == "root" else "root"
    about = {"run_id": run, "seq": 1, "agent_id": agent, "parent_agent_id": parent}
    return said(RECV, type=kind, **about, **fields)


def happened(what: str, **fields: Any) -> Frame:
    return Frame(0.0, what, None, fields)


def greeted() -> Frame:
    return said(RECV, type="connection_established")


def walked(*frames: Frame) -> list[Step]:
    return list(Walk().steps(Recording({"protocol": "native"}, frames)))


def test_a_whole_run_goes_from_phase_to_phase() -> None:
    call = {"tool_call_id": "c"}
    assert walked(
        greeted(),
        asked(),
        event("agent_started"),
        event("agent_started", agent="helper"),
        event("tool_executing", agent="helper", **call),
        event("tool_completed", agent="helper", **call, is_error=True),
        event("agent_completed", agent="helper"),
        event("agent_thinking"),
        event("stream_chunk"),
        event("agent_completed"),
        asked("another"),
    ) == [
        ("outside", GREETING),
        ("idle", "-> user_message"),
        ("asked", "<- agent_started"),
        ("working", "<- agent_started (helper)"),
        ("helping", "<- tool_executing"),
        ("tool", "<- tool_completed (failed)"),
        ("helping", "<- agent_completed (helper)"),
        ("working", "<- agent_thinking"),
        ("working", "<- stream_chunk"),
        ("answering", "<- agent_completed"),
        ("ended", "-> user_message"),
    ]


def test_a_helpers_error_ends_the_helper_and_a_recoverable_one_nobody() -> None:
    steps = walked(
        asked(),
        event("agent_started"),
        event("agent_started", agent="helper"),
        event("agent_error", agent="helper", recoverable=False),
        event("agent_error", recoverable=True),
        event("agent_error", recoverable=False),
        asked(),
    )
    assert steps[3:] == [
        ("helping", "<- agent_error (helper)"),
        ("working", "<- agent_error"),
        ("working", "<- agent_error"),
        ("ended", "-> user_message (again)"),
    ]


def test_a_cancel_counts_where_the_run_stood() -> None:
    begun = (asked(), event("agent_started"))
    assert walked(*begun, sent("cancel"), event("run_cancelled"))[2:] == [
        ("working", "-> cancel"),
        ("stopping", "<- run_cancelled"),
    ]
    ended = (*begun, event("agent_completed"))
    assert walked(*ended, sent("cancel"))[-1] == ("idle", "-> cancel")
    assert walked(greeted(), sent("cancel", "of nobody"))[-1] == ("idle", "-> cancel")


@pytest.mark.parametrize("loss", [happened("dropped"), happened("closed", code=1006)])
def test_a_line_that_breaks_leaves_the_run_to_be_resumed(loss: Frame) -> None:
    assert walked(
        greeted(),
        asked(),
        event("agent_started"),
        loss,
        greeted(),
        sent("resume"),
        event("agent_thinking"),
        sent("cancel"),
        event("run_cancelled"),
    )[3:] == [
        ("working", "line lost"),
        ("away", GREETING),
        ("away", "-> resume"),
        ("resumed", "<- agent_thinking"),
        ("resumed", "-> cancel"),
        ("stopping", "<- run_cancelled"),
    ]


def test_a_line_that_is_hung_up_after_the_end_loses_nothing_but_may_be_resumed() -> None:
    run = (asked(), event("agent_started"), event("agent_completed"))
    again = (greeted(), sent("resume"), event("stream_chunk"))
    steps = walked(greeted(), *run, happened("dropped"), *again)
    assert "line lost" not in [message for _, message in steps]
    assert steps[-3:] == [
        ("away", GREETING),
        ("away", "-> resume"),
        ("resumed", "<- stream_chunk"),
    ]


def test_what_no_run_is_about_counts_where_the_customer_stands() -> None:
    ping, pong = said(SEND, type="ping", id="1"), said(RECV, type="pong", id="1")
    assert walked(ping, pong) == [("idle", "-> ping"), ("idle", "<- pong")]
    steps = walked(asked(), event("agent_started"), ping, pong)
    assert steps[2:] == [("working", "-> ping"), ("working", "<- pong")]


def test_errors_count_by_their_code() -> None:
    unread = said(RECV, type="error", code="bad_json")
    again = said(RECV, type="error", code="duplicate_run", run_id="r")
    assert walked(unread) == [("idle", "<- error (bad_json)")]
    assert walked(asked(), again)[-1] == ("working", "<- error (duplicate_run)")
    ended = (asked(), event("agent_started"), event("agent_completed"))
    assert walked(*ended, again)[-1] == ("ended", "<- error (duplicate_run)")


@pytest.mark.parametrize("status", [401, 403])
def test_a_closed_door_counts_by_its_status(status: int) -> None:
    text = f"the agent refused the connection with HTTP {status} Forbidden"
    refused = happened("trouble", kind="refused", text=text)
    assert walked(refused) == [("outside", f"refused ({status})")]
    assert walked(happened("trouble", kind="patience", text=text)) == []
    assert walked(happened("closed", code=1009)) == [("idle", "closed (1009)")]


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"type": 5}', '{"type": "open_the_vault"}'])
def test_what_is_no_message_of_the_protocol_is_passed_over(text: str) -> None:
    assert walked(Frame(0.0, SEND, text), Frame(0.0, SEND, b"\x00")) == []


def test_sessions_of_other_protocols_are_left_out(tmp_path: Path) -> None:
    for name in ("native", "other"):
        save(Recording({"protocol": name}, (greeted(),)), tmp_path, name)
    found = protocol.covered(tmp_path.glob("*.jsonl"))
    assert (found.sessions, dict(found.seen)) == (1, {("outside", GREETING): 1})
    assert len(found.missing) == len(found.expected) - 1
    assert ("outside", GREETING) not in found.missing


def test_what_is_missing_and_what_is_new_is_told_by_name(tmp_path: Path) -> None:
    odd = event("agent_handoff", "of nobody")
    save(Recording({"protocol": "native"}, (greeted(), odd)), tmp_path, "odd")
    told = list(protocol.lines(protocol.covered(tmp_path.glob("*.jsonl")), protocol.covered([])))
    many = len(protocol.expected())
    assert told[:3] == [
        (
            f"protocol coverage {100 / many:.1f}% by the features and a scripted tour together, "
            "0.0% by the features alone"
        ),
        f"  together: 1 of {many} messages in their phases, in 1 recorded sessions",
        f"  the features alone: 0 of {many} messages in their phases, in 0 recorded sessions",
    ]
    assert "  missing: refused (401), outside" in told
    assert told[-1] == "  not in the state machine: <- agent_handoff, asked"


def test_the_state_machine_has_each_step_once() -> None:
    steps = protocol.expected()
    assert len(steps) == len(set(steps)) > 70
