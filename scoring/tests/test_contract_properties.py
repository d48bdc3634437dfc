"""The event contract under any loss, repetition, disorder or rubbish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import contract
from scoring.endings import endings
from scoring.events import Event, Kind
from scoring.tests.logs import called, healthy, log, said, says, without
from scoring.tests.test_contract import CHECKS

LAST = len(healthy())


@given(st.integers(1, LAST - 1))
def test_any_lost_event_shows_in_the_numbers(number: int) -> None:
    assert f"event {number} is missing" in said(contract.sequence_breaks(log(without(number))))


def test_a_lost_last_event_shows_in_the_numbers() -> None:
    assert said(contract.sequence_breaks(log(without(LAST)))) == (
        f"nothing came after event {LAST - 1}"
    )


@given(st.integers(1, LAST), st.integers(1, LAST))
def test_any_repeated_event_shows_in_the_numbers(number: int, place: int) -> None:
    events = healthy()
    events.insert(max(place, number), events[number - 1])
    assert f"event {number} came twice" in said(contract.sequence_breaks(log(events)))


@given(st.permutations(healthy()))
def test_any_other_order_shows_in_the_numbers(events: list[Event]) -> None:
    assert bool(contract.sequence_breaks(log(events))) is (events != healthy())


@pytest.mark.parametrize("number", [e.seq for e in healthy() if e.kind is called])
def test_any_lost_result_shows_in_the_tools(number: int) -> None:
    assert "never reported its result" in said(contract.unpaired_tools(log(without(number))))


@pytest.mark.parametrize("number", [e.seq for e in healthy() if e.kind is says])
def test_any_lost_piece_shows_in_the_answer(number: int) -> None:
    assert "are not the answer" in said(contract.broken_pieces(log(without(number))))


idents = st.sampled_from([None, "", "Lead", "Helper", "run-1", "thread-1", "c1"])
words = st.text(max_size=5)
SOUP = st.lists(
    st.builds(
        Event,
        kind=st.sampled_from(Kind),
        at=st.floats(),
        frame=st.integers(0, 9),
        run_id=idents,
        thread_id=idents,
        user_id=idents,
        agent_id=idents,
        agent_name=idents,
        parent_agent_id=idents,
        root=st.booleans(),
        recoverable=st.booleans(),
        seq=st.none() | st.integers(-2, 9),
        call_id=idents,
        tool_name=idents,
        text=words,
        data=st.dictionaries(st.sampled_from(["seq", "x"]), st.none() | st.integers()),
    ),
    max_size=12,
)


@given(SOUP, SOUP, st.none() | words, st.none() | words)
def test_no_soup_of_events_upsets_a_check(
    events: list[Event], strangers: list[Event], user: str | None, gave_up: str | None
) -> None:
    run = log(events, strangers=tuple(strangers), user_id=user, gave_up=gave_up)
    for check in CHECKS:
        findings = check(run)
        assert findings == check(run)
        assert all(finding.sentence for finding in findings)
    assert (run.ending is None) <= bool(endings(run))
