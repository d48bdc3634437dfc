"""Work done anew behind the customer's back is seen; tools that are used again are not blamed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.events import Event
from scoring.tests.logs import called, calls, event, healthy, log
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


def test_it_counts_as_work_done_twice() -> None:
    stray = replace(event(called, call_id="x", tool_name="bills"), at=100.5)
    run = healthy()
    found = worked_once(log([*run[:3], stray, *run[3:]]), None)
    assert found.value == 1
    assert "bills had a result without a call" in found.why
