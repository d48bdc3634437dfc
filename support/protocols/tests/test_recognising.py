"""Which protocol a recording speaks, and what is left of it that no rule knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols import adapter_of
from support.protocols.mapping.loading import shipped_names
from support.protocols.native import NativeAdapter
from support.protocols.native_fields import unwrapped
from support.protocols.recognise import known_share, recognise
from support.protocols.replaying import replayed
from support.protocols.tests.test_preparing import adapter as prepared
from support.protocols.unmapped import Unmapped, unmapped
from support.recording import RECV, SEND, Frame
from support.redaction import Redaction


def test_a_protocol_is_known_by_its_door_or_by_most_of_its_messages() -> None:
    door = Frame(0.0, "connect", fields={"url": "ws://agent.test/workflows/ws"})
    silent = [Frame(0.0, "open")]
    assert all(known_share(name, silent) == 0.0 for name in ("native", *shipped_names()))
    strange = Frame(1.0, RECV, '{"nothing": "known"}')
    known = Frame(1.0, RECV, '{"type": "agent_thinking", "run_id": "r", "thought": "hm"}')
    assert known_share("native", [known, strange, strange, known]) == 0.5
    assert recognise([known, strange]) == "native"
    assert recognise([known, strange, strange]) is None
    assert recognise(silent) is None
    assert recognise([door, strange, strange]) in ("agno", None)


def test_unknown_messages_are_told_by_shape_and_by_how_often_they_came() -> None:
    def event(number: int, text: str, **data: Any) -> Event:
        return Event(Kind.UNMAPPED, 1.0, number, text=text, data=data)

    found = unmapped([
        event(1, "odd", a=1, b={"c d": [5, 6], "\xe4": []}),
        event(2, "12 bytes of binary"),
        event(3, "hello you there"),
        event(4, "odd", a=2, b={"c d": [7], "\xe4": []}),
        event(5, ""),
    ])  # fmt: skip
    paths = (("a", "1"), ('b."c d"[0]', "5"), ('b."\xe4"', "[]"))
    assert found == [
        Unmapped("odd", (1, 4), paths),
        Unmapped("binary", (2,), (), "12 bytes of binary"),
        Unmapped("hello", (3,), (), "hello you there"),
        Unmapped("", (5,), (), ""),
    ]
    assert found[0].summary == '2 times: a = 1, b."c d"[0] = 5, b."\xe4" = []'
    assert found[2].summary == "once: 'hello you there'"


def test_nesting_and_length_of_what_is_told_of_a_message_have_an_end() -> None:
    deep: Any = 1
    for _ in range(12):
        deep = {"k": deep}
    (one,) = unmapped(
        [Event(Kind.UNMAPPED, 1.0, 1, text="x" * 99, data={"d": deep, "e": "y" * 99})]
    )
    assert [path for path, _ in one.paths] == ["d" + ".k" * 7, "e"]
    assert (len(one.name), len(one.paths[1][1])) == (60, 60)
    many = {f"k{n}": n for n in range(99)}
    (wide,) = unmapped([Event(Kind.UNMAPPED, 1.0, 1, text="x", data=many)])
    assert len(wide.paths) == 40


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": 200, "headers": {}, "response": {"data": {"id": 7}}}, {"session": 7}),
        ({"response": {"data": {"id": 7}}}, {"session": 7}),
        ({"status": 503, "response": {"data": {"id": 7}}}, {}),
        ({"status": "odd", "headers": "odd", "response": {"data": {"id": 7}}}, {}),
    ],
)
def test_answers_of_requests_are_replayed(fields: dict[str, Any], told: dict[str, Any]) -> None:
    made = prepared(live=False)
    list(replayed(made, [Frame(0.0, "http", fields=fields)]))
    kept = made._finder.scope.kept
    assert {name: kept[name] for name in ("session",) if name in kept} == told
    with_route = {"status": 200, "headers": {"X-Route": "west"}, "response": {"ticket": "t"}}
    list(replayed(made, [Frame(0.0, "http", fields=with_route)]))
    assert (kept.get("route"), kept.get("ticket")) == ("west", "t")


def test_a_pong_has_its_own_id_and_an_event_without_a_run_is_of_the_latest() -> None:
    made = NativeAdapter()
    (pong,) = made.receive(1.0, 1, '{"type": "pong", "id": "p7", "timestamp": 5}')
    assert (pong.call_id, pong.sent_at) == ("p7", 5.0)
    (other,) = made.receive(1.0, 1, '{"type": "heartbeat", "id": "p7"}')
    assert other.call_id is None
    first = '{"type": "agent_thinking", "seq": 1, "agent_id": "a"}'
    (event,) = made.receive(1.0, 2, first)
    assert (event.run_id, event.root, event.seq) == (None, True, 1)
    made.sent('{"type": "user_message", "payload": {"content": "how?", "run_id": "r7"}}')
    (event,) = made.receive(1.0, 2, first)
    assert event.run_id == "r7"


def test_every_shipped_mapping_is_a_file_of_its_name() -> None:
    folder = Path(__file__).parents[1] / "mappings"
    assert shipped_names() == sorted(
        each.stem for each in folder.iterdir() if each.suffix == ".toml"
    )


def test_a_subprotocol_that_was_chosen_tells_the_protocol() -> None:
    strange = Frame(1.0, RECV, '{"nothing": "known"}')
    chosen = Frame(0.0, "open", fields={"subprotocol": "ag-ui"})
    assert recognise([chosen, strange]) == "agui"
    assert recognise([Frame(0.0, "elsewhere", fields={"subprotocol": "ag-ui"}), strange]) is None
    assert recognise([Frame(0.0, "open", fields={"subprotocol": 5}), strange]) is None


def test_lists_in_lists_have_an_end_too() -> None:
    deep: Any = 1
    for _ in range(12):
        deep = [deep]
    (one,) = unmapped([Event(Kind.UNMAPPED, 1.0, 1, text="x", data={"d": deep})])
    assert [path for path, _ in one.paths] == ["d" + "[0]" * 7]


def test_who_only_reads_says_nothing_and_needs_no_secret() -> None:
    reads, speaks = (adapter_of("agno", live=live) for live in (False, True))
    for made in (reads, speaks):
        made.connected(0.0)
    question = Question("how?", "r1", "t1")
    assert reads.ask(question) == []
    assert speaks.ask(question) != [] or speaks.failure is not None


def test_a_frame_is_shown_without_secrets() -> None:
    redaction = Redaction()
    redaction.learn("token-of-ann")
    shown = prepared().shown('{"a": "token-of-ann"}', redaction)
    assert shown == '{"a": "[redacted]"}'
    assert prepared().shown('{"a": "token-of-ann"}', redaction, sent=True) == shown


def test_lines_without_content_mean_nothing() -> None:
    made = prepared(live=False)
    frames = [Frame(0.0, "open"), Frame(1.0, SEND), Frame(2.0, RECV), Frame(3.0, "odd", "{}")]
    assert list(replayed(made, frames)) == []


def test_a_message_without_a_name_is_unknown_and_has_none() -> None:
    assert list(unwrapped({"type": 5, "a": 1})) == [("", {"a": 1})]
    assert list(unwrapped({"type": "event_batch", "events": [7]})) == [("", {"event_batch": 7})]
