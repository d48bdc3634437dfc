"""How a customer came through, read from recordings: each figure right, and each reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from support.benchmarks import recovery, resumption, trouble
from support.benchmarks.judging import judge
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.verdict import Limit, Outcome

ASK = {"content": "q", "run_id": "r1", "thread_id": "t1"}


def told(*frames: Frame, hurried: bool = False) -> Conversation:
    about = {"customer": "customer 1", "user": "u1", "hurried": hurried}
    floor = Frame(0.0, "lag_floor", None, {"ms": 0.1})
    return read(Recording(about, (floor, *sorted(frames, key=lambda frame: frame.t))))


def sent(t: float, kind: str = "user_message", **fields: object) -> Frame:
    payload = {"payload": ASK} if kind == "user_message" else {"run_id": "r1"}
    return Frame(t, SEND, json.dumps({"type": kind, **payload, **fields}))


def heard(t: float, seq: int, kind: str = "agent_thinking", **fields: object) -> Frame:
    base = {"type": kind, "run_id": "r1", "thread_id": "t1", "seq": seq, "agent_id": "a"}
    return Frame(t, RECV, json.dumps({**base, "parent_agent_id": None, **fields}))


def line(t: float, kind: str, /, **fields: object) -> Frame:
    return Frame(t, kind, None, fields)


def fault(begin: float, end: float) -> tuple[Frame, Frame]:
    return (
        line(begin, "fault", what="the line breaks", now="begins"),
        line(end, "fault", what="the line breaks", now="ends"),
    )


def end(t: float, seq: int, text: str = "Save $5.") -> Frame:
    return heard(t, seq, "agent_completed", final_response=text)


WELL = (
    sent(1.0),
    heard(1.1, 1, "agent_started"),
    *fault(2.0, 4.0),
    line(2.1, "closed", code=1006, reason=""),
    line(2.2, "attempt", number=1),
    line(2.4, "attempt", number=2),
    line(4.3, "attempt", number=3),
    line(4.31, "open", subprotocol=None),
    sent(4.4, "resume", last_seq=1),
    heard(4.5, 2),
    end(5.0, 3),
    line(5.5, "end"),
)


def test_a_customer_who_came_through_well() -> None:
    talk = told(*WELL)
    assert trouble.windows(talk) == [trouble.Window("the line breaks", 2.0, 4.0)]
    assert recovery.clear_state(talk).value == pytest.approx(0.1)
    assert recovery.noticed(talk).value == pytest.approx(0.1)
    assert recovery.recovered(talk).value == pytest.approx(0.5)
    assert recovery.answered(talk).value == pytest.approx(1.0)
    assert recovery.let_in(talk).value == 1
    assert "3 in all, with pauses of 0.20, 1.90 s" in recovery.let_in(talk).why
    assert resumption.delivered(talk, talk.runs[0]) == ([], [])
    assert [each.value for each in resumption.lost([(talk, talk.runs[0])])] == [0, 0]


def test_the_story_is_told_in_order() -> None:
    told_lines = trouble.story(told(*WELL)).splitlines()
    assert told_lines[:3] == [
        "   1.000 s  the line breaks: it begins",
        "   1.100 s  the line: closed 1006",
        "   1.200 s  the line: attempt 1",
    ]
    assert told_lines[-1] == "   3.310 s  the line: open"


def test_where_nothing_went_wrong_nothing_is_said() -> None:
    talk = told(sent(1.0), heard(1.1, 1, "agent_started"), end(2.0, 2))
    measures = (recovery.clear_state, recovery.noticed, recovery.recovered, recovery.answered)
    for measure in (*measures, recovery.cancelled, recovery.let_in):
        found = measure(talk)
        assert (found.value, found.failed) == (None, False)
        assert "nothing went wrong" in found.why


def test_silence_on_an_open_line_is_no_clear_state() -> None:
    talk = told(
        sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), heard(2.5, 2), heard(6.0, 3), end(7.0, 4)
    )
    assert recovery.clear_state(talk).value == pytest.approx(3.5)
    assert recovery.noticed(talk).failed


def test_a_line_that_is_only_alive_is_no_clear_state() -> None:
    quiet = (sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), heard(6.0, 2), end(7.0, 3))
    assert recovery.clear_state(told(*quiet)).value == pytest.approx(4.0)
    alive = [line(at, "alive") for at in (3.0, 4.5)]
    assert recovery.clear_state(told(*quiet, *alive)).value == pytest.approx(4.0)


def test_who_waits_for_nothing_needs_no_clear_state() -> None:
    before = (sent(1.0), heard(1.1, 1), end(1.5, 2), *fault(2.0, 9.0))
    assert recovery.clear_state(told(*before)).value == 0
    meanwhile = sent(5.0, payload={**ASK, "run_id": "r2"})
    late = recovery.clear_state(told(*before, meanwhile, heard(6.5, 1, run_id="r2")))
    assert late.value == pytest.approx(1.5)
    never = recovery.clear_state(told(*before, meanwhile, line(30.0, "end")))
    assert (never.value, never.failed) == (None, True)


def test_an_error_that_is_told_is_noticed() -> None:
    error = heard(
        2.3, 2, "tool_completed", tool_call_id="c", tool_name="t", results={}, is_error=True
    )
    talk = told(sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), error, end(3.0, 3))
    assert recovery.noticed(talk).value == pytest.approx(0.3)
    assert recovery.recovered(talk).value == 0  # all was done before it was over


def failed_tool(t: float, seq: int, **fields: object) -> Frame:
    told = {"tool_call_id": "c", "tool_name": "t", "results": {}, "is_error": True}
    return heard(t, seq, "tool_completed", **{**told, **fields})


SWALLOWED = "neither the line nor the agent ever said so"


@pytest.mark.parametrize(
    ("further", "value", "failed", "words"),
    [
        ((), None, True, SWALLOWED),
        ((line(3.5, "closed"),), None, True, SWALLOWED),
        ((line(2.7, "closed"),), 0.7, False, "after it went wrong"),
        ((sent(4.2, payload={**ASK, "run_id": "r2"}), failed_tool(4.3, 1, run_id="r2")), None,
         True, SWALLOWED),
        ((failed_tool(3.4, 9, run_id=None),), 1.4, False, "after it went wrong"),
    ],
)  # fmt: skip
def test_only_what_falls_into_the_work_in_trouble_is_noticed(
    further: tuple[Frame, ...], value: float | None, failed: bool, words: str
) -> None:
    asked = sent(2.5, payload=ASK)  # meanwhile
    found = recovery.noticed(told(*fault(2.0, 4.0), asked, heard(2.6, 1), end(3.0, 2), *further))
    assert found.value == pytest.approx(value)
    assert found.failed is failed
    assert words in found.why


def test_whose_work_was_over_before_the_line_went_down_noticed_nothing() -> None:
    talk = told(sent(1.0), *fault(2.0, 4.0), end(2.1, 1), line(2.2, "closed"))
    found = recovery.noticed(talk)
    assert (found.value, found.failed) == (None, False)
    assert "over before the line went down" in found.why


def test_work_that_never_comes_back_is_a_failure_and_impatience_is_not() -> None:
    frames = (sent(1.0), heard(1.1, 1), *fault(2.0, 3.0), line(9.0, "end"))
    found = recovery.recovered(told(*frames))
    assert found.failed
    assert "no work came back" in found.why
    gave_up = line(8.0, "trouble", kind="patience", text="the customer gave up", run_id="r1")
    assert not recovery.recovered(told(*frames, gave_up, hurried=True)).failed
    assert recovery.recovered(told(*frames, gave_up)).failed


@pytest.mark.parametrize(
    ("replay", "lost", "again"),
    [
        ((2, 3), [], []),
        ((1, 2, 3), [], [1]),
        ((2, 2, 3), [], [2]),
        ((3,), [2, 3], []),
    ],
)
def test_what_comes_after_a_break(
    replay: tuple[int, ...], lost: list[int], again: list[int]
) -> None:
    frames = [heard(4.5 + n / 10, seq) for n, seq in enumerate(replay)]
    talk = told(sent(1.0), heard(1.1, 1), sent(4.0, "resume", last_seq=1), *frames)
    assert resumption.delivered(talk, talk.runs[0]) == (lost, again)


def test_what_the_app_gave_up_at_a_gap_is_neither_lost_nor_sent_twice() -> None:
    talk = told(
        sent(1.0),
        heard(1.1, 1),
        heard(1.2, 3),
        heard(1.2, 2),
        sent(4.0, "resume", last_seq=2),
        heard(4.1, 3),
        end(4.2, 4),
    )
    assert resumption.delivered(talk, talk.runs[0]) == ([], [])


def test_a_copy_that_the_suite_made_is_not_the_agents() -> None:
    talk = told(sent(1.0), heard(1.1, 1), heard(1.2, 2), heard(1.3, 2), end(1.4, 3))
    assert resumption.lost([(talk, talk.runs[0])])[1].value == 1
    assert resumption.lost([(talk, talk.runs[0])], 1)[1].value == 0


def test_what_nobody_numbered_is_not_said_to_be_whole() -> None:
    started = {"type": "agent_started", "run_id": "r1", "thread_id": "t1", "agent_id": "a"}
    talk = told(sent(1.0), Frame(1.1, RECV, json.dumps(started)), line(9.0, "end"))
    assert [each.value for each in resumption.lost([(talk, talk.runs[0])])] == [None, None]
    assert [each.value for each in resumption.lost([])] == [None, None]


def test_a_run_without_an_end_has_lost_it() -> None:
    talk = told(sent(1.0), heard(1.1, 1), line(9.0, "end"))
    missing, _ = resumption.lost([(talk, talk.runs[0])])
    assert missing.value == 1
    assert "the end never came" in missing.why


def test_a_cancel_counts_from_the_end_of_the_trouble() -> None:
    stop = heard(4.5, 2, "run_cancelled", reason="asked")
    talk = told(sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), sent(2.1, "cancel"), stop)
    assert recovery.cancelled(talk).value == pytest.approx(0.5)
    talk = told(sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), sent(2.1, "cancel"), end(4.5, 2))
    assert "the work went on" in recovery.cancelled(talk).why
    talk = told(sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), sent(2.1, "cancel"), line(9.0, "end"))
    assert "never confirmed" in recovery.cancelled(talk).why


@pytest.mark.parametrize("attempts", [0, 1])
def test_who_never_comes_through_was_not_let_in(attempts: int) -> None:
    knocks = [line(4.2, "attempt", number=1)] * attempts
    frames = (sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), *knocks)
    gave_up = line(9.0, "trouble", kind="patience", text="the customer gave up", run_id="r1")
    figures = [
        judge(recovery.let_in(told(*frames, gave_up, hurried=hurried)), Limit(1, ""))
        for hurried in (False, True)
    ]
    assert [figure.outcome for figure in figures] == [Outcome.NOT_MET, Outcome.NOT_MEASURED]
    for figure in figures:
        assert f"never let in again: {attempts} in all" in figure.reason
        assert "the customer gave up" in figure.reason


def test_who_had_everything_before_had_not_to_be_let_in() -> None:
    talk = told(sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), end(3.0, 2), line(9.0, "end"))
    found = recovery.let_in(talk)
    assert (found.value, found.failed) == (None, False)
    assert "all was done before" in found.why


SHUT = (line(4.5, "attempt", number=3), line(4.6, "open", subprotocol=None),
        line(4.7, "closed", code=1008, reason="too many broken lines"))  # fmt: skip
REFUSED = (line(4.5, "attempt", number=3),
           line(4.7, "setback", kind="refused", text="refused with HTTP 429"))  # fmt: skip


@pytest.mark.parametrize(
    ("turned_away", "words"),
    [
        (SHUT, "the line was closed (code 1008, too many broken lines)"),
        (REFUSED, "refused with HTTP 429"),
    ],
)
def test_how_one_who_came_back_was_turned_away_is_told(
    turned_away: tuple[Frame, ...], words: str
) -> None:
    frames = (sent(1.0), heard(1.1, 1), *fault(2.0, 4.0), line(2.1, "closed", code=1006, reason=""),
              line(3.0, "attempt", number=1), line(3.1, "setback", kind="refused", text="down"),
              *turned_away)  # fmt: skip
    in_the_end = told(*frames, line(5.0, "attempt", number=4), heard(5.1, 2), end(5.2, 3))
    assert recovery.let_in(in_the_end).value == 2
    assert recovery.let_in(in_the_end).why.endswith(f"; the last that failed: {words}")
    never = told(*frames, line(9.0, "end"))
    for found in (recovery.let_in(never), recovery.recovered(never), recovery.answered(never)):
        assert f"the last attempt to come back: {words}" in found.why
        assert "down" not in found.why


def test_who_was_let_in_at_once_was_not_turned_away() -> None:
    assert "failed" not in recovery.let_in(told(*WELL)).why


def test_a_message_that_is_no_event_of_the_run_may_count_among_its_numbers() -> None:
    status = heard(4.5, 2, "agent_status")
    frames = [*(each for each in WELL if each.t != 4.5), status]
    talk = told(*frames)
    assert resumption.delivered(talk, talk.runs[0]) == ([], [])
    late = replace(status, t=5.5)
    again = told(*(each for each in frames if each is not status), late)
    assert resumption.delivered(again, again.runs[0]) == ([2, 3], [])
