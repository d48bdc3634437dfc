"""What was garbled, what belongs to whom, and what came with a piece of the answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scoring.events import Event, Kind
from support.benchmarks import promises
from support.benchmarks.isolation import _beside_piece, belongings
from support.reading import read
from support.recording import SEND, Frame
from support.tests.recordings import notes, recording
from support.tests.stamped import line, message, stamped


@pytest.mark.parametrize(("at", "count"), [(1.0, 0), (1.1, 1), (2.0, 1), (2.1, 0)])
def test_an_error_answers_what_was_garbled_until_the_next_message(at: float, count: int) -> None:
    talk = read(recording([notes("open")]))
    frames = (
        Frame(0.5, SEND, "{}"),
        Frame(0.9, "garbled"),
        Frame(1.0, SEND, "{rubbish"),
        Frame(2.0, SEND, "{}"),
    )
    told = Event(Kind.REQUEST_ERROR, at, 9, text="no JSON")
    made = replace(talk, recording=replace(talk.recording, frames=frames), beside_runs=(told,))
    found = promises.error_answers(made, [])
    assert (found.name, found.unit, found.value) == ("errors told to the customer", "errors", count)
    assert found.why == ("told: no JSON" if count else "no error was reported")


@pytest.mark.parametrize(
    ("frames", "number"),
    [
        ([Frame(0.0, "garbled"), Frame(1.0, SEND, "{}")], 1),
        ([Frame(0.0, SEND, "{"), Frame(0.5, "garbled")], None),
        ([Frame(0.0, SEND, "{}"), Frame(1.0, SEND, "{")], 1),
        ([Frame(0.0, SEND, "{}")], None),
        ([Frame(0.0, SEND, "")], 0),
        ([Frame(0.0, SEND, None)], 0),
    ],
)
def test_which_message_was_garbled(frames: list[Frame], number: int | None) -> None:
    assert promises._garbled(frames) == number


def test_what_belongs_to_a_customer_is_what_it_has_and_nothing_empty() -> None:
    asked: dict[str, Any] = {"content": "how?", "run_id": "r1", "thread_id": "t1"}
    sent = message(1.0, SEND, type="user_message", payload=asked)
    plain = stamped([0.01], name="customer 7")
    talk = replace(plain, recording=replace(plain.recording, about={"canary": "REF-1"}))
    assert belongings(talk) == {
        "REF-1": "the secret of customer 7",
        "r1": "the run id of customer 7",
        "t1": "the thread of customer 7",
    }
    bare = replace(plain, recording=replace(plain.recording, about={"user": "ann"}), runs=())
    assert belongings(bare) == {"ann": "the user id of customer 7"}
    assert json.loads(str(sent.data))["payload"] == asked
    assert line(2.0, "end").dir == "end"


def test_what_came_with_a_piece_of_the_answer_is_all_but_the_piece() -> None:
    fields = {"content": "Save", "note": "aside"}
    piece = Event(Kind.TEXT_DELTA, 1.0, 1, text="Save", data=fields)
    assert json.loads(_beside_piece(piece)) == {"note": "aside"}
    other = Event(Kind.AGENT_THINKING, 1.0, 1, text="Save", data=fields)
    assert json.loads(_beside_piece(other)) == fields
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert _beside_piece(replace(other, data={"deep": deep})) == ""
