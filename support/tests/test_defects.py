"""Planted defects change just what they say, and everything else passes as it was."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Kind
from support.faults.defects import Defect, Delivery, Gossip, Plant, catalogue
from support.faults.numbering import Numbering

AGENT_FRAMES = {kind.value for kind in Kind} | {
    "none",
    "stream_chunk",
    "error",
    "connection_established",
    "*",
}
CUSTOMER_FRAMES = {"gone", "user_message", "cancel", "resume"}


def defect(**fields: Any) -> Defect:
    return msgspec.convert({"type": "agent_thinking"} | fields, Defect)


def plant(*, gossip: Gossip | None = None, connection: int = 0, **fields: Any) -> Plant:
    return Plant(defect(**fields), gossip or Gossip(), connection)


def message(kind: str = "agent_thinking", **fields: Any) -> str:
    return msgspec.json.encode({"type": kind} | fields).decode()


FIRST, SECOND, OTHER = message(n=1), message(n=2), message("tool_executing")


def delivered(plant: Plant, *texts: str) -> list[Delivery]:
    return [delivery for text in texts for delivery in plant.from_agent(text)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action": "drop"}, [Delivery(OTHER)]),
        ({"action": "drop", "nth": 2}, [Delivery(FIRST), Delivery(OTHER)]),
        ({"action": "drop", "type": "*"}, []),
        (
            {"action": "drop", "type": "cancel"},
            [Delivery(FIRST), Delivery(OTHER), Delivery(SECOND)],
        ),
        (
            {"action": "repeat", "nth": 1, "fields": {"n": 9}},
            [
                Delivery(FIRST),
                Delivery(message(n=9), copy=True),
                Delivery(OTHER),
                Delivery(SECOND),
            ],
        ),
        (
            {"action": "repeat", "nth": 1},
            [Delivery(FIRST), Delivery(FIRST, copy=True), Delivery(OTHER), Delivery(SECOND)],
        ),
        (
            {"action": "delay", "nth": 1, "seconds": 6.0},
            [Delivery(FIRST, 6.0), Delivery(OTHER), Delivery(SECOND)],
        ),
        ({"action": "hold", "nth": 1}, [Delivery(OTHER), Delivery(FIRST), Delivery(SECOND)]),
        (
            {"action": "echo", "nth": 2, "seconds": 0.5, "fields": {"n": 3}},
            [
                *map(Delivery, (FIRST, OTHER, SECOND)),
                Delivery(message(n=3), 0.5, aside=True, copy=True),
            ],
        ),
        (
            {"action": "set", "fields": {"n": 9}},
            [Delivery(message(n=9)), Delivery(OTHER), Delivery(message(n=9))],
        ),
    ],
)
def test_each_action_does_what_it_says(fields: dict[str, Any], expected: list[Delivery]) -> None:
    assert delivered(plant(**fields), FIRST, OTHER, SECOND) == expected


def test_a_delivery_is_at_once_and_in_line_unless_it_says_otherwise() -> None:
    assert Delivery(FIRST) == Delivery(FIRST, 0.0, aside=False)


def test_where_narrows_down_by_value_and_by_absence() -> None:
    root, helper = message(parent=None), message(parent="a1")
    assert delivered(plant(action="drop", where={"parent": "none"}), root, helper) == (
        [Delivery(helper)]
    )
    assert delivered(plant(action="drop", where={"parent": "a1"}), root, helper) == [Delivery(root)]


def test_a_defect_may_wait_for_a_message_of_the_customer() -> None:
    armed = plant(action="drop", after="resume")
    assert delivered(armed, FIRST) == [Delivery(FIRST)]
    assert armed.from_customer(message("resume")) == [Delivery(message("resume"))]
    assert delivered(armed, FIRST) == []


def test_a_defect_may_wait_for_a_message_of_the_agent() -> None:
    armed = plant(action="drop", after="tool_executing")
    assert delivered(armed, FIRST, OTHER, SECOND) == [Delivery(FIRST), Delivery(OTHER)]


def test_a_defect_may_be_over_with_a_message() -> None:
    early = plant(action="drop", before="tool_executing")
    assert delivered(early, FIRST, OTHER, SECOND) == [Delivery(OTHER), Delivery(SECOND)]
    by_customer = plant(action="drop", before="cancel")
    by_customer.from_customer(message("cancel"))
    assert delivered(by_customer, FIRST) == [Delivery(FIRST)]


def test_what_nobody_can_read_ends_no_defect() -> None:
    quiet = plant(action="drop")
    assert quiet.from_customer('{"type": "user_mess') == [Delivery('{"type": "user_mess')]
    assert delivered(quiet, FIRST) == []


def test_where_takes_numbers_by_their_digits() -> None:
    first = plant(action="drop", where={"last_seq": "0"})
    zero, one = message(last_seq=0), message(last_seq=1)
    assert delivered(first, zero, one) == [Delivery(one)]


def test_a_defect_on_the_customers_side_leaves_the_agents_alone() -> None:
    customers_side: dict[str, Any] = {"from": "customer"}
    deaf = plant(type="cancel", action="drop", **customers_side)
    assert deaf.from_customer(message("cancel")) == []
    assert deaf.from_customer(message("resume")) == [Delivery(message("resume"))]
    assert deaf.from_agent(message("cancel")) == [Delivery(message("cancel"))]


def test_gossip_tells_what_somebody_else_asked_last() -> None:
    gossip = Gossip()
    plants = [plant(action="gossip", into="thought", gossip=gossip, connection=n) for n in range(3)]
    for asker, content in (0, "first"), (1, "second"), (0, "third"), (2, "mine"):
        plants[asker].from_customer(message("user_message", payload={"content": content}))
    (told,) = plants[2].from_agent(message(thought="well"))
    assert json.loads(told.text)["thought"] == "well third"
    assert gossip.of_others(0) == "mine"
    plants[1].from_customer(message("user_message", payload={"content": "our reference: R-1"}))
    plants[2].from_customer(message("user_message", payload={"content": "mine again"}))
    assert gossip.of_others(0) == "our reference: R-1"
    plants[1].gone()
    assert gossip.of_others(0) == "mine again"
    assert Gossip().of_others(0) == ""


def test_an_answer_can_be_left_without_what_it_should_say() -> None:
    full = message(final_response="Rules. Keep it in the US. It saves $5.\n- Keep it.\n- Buy.")
    (told,) = plant(action="set", without=["Keep"]).from_agent(full)
    answer = json.loads(told.text)["final_response"]
    assert "Keep" not in answer
    assert all(words in answer for words in ("Rules.", "It saves $5.", "- Buy."))


def test_the_catalogue_has_only_defects_that_can_show() -> None:
    defects = catalogue()
    assert defects
    for name, each in defects.items():
        known = AGENT_FRAMES if each.from_ == "agent" else CUSTOMER_FRAMES
        assert any(fnmatchcase(frame, each.type) for frame in known), name
        assert {each.after, each.before} <= {None, *CUSTOMER_FRAMES, *AGENT_FRAMES}, name
        assert each.nth is None or each.nth >= 1, name
        waits = each.action in ("delay", "echo", "late") or each.effect in ("stall", "shut")
        assert (each.seconds > 0) is waits or each.action == "set", name
        assert bool(each.effect) is (each.action == "spread"), name
        changes, may = bool(each.fields or each.sample or each.without), ("gossip", "repeat")
        assert changes is (each.action in ("set", "echo")) or each.action in may, name
        assert (each.megabytes > 0) is (each.action in ("hoard", "leak")), name
        assert not each.code or each.action == "gossip", name
        assert bool(each.into) is (each.action in ("gossip", "share")), name


@pytest.mark.parametrize(
    "wrong", [{"action": "explode"}, {"action": "drop", "nht": 1}, {"action": "drop", "nth": "1"}]
)
def test_a_misspelt_defect_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        defect(**wrong)


anything = (
    st.text()
    | st.builds(json.dumps, st.dictionaries(st.text(), st.integers()))
    | (
        st.builds(
            message, st.sampled_from(["user_message", "cancel"]), payload=st.none() | st.text()
        )
    )
)


@given(st.sampled_from(sorted(catalogue())), st.lists(st.tuples(st.booleans(), anything)))
def test_no_message_upsets_a_defect(name: str, texts: list[tuple[bool, str]]) -> None:
    each = catalogue()[name]
    at_work = Plant(each, Gossip(), 0)
    for from_agent, text in texts:
        took = at_work.from_agent(text) if from_agent else at_work.from_customer(text)
        meant = each.type == "*" or f'"{each.type}"' in text
        assert meant or Delivery(text) in took


def test_what_is_late_is_late_alone() -> None:
    slow = plant(action="late", nth=1, seconds=0.2)
    assert delivered(slow, FIRST, OTHER) == [Delivery(FIRST, 0.2, aside=True), Delivery(OTHER)]


def test_a_hoarder_keeps_more_the_more_are_connected_and_others_keep_nothing() -> None:
    hoarder = plant(action="hoard", megabytes=0.001)
    assert [len(hoarder.hoard(connected)) for connected in (1, 3)] == [1000, 3000]
    assert delivered(hoarder, FIRST) == [Delivery(FIRST)]
    assert plant(action="drop").hoard(30) == b""


def test_a_leak_keeps_what_it_took_and_half_a_message_is_half() -> None:
    gossip = Gossip()
    assert delivered(plant(action="leak", megabytes=0.001, gossip=gossip), FIRST) == (
        [Delivery(FIRST)]
    )
    assert [len(kept) for kept in gossip.kept] == [1000]
    assert plant(action="leak", megabytes=0.001).hoard(30) == b""
    assert delivered(plant(action="garble"), FIRST) == [Delivery(FIRST[: len(FIRST) // 2])]


def told(code: str, times: int = 1, **fields: Any) -> list[str]:
    """What one customer's messages say of another, who asked about `SECRET`."""
    gossip = Gossip()
    other = plant(action="drop", gossip=gossip, connection=1)
    other.from_customer(message("user_message", payload={"content": SECRET}))
    careless = plant(action="gossip", into="thought", code=code, gossip=gossip, **fields)
    texts = [careless.from_agent(message(thought="so"))[-1].text for _ in range(times)]
    return [json.loads(text)["thought"] for text in texts]


