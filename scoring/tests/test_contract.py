"""The event contract: a healthy run keeps it, and every way to break it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring import contract
from scoring.endings import endings
from scoring.events import Event, Kind, RunLog
from scoring.findings import Finding
from scoring.tests.logs import (
    ANSWER,
    called,
    calls,
    cancelled,
    done,
    event,
    fails,
    healthy,
    log,
    numbered,
    said,
    says,
    started,
    thinks,
    tool,
    unended,
    without,
)

Check = Callable[[RunLog], list[Finding]]

CHECKS: list[Check] = [
    contract.missing_kinds,
    contract.starts_late,
    contract.unpaired_tools,
    contract.unnested_agents,
    endings,
    contract.foreign_ids,
    contract.sequence_breaks,
    contract.broken_pieces,
]
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)

CANCELLED = event(cancelled, text="the customer changed her mind")
FAILED = event(fails, text="the model is down")
WHOLE = event(done, text="".join(ANSWER))


@each_check
def test_a_healthy_run_keeps_it(check: Check) -> None:
    assert check(log(healthy())) == []


@pytest.mark.parametrize("end", [CANCELLED, FAILED], ids=["cancelled", "failed"])
@pytest.mark.parametrize("check", [contract.unpaired_tools, contract.unnested_agents, endings])
def test_a_run_that_was_broken_off_may_leave_tools_and_agents_open(
    check: Check, end: Event
) -> None:
    begun = [event(started), event(started, "Helper"), tool(calls, "c1")]
    assert check(log(numbered(*begun, end), cancelled_at=100.35)) == []
    assert contract.unpaired_tools(log(numbered(*begun, WHOLE)))
    assert contract.unnested_agents(log(numbered(*begun, WHOLE)))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (thinks, "a thought (agent_thinking)"),
        (calls, "a tool at work (tool_executing)"),
        (called, "a tool's result (tool_completed)"),
    ],
)
def test_a_sign_that_never_came_is_named(kind: Kind, words: str) -> None:
    run = log([e for e in healthy() if e.kind is not kind])
    assert said(contract.missing_kinds(run)) == f"{words} never came"


def test_a_helpers_end_is_no_answer() -> None:
    run = log(unended(healthy()), gave_up="the line went dead")
    expected = "the completion (agent_completed) never came: the line went dead"
    assert said(contract.missing_kinds(run)) == expected


def test_why_the_answer_is_missing_is_told() -> None:
    found = said(contract.missing_kinds(log(healthy(FAILED))))
    assert found == (
        "the completion (agent_completed) never came: "
        "the run ended with an error (agent_error) (the model is down)"
    )


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([], "nothing arrived: it hung up"),
        (
            [event(thinks), *healthy()],
            "a thought (agent_thinking) came first, before any start",
        ),
        ([event(started, "Helper")], "Helper started before the agent it works for"),
        ([*healthy(), event(started)], "the run started again, by Lead"),
    ],
)
def test_a_wrong_start_is_told(events: list[Event], sentence: str) -> None:
    assert said(contract.starts_late(log(events, gave_up="it hung up"))) == sentence


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([tool(calls, "c1")], "the tool spend never reported its result (call c1)"),
        ([tool(called, "c1")], "the tool spend reported a result for c1, never called"),
        ([tool(calls, "c1")] * 2 + [tool(called, "c1")], "the call c1 of the tool spend began"),
        ([tool(calls, "c1")] + [tool(called, "c1")] * 2, "of the tool spend ended twice"),
        ([tool(called, "c1"), tool(calls, "c1")], "never called"),
        (
            [tool(calls, "c1"), tool(called, "c1", "prices")],
            "the call c1 began as the tool spend and ended as the tool prices",
        ),
    ],
)
def test_a_tool_call_out_of_order_is_told(events: list[Event], sentence: str) -> None:
    assert sentence in said(contract.unpaired_tools(log([*events, WHOLE])))


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([event(started, "Helper")], "Helper started and never ended"),
        (
            [event(thinks, "Helper"), event(done, "Helper")],
            "Helper sent a thought (agent_thinking) without a start",
        ),
        ([event(started, "H", parent_agent_id="nobody")], "H works for an unknown agent"),
        ([event(started, "H"), event(started, "H")], "H started twice"),
        (
            [event(started, "H"), event(done, "H"), event(thinks, "H")],
            "H sent a thought (agent_thinking) after it had ended",
        ),
        (
            [event(started, "H"), event(fails, "H"), event(thinks, "H")],
            "H sent a thought (agent_thinking) after it had ended",
        ),
    ],
)
def test_a_helper_outside_the_work_is_told(events: list[Event], sentence: str) -> None:
    assert sentence in said(contract.unnested_agents(log([event(started), *events, WHOLE])))


def test_an_agent_that_never_started_is_told_once() -> None:
    stranger = [event(thinks, "H"), event(thinks, "H"), event(done, "H")]
    findings = contract.unnested_agents(log([event(started), *stranger, WHOLE]))
    assert said(findings) == "H sent a thought (agent_thinking) without a start"


def test_who_names_no_agent_and_whoever_confirms_a_cancel_is_nobodys_helper() -> None:
    nameless = event(thinks, agent_id=None)
    gateway = event(cancelled, "Gateway")
    assert contract.unnested_agents(log([event(started), nameless, gateway])) == []


def test_a_helper_that_ends_after_the_run_is_told() -> None:
    events = [event(started), event(started, "H"), WHOLE, event(done, "H")]
    assert said(contract.unnested_agents(log(events))) == "H ended after the run"


def test_a_helper_may_go_on_after_an_error_that_it_recovers_from() -> None:
    hiccup = event(fails, "H", recoverable=True)
    events = [event(started), event(started, "H"), hiccup, event(done, "H"), WHOLE]
    assert contract.unnested_agents(log(events)) == []
    assert endings(log(events)) == []


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (event(thinks), "a thought (agent_thinking)"),
        (WHOLE, "the completion (agent_completed)"),
        (CANCELLED, "the confirmation of a cancel (run_cancelled)"),
        (event(done, "Helper"), "the completion (agent_completed)"),
    ],
)
def test_whatever_comes_after_the_end_is_told(late: Event, words: str) -> None:
    (finding,) = endings(log([*healthy(), replace(late, at=103.0)]))
    assert finding.sentence == f"{words} by {late.agent} came 1.800 s after the end of the run"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (started, "the start (agent_started)"),
        (says, "a piece of the answer (text_delta)"),
        (Kind.AGENT_HANDOFF, "a handoff (agent_handoff)"),
        (fails, "an error (agent_error)"),
        (Kind.AGENT_REASONING, "agent reasoning"),
    ],
)
def test_an_event_is_called_as_customers_and_engineers_call_it(kind: Kind, words: str) -> None:
    (finding,) = endings(log([*healthy(), replace(event(kind), at=103.0)]))
    assert finding.sentence == f"{words} by Lead came 1.800 s after the end of the run"


def test_a_run_without_an_end_is_told() -> None:
    run = log(unended(healthy()), gave_up="12 s of silence")
    assert said(endings(run)) == "the run never ended: 12 s of silence"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("thread_id", "a thought (agent_thinking) carries another thread (x)"),
        ("user_id", "a thought (agent_thinking) names another user (x)"),
    ],
)
def test_an_id_of_somebody_else_is_told(field: str, sentence: str) -> None:
    assert said(contract.foreign_ids(log([event(thinks, **{field: "x"})]))) == sentence


def test_a_stray_event_of_another_run_is_told_and_missing_ids_are_not() -> None:
    stray = event(thinks, run_id="run-2")
    found = contract.foreign_ids(log(healthy(), strangers=(stray,)))
    assert said(found) == "a thought (agent_thinking) carries the id of another run (run-2)"
    greeting = event(Kind.SESSION, run_id=None, thread_id=None, user_id="bob")
    found = contract.foreign_ids(log(healthy(), strangers=(greeting,)))
    assert said(found) == "the agent's greeting names another user (bob)"
    assert contract.foreign_ids(log([event(thinks, thread_id=None, user_id=None)])) == []


@pytest.mark.parametrize(
    ("run_id", "shown"),
    [
        ("r1\u200b", "(r1\\u200b)"),
        ("\u202er1", "(\\u202er1)"),
        ("r1\x00", "(r1\\x00)"),
        ("größer 1", "(größer 1)"),
        ("x" * 500, f"({'x' * 120}…)"),
    ],
)
def test_an_id_that_looks_like_another_is_spelled_out(run_id: str, shown: str) -> None:
    assert shown in said(contract.foreign_ids(log([event(thinks, run_id=run_id)])))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([1, 3], "event 2 is missing before event 3"),
        ([1, 5], "event 2 to 4 is missing before event 5"),
        ([2], "event 1 is missing before event 2"),
        ([1, 2, 2], "event 2 came twice"),
        ([1, 3, 2], "event 2 is missing before event 3; event 2 came after event 3"),
        ([1, 2, None], "a thought (agent_thinking) has a number that is none ('x')"),
    ],
)
def test_a_break_in_the_numbers_is_told(numbers: list[int | None], sentence: str) -> None:
    events = [event(thinks, seq=number, data={"seq": number or "x"}) for number in numbers]
    last = max(number or 0 for number in numbers) + 1
    ended = [*events, event(done, seq=last, data={"seq": last})]
    assert said(contract.sequence_breaks(log(ended))) == sentence


@pytest.mark.parametrize(
    ("numbers", "gave_up", "sentence"),
    [
        ([1, 2], None, "nothing came after event 2"),
        ([1, 2], "12 s of silence", "nothing came after event 2: 12 s of silence"),
        ([2, 1], None, "event 1 came after event 2; nothing came after event 2"),
        ([1, None], None, "has a number that is none ('x'); nothing came after event 1"),
        ([None], "it hung up", "is none ('x'); nothing came after event 0: it hung up"),
    ],
)
def test_a_numbered_run_that_never_ended_lost_its_rest(
    numbers: list[int | None], gave_up: str | None, sentence: str
) -> None:
    events = [event(thinks, seq=number, data={"seq": number or "x"}) for number in numbers]
    findings = contract.sequence_breaks(log(events, gave_up=gave_up))
    assert said(findings).endswith(sentence)
    assert findings[-1].at is None


@pytest.mark.parametrize("end", [CANCELLED, FAILED, WHOLE], ids=["cancelled", "failed", "done"])
def test_no_number_is_missed_after_an_end_of_any_kind(end: Event) -> None:
    assert contract.sequence_breaks(log(healthy(end))) == []


def test_a_helpers_end_is_not_the_end_of_the_numbers() -> None:
    events = numbered(event(started), event(started, "Helper"), event(done, "Helper"))
    assert said(contract.sequence_breaks(log(events))) == "nothing came after event 3"


def test_without_numbers_nothing_is_missed_after_the_last() -> None:
    assert contract.sequence_breaks(log([event(started), event(thinks)])) == []
    assert contract.sequence_breaks(log([])) == []


def test_numbers_are_all_or_nothing() -> None:
    assert contract.sequence_breaks(log([event(thinks), event(done)])) == []
    mixed = [*numbered(event(started), event(done)), event(thinks)]
    found = said(contract.sequence_breaks(log(mixed)))
    assert found == "a thought (agent_thinking) has no number"


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (healthy(event(done, text=" ")), "the answer is empty"),
        ([WHOLE], "no piece of the answer was shown before the whole"),
        (without(10), "from character 10 on they say '$4,200 a month.', the answer 'idle GPUs"),
        (unended(healthy()), "no answer arrived"),
        (
            healthy(FAILED),
            "no answer arrived: the run ended with an error (agent_error) (the model is down)",
        ),
    ],
)
def test_pieces_that_are_not_the_answer_are_told(events: list[Event], sentence: str) -> None:
    assert sentence in said(contract.broken_pieces(log(events)))


def test_a_cancel_that_nobody_asked_for_excuses_nothing() -> None:
    begun = [event(started), event(started, "Helper"), tool(calls, "c1")]
    run = log(numbered(*begun, CANCELLED))
    assert "never reported its result" in said(contract.unpaired_tools(run))
    assert "started and never ended" in said(contract.unnested_agents(run))


def test_what_comes_after_the_end_does_not_count_as_shown() -> None:
    ended = [event(started), event(done, text="Save $5."), event(thinks), tool(calls, "c1")]
    run = log(numbered(*ended, tool(called, "c1"), event(says, text="Save $5.")))
    assert "a thought (agent_thinking) never came" in said(contract.missing_kinds(run))
    assert said(contract.broken_pieces(run)) == (
        "no piece of the answer was shown before the whole"
    )


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060\ufeff", "\x00"])
def test_an_answer_that_nobody_can_see_is_empty(text: str) -> None:
    run = log(healthy(event(done, text=text)))
    assert said(contract.broken_pieces(run)) == "the answer is empty"


def test_a_message_that_nobody_can_read_is_a_loss() -> None:
    garbage = event(Kind.UNMAPPED, text="{")
    run = log(healthy(), unmapped=(garbage,))
    assert said(contract.sequence_breaks(run)) == "a message came that nobody can read"
    named = event(Kind.UNMAPPED, data={"type": "applause"})
    assert contract.sequence_breaks(log(healthy(), unmapped=(named,))) == []


def test_an_unknown_message_of_the_run_after_its_end_is_told() -> None:
    late = replace(event(Kind.UNMAPPED, data={"type": "applause"}), at=109.0)
    assert "after the end of the run" in said(endings(log(healthy(), unmapped=(late,))))


def test_what_came_in_one_breath_with_the_end_is_told_by_its_place() -> None:
    end = healthy()[-1]
    glued = replace(event(Kind.UNMAPPED, data={"type": "x"}), at=end.at, frame=end.frame + 1)
    assert "an unknown message" in said(endings(log(healthy(), unmapped=(glued,))))
    before = replace(glued, frame=end.frame - 1)
    assert endings(log(healthy(), unmapped=(before,))) == []


def test_signs_without_an_answer_are_not_all_signs() -> None:
    run = log(healthy(event(done, text=" ")))
    assert said(contract.missing_kinds(run)) == "the answer is empty"


def test_a_helper_known_by_its_name_alone_may_be_called_twice() -> None:
    once = [event(started, "Analyst"), event(done, "Analyst")]
    twice = log(numbered(event(started), *once, *once, event(done, text="x")))
    assert contract.unnested_agents(twice) == []
