"""A run four times as long takes four times the work to read, not sixteen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from support.behaviour import Question
from support.protocols import adapter_of
from support.protocols.mapping.run_state import Pieces

Message = Callable[[int, int], dict[str, object]]

LONG: dict[str, tuple[str, Message]] = {
    "long pieces of one text": (
        "agui",
        lambda _at, _of: {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m", "delta": "x" * 4000},
    ),
    "many texts": (
        "agui",
        lambda at, _of: {"type": "TEXT_MESSAGE_CONTENT", "messageId": f"m{at}", "delta": "x"},
    ),
    "arguments in long pieces": (
        "agui",
        lambda at, _of: (
            {"type": "TOOL_CALL_ARGS", "toolCallId": "c", "delta": "x" * 4000}
            if at
            else {"type": "TOOL_CALL_START", "toolCallId": "c", "toolCallName": "x"}
        ),
    ),
    "results of another tool than all the calls": (
        "native",
        lambda at, of: {
            "type": "tool_executing" if at < of // 2 else "tool_completed",
            "tool_name": "x" if at < of // 2 else "y",
        },
    ),
}


def effort(protocol: str, message: Message, number: int) -> float:
    """Seconds of this process to read so many messages; the best of three."""
    frames = [json.dumps(message(at, number)) for at in range(number)]
    took = []
    for _ in range(3):
        adapter = adapter_of(protocol)
        adapter.connected(0.0)
        for data in adapter.ask(Question("q", "r", "t")):
            adapter.sent(data)
        began = time.process_time()
        for at, frame in enumerate(frames):
            adapter.receive(float(at), at, frame)
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("what", LONG)
def test_reading_is_no_more_work_the_longer_it_goes_on(what: str) -> None:
    protocol, message = LONG[what]
    assert effort(protocol, message, 6000) < 10 * effort(protocol, message, 1500)


def test_pieces_are_what_was_added_and_a_whole_replaces_them() -> None:
    pieces = Pieces()
    assert not pieces
    for piece in ("Save ", "", "$5"):
        pieces.add(piece)
    assert (pieces.whole(), bool(pieces)) == ("Save $5", True)
    pieces.add(".")
    assert pieces.whole() == "Save $5."
    pieces.put("")
    assert (pieces.whole(), bool(pieces)) == ("", False)
