"""Everything that came to a customer is searched: nothing that stands anywhere is left out."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from scoring.isolation import Lookout
from support.benchmarks.received import Received, beside_messages, events_of, text_of
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.tests.recordings import ROOT

NEEDLE = "Zebra-Quagga"
"""What is looked for; it has no digits, so that only the text itself can hold it."""

ASK = {"content": "how?", "run_id": "r1", "thread_id": "t1"}


def talk(*said: dict[str, Any] | str | bytes, beside: tuple[Frame, ...] = ()) -> Conversation:
    asked = Frame(0.0, SEND, json.dumps({"type": "user_message", "payload": ASK}))
    frames = [asked]
    for number, each in enumerate(said, 1):
        data = json.dumps(each) if isinstance(each, dict) else each
        frames.append(Frame(float(number), RECV, data))
    return read(Recording({"customer": "customer 1"}, (*frames, *beside)))


def thinks(number: int, **fields: Any) -> dict[str, Any]:
    return {"type": "agent_thinking", "run_id": "r1", "seq": number, **ROOT, **fields}


def received(told: Conversation) -> Received:
    return Received(told, Lookout([NEEDLE, "somebody"]))


def holds(told: Conversation) -> bool:
    """Whether one of the texts, or of the messages, has it."""
    got = received(told)
    return any(NEEDLE in text for text in (*got.texts, *got.messages))


@pytest.mark.parametrize(
    "fields",
    [
        {"thought": NEEDLE},
        {NEEDLE: "a name"},
        {"results": {"rows": [[NEEDLE]]}},
        {"results": {NEEDLE: 1}},
        {"results": [{"a": {"b": {NEEDLE: None}}}]},
        {"thought": json.dumps({"a": NEEDLE})},
        {"results": [1, "x", [NEEDLE]]},
        {"results": {"a": '":":":', "b": NEEDLE}},
    ],
)
@pytest.mark.parametrize("others", [0, 1, 3])
def test_whatever_an_event_holds_is_there_to_be_found(fields: dict[str, Any], others: int) -> None:
    alike = [thinks(n, **{**fields, "thought": "hm"}) for n in range(2, 2 + others)]
    assert holds(talk(thinks(1, **fields), *alike))
    assert holds(talk(*alike, thinks(9, **fields), thinks(10, other=5)))


def test_what_is_cut_up_among_events_is_one_text() -> None:
    pieces = [thinks(n, thought=piece) for n, piece in enumerate(("Zebra", "-Qua", "gga"), 1)]
    got = received(talk(*pieces))
    assert NEEDLE in got.texts
    told = [{**thinks(n), "type": "stream_chunk", "content": piece} for n, piece in
            enumerate(("Zebra-", "Quagga"), 1)]  # fmt: skip
    between = {**thinks(5), "type": "stream_chunk", "content": "elsewhere", "run_id": "r2"}
    assert NEEDLE in received(talk(told[0], between, told[1])).texts
    unlike = [thinks(1, note="Zebra"), thinks(2, note="-Quagga", more=1)]
    assert NEEDLE in received(talk(*unlike)).texts


def test_what_is_the_same_every_time_stands_once() -> None:
    got = received(talk(*(thinks(n, note="always so") for n in range(1, 6))))
    assert "always so" in got.texts
    assert not any("always soalways so" in text for text in got.texts)
    assert got.number == 5


def test_a_message_that_says_more_than_its_event_is_kept_as_a_whole() -> None:
    twice = f'{{"type": "agent_thinking", "run_id": "r1", "x": "{NEEDLE}", "x": "gone"}}'
    got = received(talk(twice))
    assert twice in got.texts
    nested = f'{{"type": "agent_thinking", "run_id": "r1", "r": {{"x": "{NEEDLE}", "x": 1}}}}'
    assert nested in received(talk(nested)).texts
    listed = f'{{"type": "agent_thinking", "run_id": "r1", "r": [{{"x": "{NEEDLE}", "x": 1}}]}}'
    assert listed in received(talk(listed, listed.replace("r1", "r2"))).texts


def test_a_message_that_says_no_more_than_its_event_is_not_kept_twice() -> None:
    plain = [thinks(n, note=f"note {n}", results={"a": [n, {"b": "c"}]}) for n in range(1, 4)]
    got = received(talk(*plain))
    assert not any('"agent_thinking"' in text for text in got.texts)
    assert {'{"a":[1,{"b":"c"}]}', "note 1note 2note 3"} <= got.texts
    assert got.messages[0] == json.dumps(plain[0])
    one = received(talk(plain[0]))
    assert not any('"agent_thinking"' in text for text in one.texts)
    assert one.messages == [json.dumps(plain[0])]


def test_what_all_messages_begin_with_stands_once_among_them() -> None:
    plain = [thinks(n, note=f"note {n}") for n in range(1, 4)]
    got = received(talk(*plain))
    first, *rest = got.messages
    start = len(json.dumps(plain[1])) - len(rest[0])
    assert first == json.dumps(plain[0])
    assert [first[:start] + each for each in rest] == [json.dumps(each) for each in plain[1:]]


@pytest.mark.parametrize(
    "data", ["no JSON at all " + NEEDLE, (NEEDLE + " \xe4").encode(), f'["{NEEDLE}"]', f'"{NEEDLE}']
)
def test_what_is_no_event_is_kept_as_it_came(data: str | bytes) -> None:
    got = received(talk(thinks(1), data))
    whole = data if isinstance(data, str) else data.decode()
    assert whole in got.messages
    assert whole in got.texts


def test_nesting_beyond_all_measure_is_kept_as_it_came() -> None:
    deep = "[" * 900 + f'"{NEEDLE}"' + "]" * 900
    message = f'{{"type": "agent_thinking", "run_id": "r1", "results": {deep}}}'
    assert holds(talk(message))
    assert holds(talk(message, message))


def test_base64_in_a_value_is_there_by_itself() -> None:
    coded = base64.b64encode(NEEDLE.encode()).decode()
    got = received(talk(thinks(1, results={"a": coded}), thinks(2, results={"a": "b"})))
    assert any(coded in text for text in got.texts)


def test_handshakes_pings_and_farewells_are_searched_with_their_stamps() -> None:
    frames = (
        Frame(1.0, "open", fields={"headers": {"X-A": "one", "X-B": "two"}, "subprotocol": "chat"}),
        Frame(2.0, "ping", fields={"carries": "Zeb"}),
        Frame(3.0, "pong", fields={"carries": "ra"}),
        Frame(4.0, "closed", fields={"reason": "over"}),
        Frame(5.0, "open", fields={"headers": ["no table"]}),
        Frame(6.0, "closed"),
    )
    assert beside_messages(frames) == [
        (1.0, "X-A: one"),
        (1.0, "X-B: two"),
        (1.0, "chat"),
        (2.0, "Zeb"),
        (3.0, "ra"),
        (4.0, "over"),
        (5.0, ""),
        (6.0, ""),
        (3.0, "Zebra"),
    ]
    assert beside_messages(frames[1:2]) == [(2.0, "Zeb")]
    cut = (Frame(7.0, "ping", fields={"carries": "Zebra-"}),
           Frame(8.0, "ping", fields={"carries": "Quagga"}))  # fmt: skip
    assert NEEDLE in received(talk(thinks(1), beside=cut)).texts


@pytest.mark.parametrize(
    ("data", "text"),
    [("as it is", "as it is"), (b"\xc3\xa4", "\xe4"), (b"\xff", "\ufffd"), (None, ""), ("", "")],
)
def test_a_message_is_text(data: str | bytes | None, text: str) -> None:
    assert text_of(Frame(0.0, RECV, data)) == text


def test_events_are_counted_once_in_the_order_in_which_they_came() -> None:
    told = talk(thinks(1), {"type": "pong", "id": "x"}, thinks(2), "nothing known", thinks(3))
    events = events_of(told)
    assert [each.frame for each in events] == [1, 2, 3, 4, 5]
    assert len({id(each) for each in events}) == 5