SECRET = "a bill (our reference: REF-0123456789ABCDEF)"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("", SECRET),
        ("base64", "YSBiaWxs"),
        ("hexadecimal", SECRET.encode().hex()),
        ("reversed", SECRET[::-1]),
        ("percent", "%52%45%46"),
        ("decimal", str(0x0123456789ABCDEF)),
        ("binary", f"{0x0123456789ABCDEF:b}"),
        ("most", "0123456789ABCD**"),
        ("topic", "a bill"),
    ],
)
def test_gossip_is_told_in_every_code(code: str, shown: str) -> None:
    (said,) = told(code)
    assert said.startswith("so ")
    assert shown in said


def test_gossip_in_pieces_is_whole_when_all_are_put_together() -> None:
    pieces = told("pieces", 4)
    assert "".join(pieces) == SECRET[-24:]
    assert all("REF-0123" not in piece for piece in pieces)


def test_gossip_in_halves_tells_one_in_each_message() -> None:
    assert told("halves", 3) == ["so 01234567", "so 89ABCDEF", "so 01234567"]
    assert SECRET[2:] not in told("topic")[0]


def test_gossip_may_be_of_one_who_has_left() -> None:
    gossip = Gossip()
    others = [plant(action="drop", gossip=gossip, connection=n) for n in (1, 2)]
    for number, other in enumerate(others):
        asked = {"content": f"{number} (our reference: R)"}
        other.from_customer(message("user_message", payload=asked))
    assert gossip.of_others(0, left=True) == ""
    others[0].gone()
    assert gossip.of_others(0, left=True) == "0 (our reference: R)"
    assert gossip.of_others(1, left=True) == ""


