"""What counts among a run's numbers, and characters that were cut in two between pieces."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring import contract
from scoring.events import Kind
from support.protocols.counting import Numbers, whole_number
from support.protocols.halves import joined, whole, with_halves
from support.protocols.native import NativeAdapter
from support.reading import read
from support.tests.recordings import asks, gets, recording
from support.tests.test_native_adapter import HELPER, IDS, LEAD, asked, heard, one

ANSWER = "Save \N{MONEY BAG} now \N{ROCKET}"


def last_seq(adapter: NativeAdapter) -> int:
    (data,) = adapter.resume("r1")
    return int(json.loads(data)["last_seq"])


@pytest.mark.parametrize("kind", ["agent_status", "heartbeat"])
def test_an_unknown_event_of_the_run_may_carry_its_next_number(kind: str) -> None:
    adapter = asked()
    told = [{"type": kind, **IDS, "seq": n} for n in (2, 3)]
    first = {"type": "agent_thinking", **IDS, "seq": 1}
    events = heard(first, *told, {**first, "seq": 4}, adapter=adapter)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert last_seq(adapter) == 4


def test_a_heartbeat_that_counts_by_itself_is_left_alone() -> None:
    adapter = asked()
    first = {"type": "agent_thinking", **IDS, "seq": 1}
    beats = [{"type": "heartbeat", **IDS, "seq": n} for n in (1, 7)]
    assert [event.seq for event in heard(first, *beats, adapter=adapter)] == [1, None, None]
    elsewhere = {"type": "heartbeat", "seq": 2}, {"type": "heartbeat", "run_id": "r9", "seq": 1}
    assert [event.seq for event in heard(*elsewhere, adapter=adapter)] == [None, None]
    assert last_seq(adapter) == 1


def test_one_number_given_twice_is_not_missed_either_way() -> None:
    numbers = Numbers()
    assert numbers.counts(1)
    assert numbers.counts(1)
    numbers.heard(1)
    numbers.heard(3)
    assert numbers.last == 1
    assert numbers.counts(2)
    numbers.heard(3)
    assert numbers.last == 3


@pytest.mark.parametrize(
    ("sent", "read_as"),
    [(1.0, 1), (3, 3), (2**53, 2**53), (2**53 + 1, None), (True, None), (1.5, None), ("1", None)],
)
def test_in_json_a_whole_number_may_have_a_point(sent: object, read_as: int | None) -> None:
    assert whole_number(sent) == read_as
    assert one(type="agent_thinking", run_id="r1", seq=sent).seq == read_as


def test_a_run_with_a_status_among_its_numbers_keeps_the_contract() -> None:
    lines = [
        asks(),
        gets("agent_started", seq=1),
        gets("agent_status", seq=2),
        gets("agent_completed", seq=3, final_response="x", parent_agent_id=None),
    ]
    (run,) = read(recording(lines)).runs
    assert contract.sequence_breaks(run) == []
    assert [event.kind for event in run.beside] == [Kind.UNMAPPED]


def cut(text: str, size: int) -> list[str]:
    """Pieces of so many UTF-16 code units, as JavaScript cuts them."""
    units = text.encode("utf-16-le")
    step = 2 * size
    pieces = [units[at : at + step] for at in range(0, len(units), step)]
    return [piece.decode("utf-16-le", "surrogatepass") for piece in pieces]


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("size", range(1, 9))
def test_pieces_that_cut_a_character_in_two_are_joined(size: int, *, wrapped: bool) -> None:
    pieces: list[dict[str, Any]] = [{**IDS, "content": piece} for piece in cut(ANSWER, size)]
    for piece in pieces:
        inner = dict(piece)
        piece.clear()
        piece |= {"type": "stream_chunk", **({"payload": inner} if wrapped else inner)}
    events = heard(*pieces)
    assert {event.kind for event in events} == {Kind.TEXT_DELTA}
    assert "".join(event.text for event in events) == ANSWER
    assert all(event.data["content"] == event.text for event in events)
    json.dumps([dict(event.data) for event in events], ensure_ascii=False).encode()


def test_half_a_character_that_is_never_completed_is_lost() -> None:
    first, second, third = cut("a\N{ROCKET}", 1)
    assert joined("", first + second) == ("a", second)
    assert joined(second, "b") == ("\ufffdb", "")
    assert joined(second, third) == ("\N{ROCKET}", "")
    assert whole(f"x{third}y") == "x\ufffdy"
    assert one(type="agent_thinking", run_id="r1", thought=second).text == "\ufffd"


@pytest.mark.parametrize("data", ['{"a":"\\ud83d"', '{"a":"\\ud83d","b":NaN}', '{"a":1', '["x"'])
def test_what_is_no_json_stays_unreadable(data: str) -> None:
    assert with_halves(data) is None
    (event,) = asked().receive(1.0, 1, data)
    assert (event.kind, event.data) == (Kind.UNMAPPED, {})


def test_an_object_beside_the_events_own_fields_is_no_envelope() -> None:
    beside = {"run_id": "internal-77", "type": "x", "content": "internal"}
    for fields in (
        {"type": "agent_started", **HELPER},
        {"type": "agent_thinking", **LEAD, "thought": "well"},
        {"type": "tool_completed", **LEAD, "tool_call_id": "c", "tool": "t", "result": 5},
    ):
        event = one(**IDS, seq=1, arguments={}, data=beside, **fields)
        assert (event.run_id, event.text) == ("r1", fields.get("thought", ""))
        assert event.data["data"] == beside


def test_an_envelope_with_another_run_than_its_outside_names_both() -> None:
    event = one(type="agent_thinking", run_id="r1", payload={"run_id": "r2", "thought": "well"})
    assert (event.run_id, event.text) == ("r1 and r2", "well")


def test_an_empty_parent_is_no_parent() -> None:
    event = one(type="agent_completed", **IDS, **LEAD | {"parent_agent_id": ""}, response="x")
    assert (event.root, event.parent_agent_id, event.terminal) == (True, None, True)


def test_an_agent_that_greets_in_binary_is_told_what_is_wrong() -> None:
    adapter = NativeAdapter()
    adapter.connected()
    adapter.receive(0.0, 0, b"\xff\x00")
    adapter.receive(0.1, 1, b"[1]")
    assert adapter.failure is None
    adapter.receive(0.2, 2, b'{"type":"connection_established"}')
    assert adapter.failure == (
        "the agent's messages are binary; those of the native protocol are text"
    )
    greeted = asked()
    heard({"type": "connection_established"}, adapter=greeted)
    greeted.receive(1.0, 1, b'{"type":"agent_thinking"}')
    assert greeted.failure is None
