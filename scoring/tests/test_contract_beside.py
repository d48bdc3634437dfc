"""What comes beside a run's own events: numbers, answers to a return, work in disguise, blanks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring import contract
from scoring.endings import endings
from scoring.events import Event, Kind, RunLog
from scoring.tests.logs import called, calls, cancelled, event, healthy, log, said, thinks

END = healthy()[-1]
LATER = END.at + 0.3


def beside(kind: Kind = Kind.UNMAPPED, at: float = LATER, frame: int = 0, **fields: Any) -> Event:
    made = event(kind, **({"data": {"type": "status"}} | fields))
    return replace(made, at=at, frame=frame)


def late(run: RunLog) -> str:
    return said(endings(run))


def numbers(*events: Event, **facts: Any) -> str:
    return said(contract.sequence_breaks(log(events, **facts)))


def test_a_message_that_is_no_event_may_count_among_the_runs_numbers() -> None:
    events = [each for each in healthy() if each.seq not in (5, 6)]
    told = [beside(Kind.SESSION, 100 + n / 10, seq=n, frame=n) for n in (5, 6)]
    assert numbers(*events, beside=tuple(told)) == ""
    assert numbers(*events, beside=(told[0],)) == "event 6 is missing before event 7"
    after = replace(told[1], at=100.75, frame=9)
    assert numbers(*events, beside=(*told, after)) == ""
    assert numbers(*events, beside=(told[0], after)) == "event 6 is missing before event 7"


def test_a_message_with_a_number_of_its_own_is_no_repeat() -> None:
    assert numbers(*healthy(), beside=(beside(at=100.9, seq=4, frame=9),)) == ""


@pytest.mark.parametrize("first", [0, -3])
def test_a_run_that_counts_from_elsewhere_is_told_once(first: int) -> None:
    events = [
        replace(each, seq=number, data={"seq": number})
        for number, each in enumerate(healthy(), first)
    ]
    assert numbers(*events) == f"the first event has number {first}; 1 was expected"


@pytest.mark.parametrize("sent", ["1", 1.5, 10**25])
def test_a_number_that_is_none_is_shown_as_it_was_sent(sent: object) -> None:
    odd = event(thinks, data={"seq": sent})
    assert f"has a number that is none ({sent!r})" in numbers(*healthy()[:-1], odd, END)


def test_the_first_unknown_message_after_each_return_answers_the_return() -> None:
    first, second = beside(at=LATER), beside(at=LATER + 0.1)
    back = (END.at + 0.1,)
    assert late(log(healthy(), unmapped=(first,), resumed_at=back)) == ""
    assert "0.400 s after the end" in late(
        log(healthy(), unmapped=(first, second), resumed_at=back)
    )
    twice = (*back, LATER + 0.05)
    assert late(log(healthy(), unmapped=(first, second), resumed_at=twice)) == ""
    assert late(log(healthy(), unmapped=(first,), resumed_at=(LATER + 1,))) != ""


def test_work_under_another_id_after_the_end_is_told_with_that_id() -> None:
    other = beside(calls, run_id="bg-1")
    assert late(log(healthy(), strangers=(other,))).endswith("under the id of another (bg-1)")
    assert late(log(healthy(), strangers=(replace(other, at=100.5),))) == ""
    assert late(log(healthy(), strangers=(beside(Kind.SESSION, run_id="bg-1"),))) == ""


def test_an_error_about_the_run_after_its_end_is_told_unless_it_answers_something() -> None:
    error = beside(Kind.REQUEST_ERROR, text="the answer could not be saved")
    assert "an error answer (request_error)" in late(log(healthy(), beside=(error,)))
    for facts in ({"cancelled_at": 101.0}, {"resumed_at": (101.0,)}):
        assert late(log(healthy(), beside=(error,), **facts)) == ""
    assert late(log(healthy(), beside=(replace(error, recoverable=True),))) == ""
    assert late(log(healthy(), beside=(replace(error, at=100.5),))) == ""


def test_one_error_after_a_question_that_went_out_again_answers_that() -> None:
    error = beside(Kind.REQUEST_ERROR, text="too many questions")
    again = (END.at + 0.1,)
    assert late(log(healthy(), beside=(error,), repeated_at=again)) == ""
    another = replace(error, at=LATER + 0.1)
    assert "0.400 s after the end" in late(
        log(healthy(), beside=(error, another), repeated_at=again)
    )
    assert late(log(healthy(), beside=(error, another), repeated_at=again * 2)) == ""
    assert late(log(healthy(), beside=(error,), repeated_at=(LATER + 1,))) != ""


def test_a_start_that_is_told_again_to_one_who_came_back_is_no_new_start() -> None:
    first = healthy()[0]
    again = replace(first, at=LATER)
    for told, back, found in (
        (again, (LATER - 0.1,), ""),
        (again, (LATER + 0.1,), "the run started again, by Lead"),
        (again, (), "the run started again, by Lead"),
        (replace(again, seq=99), (LATER - 0.1,), "the run started again, by Lead"),
        (replace(again, seq=None), (LATER - 0.1,), "the run started again, by Lead"),
    ):
        assert said(contract.starts_late(log([*healthy(), told], resumed_at=back))) == found
    unnumbered = [replace(event_, seq=None) for event_ in (first, again)]
    assert said(contract.starts_late(log(unnumbered, resumed_at=(LATER - 0.1,)))) != ""


def nameless(kind: str, at: float, **data: Any) -> Event:
    return beside(at=at, run_id=None, text=kind, data={"type": kind, **data})


ONE, TWO, THREE = (nameless("background", LATER + n / 10, text="tool") for n in range(3))


@pytest.mark.parametrize(
    ("unknown", "found"),
    [
        ((ONE, TWO), 0),
        ((ONE, TWO, THREE), 1),
        ((nameless("background", 100.1), ONE, TWO, THREE), 0),
        ((nameless("notice", LATER, text="x" * 200),), 1),
        ((nameless("notice", LATER, text="x" * 199),), 0),
    ],
)
def test_after_a_cancel_nobody_tells_on_without_a_name(
    unknown: tuple[Event, ...], found: int
) -> None:
    events = healthy(event(cancelled))
    run = log(events, unmapped=unknown, cancelled_at=101.0)
    assert len(endings(run)) == found
    assert endings(replace(run, cancelled_at=None)) == []


@pytest.mark.parametrize(
    ("kind", "empty", "sentence"),
    [
        (thinks, {"text": "\u200b "}, "a thought (agent_thinking) came, but none has words"),
        (calls, {"tool_name": ""}, "a tool at work (tool_executing) came, but none has a name"),
        (called, {"data": {"results": None}}, "tool_completed) came, but none holds anything"),
        (called, {"data": {"results": " "}}, "tool_completed) came, but none holds anything"),
    ],
)
def test_signs_that_are_all_empty_are_no_signs(
    kind: Kind, empty: dict[str, Any], sentence: str
) -> None:
    events = [replace(each, **empty) if each.kind is kind else each for each in healthy()]
    assert sentence in said(contract.missing_kinds(log(events)))
    one_more = [*events[:-1], *(e for e in healthy() if e.kind is kind), events[-1]]
    assert contract.missing_kinds(log(one_more)) == []


@pytest.mark.parametrize("results", [[], {}, 0, False, "5"])
def test_a_result_of_nothing_found_is_a_result(results: object) -> None:
    events = [replace(e, data={"results": results}) if e.kind is called else e for e in healthy()]
    assert contract.missing_kinds(log(events)) == []
