"""Recordings with the agent's own times, for tests: two clocks, a way between them, and pings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.tests.recordings import ROOT

WALL = 1_800_000_000.12345
"""Unix time at the moment 0 of the harness's monotonic clock."""

ASKED = 100.0


def stamped(
    ways: Sequence[float],
    *,
    ahead: float = 0.0,
    thinks: float = 0.001,
    pings: Sequence[tuple[float, float]] = (),
    same_host: bool = True,
    clock: bool = True,
    times: Sequence[float | None] | None = None,
    extra: Sequence[Frame] = (),
    ending: bool = True,
    name: str = "customer 1",
) -> Conversation:
    """A run whose events were on their way for so many seconds each, sent 0.1 s apart.

    `ahead` is by how much the agent's clock is, `thinks` the time until the first event; `pings`
    are the ways there and back, asked before the question; `times` replaces what the agent says
    (Unix seconds, or None for nothing).
    """
    frames = [_frame(0.0, "open")]
    if clock:
        frames += [_frame(0.0, "clock", unix=WALL, ms=0.001)]
        frames += [_frame(500.0, "clock", unix=WALL + 500.0, ms=0.001)]
    for number, (there, back) in enumerate(pings):
        at, name_ = 50.0 + number, f"clock-{number}"
        frames.append(_message(at, SEND, type="ping", id=name_))
        pong = {"type": "pong", "id": name_, "timestamp": WALL + at + there + ahead}
        frames.append(_message(at + there + back, RECV, **pong))
    asked = {"content": "how?", "run_id": "r1", "thread_id": "t1"}
    frames.append(_message(ASKED, SEND, type="user_message", payload=asked))
    for number, way in enumerate(ways):
        sent = ASKED + thinks + number / 10
        says: float | None = WALL + sent + ahead
        if times is not None:
            says = times[number]
        last = ending and number == len(ways) - 1
        event: dict[str, Any] = {"type": "agent_thinking", "thought": "hm"}
        if last:
            event = {"type": "agent_completed", "final_response": "Save $5 a month."}
        if says is not None:
            event["timestamp"] = says
        frames.append(_message(sent + way, RECV, run_id="r1", seq=number + 1, **event, **ROOT))
    frames += extra
    about = {"customer": name, "user": "ann", "same_host": same_host}
    return read(Recording(about, tuple(sorted(frames, key=lambda frame: frame.t))))


def message(at: float, direction: str, **fields: Any) -> Frame:
    """One frame on the wire."""
    return _message(at, direction, **fields)


def line(at: float, what: str, **fields: Any) -> Frame:
    """One line that is no frame."""
    return _frame(at, what, **fields)


def _frame(at: float, what: str, **fields: Any) -> Frame:
    return Frame(at, what, fields=fields)


def _message(at: float, direction: str, **fields: Any) -> Frame:
    return Frame(at, direction, json.dumps(fields))
