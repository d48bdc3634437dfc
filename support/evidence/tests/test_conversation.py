"""The proof of a conversation: its picture, its transcript, and what the protocol does not know."""

from __future__ import annotations

import json

import pytest

from support.evidence import attach
from support.evidence.conversation import attach_conversation
from support.reading import read
from support.recording import RECV, Frame, Recording
from support.tests.recordings import Line, gets, notes, recording, whole_run

Attached = list[tuple[str, str, str]]


@pytest.fixture
def attached(monkeypatch: pytest.MonkeyPatch) -> Attached:
    """What was attached: the kind, the name and the text, in order."""
    got: Attached = []
    for kind in ("text", "jsonl", "svg", "html"):
        monkeypatch.setattr(
            attach, kind, lambda name, body, kind=kind: got.append((kind, name, body))
        )
    return got


def of(*lines: Line, more: tuple[Frame, ...] = ()) -> Recording:
    made = recording([notes("open"), gets("connection_established", None), *lines])
    return Recording(made.about, (*made.frames, *more))


def test_a_conversation_that_is_understood_leaves_picture_table_and_transcript(
    attached: Attached,
) -> None:
    told = of(*whole_run(), gets("heartbeat", None), gets("error", None, message="what?"))
    attach_conversation(read(told))
    assert [(kind, name) for kind, name, _ in attached] == [
        ("svg", "Time line: customer 1"),
        ("text", "Time line (table): customer 1"),
        ("jsonl", "Transcript: customer 1"),
    ]
    assert attached[2][2] == told.text()


def test_messages_that_the_protocol_does_not_know_are_attached_line_by_line(
    attached: Attached,
) -> None:
    strange = (
        Frame(90.0, RECV, "220 mail.example ESMTP"),
        Frame(91.0, RECV, json.dumps({"type": "telepathy", "run_id": "r1"})),
        Frame(92.0, RECV, b"\x00\xff\x00"),
    )
    attach_conversation(read(of(*whole_run(), more=strange)))
    assert attached[3:] == [
        (
            "text",
            "Messages that the protocol does not know: 3",
            "220 mail.example ESMTP\ntelepathy\n3 bytes of binary",
        )
    ]


def test_an_event_before_any_question_is_known_to_the_protocol(attached: Attached) -> None:
    attach_conversation(read(of(gets("agent_thinking", "r9"), *whole_run())))
    assert len(attached) == 3