def test_gossip_may_come_in_a_message_of_its_own() -> None:
    assert SECRET in told("", fields={"type": "error"})[0]


def test_a_defect_may_wait_for_company_and_for_a_question() -> None:
    gossip = Gossip()
    shy = plant(action="drop", crowded=2, gossip=gossip)
    assert delivered(shy, FIRST) == [Delivery(FIRST)]
    other = plant(action="drop", gossip=gossip, connection=1)
    assert delivered(shy, FIRST) == []
    assert other.gone() == ""
    assert delivered(shy, FIRST) == [Delivery(FIRST)]
    choosy = plant(action="drop", asked="GPU")
    assert delivered(choosy, FIRST) == [Delivery(FIRST)]
    choosy.from_customer(message("user_message", payload={"content": "Which GPU?"}))
    assert delivered(choosy, FIRST) == []


def test_an_agent_that_means_it_counts_on() -> None:
    numbering = Numbering()

    def numbers(*own: int, copy: bool = False) -> list[int]:
        events = [message(run_id="r1", seq=seq) for seq in own]
        return [json.loads(numbering.of(event, copy=copy))["seq"] for event in events]

    assert numbers(1, 3, 4) == [1, 2, 3]  # the second one was left out
    assert numbers(4, copy=True) == [4]
    assert numbers(3, 4) == [2, 3]  # sent again to one who came back
    assert numbers(5) == [5]
    resume = message("resume", run_id="r1", last_seq=3)
    assert json.loads(numbering.of(resume))["last_seq"] == 4
    assert numbering.of(FIRST) == FIRST
    assert numbering.of(message("resume", run_id="r2", last_seq=3)) == (
        message("resume", run_id="r2", last_seq=3)
    )
