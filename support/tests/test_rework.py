"""Work done anew behind the customer's back is seen; tools that are used again are not blamed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.events import Event
from scoring.tests.logs import called, calls, event, healthy, log, says
from support.benchmarks.promises import worked_once
from support.benchmarks.rework import done_anew


def tool(at: float, call: str, *, result: bool = False, **data: Any) -> Event:
    kind = called if result else calls
    return replace(event(kind, call_id=call, tool_name="bills", data=data), at=at)


FIRST = (tool(1, "a", arguments={"n": 1}), tool(2, "a", result=True))
FAILED = (tool(1, "a", arguments={"n": 1}), tool(2, "a", result=True, is_error=True))


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([*FIRST, tool(4, "b", arguments={"n": 1})], "bills was called again"),
        ([*FIRST, tool(4, "a", arguments={"n": 2})], "bills was called again"),
        ([*FIRST, tool(4, "c", result=True)], "bills had a result without a call"),
        ([*FIRST, tool(4, "b", arguments={"n": 2}), tool(5, "b", result=True)], ""),
        ([*FIRST, tool(2.5, "b", arguments={"n": 1})], ""),
        ([*FAILED, tool(4, "b", arguments={"n": 1})], ""),
        ([FIRST[0], tool(4, "a", result=True)], ""),
        ([tool(1, "a"), FIRST[1], tool(4, "b")], ""),
        (
            [FIRST[0], tool(4, "a", result=True), tool(5, "b", arguments={"n": 1})],
            "bills was called",
        ),
        (
            [FIRST[0], tool(4, "a", result=True), tool(5, "b", arguments={"n": 1, "retry": 2})],
            "bills was called again",
        ),
        ([*FIRST, tool(2.5, "b", arguments={"n": 1}), tool(4, "c", arguments={"n": 1})], ""),
    ],
)
def test_what_is_done_anew_after_the_customer_came_back(events: list[Event], told: str) -> None:
    found = done_anew(log(events, resumed_at=(3.0,)))
    assert [each.sentence.startswith(told) for each in found] == [True] * bool(told)


def test_what_is_told_again_under_its_own_number_is_not_done_again() -> None:
    called_, result = (replace(each, seq=number) for number, each in enumerate(FIRST))
    late = [result, called_, replace(called_, at=4.0), replace(result, at=5.0)]
    assert done_anew(log(late, resumed_at=(3.0,))) == []
    assert done_anew(log([called_, result, replace(called_, at=4.0, seq=7)], resumed_at=(3.0,)))


START = "We found three ways to save: the first is"


def piece(at: float, seq: int | None, text: str) -> Event:
    return replace(event(says, text=text, seq=seq), at=at)


@pytest.mark.parametrize(
    ("pieces", "begun"),
    [
        ([piece(1, 1, START), piece(4, 2, START), piece(5, 3, " to buy less")], True),
        ([piece(1, 1, START[:20]), piece(1.1, 2, START[20:]), piece(4, 3, START)], True),
        ([piece(1, 1, START[:25]), piece(4, 2, START)], True),
        ([piece(1, 1, START[:19]), piece(4, 2, START)], False),  # too short to tell
        ([piece(1, 1, START), piece(4, 2, " to buy less")], False),
        ([piece(1, 1, START), piece(4, 1, START)], False),  # told again
        ([piece(1, None, START), piece(4, None, START)], False),
        ([piece(1, 1, START), piece(2, 2, START), piece(4, 3, START)], False),  # its own habit
        ([piece(4, 1, START), piece(5, 2, START)], False),  # all of it afterwards
    ],
)
def test_an_answer_that_is_begun_again_was_written_twice(pieces: list[Event], begun: bool) -> None:
    found = done_anew(log(pieces, resumed_at=(3.0,)))
    assert [each.sentence for each in found] == [
        "the answer was begun again after the customer came back"
    ] * begun
    assert all(each.at == 4 for each in found)


def test_it_counts_as_work_done_twice() -> None:
    stray = replace(event(called, call_id="x", tool_name="bills"), at=100.5)
    run = healthy()
    found = worked_once(log([*run[:3], stray, *run[3:]]), None)
    assert found.value == 1
    assert "bills had a result without a call" in found.why
