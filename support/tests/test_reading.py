"""From frames to runs: what belongs to which question, and why an unfinished one stopped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Kind
from support.behaviour import Question
from support.reading import Conversation, read
from support.recording import RECV
from support.tests.recordings import ROOT, Line, asks, gets, notes, recording, sends, whole_run
from support.verdict import HarnessError

GREETING = [notes("open"), gets("connection_established", None)]
STARTED = gets("agent_started", agent_id="a1")


def told(*lines: Line) -> Conversation:
    return read(recording([*GREETING, *lines]))


def why(*lines: Line) -> str | None:
    return told(*lines).runs[0].gave_up


def test_a_whole_run_is_read_with_all_its_facts() -> None:
    talk = told(*whole_run(), notes("end"), notes("lag_floor", ms=0.4))
    (run,) = talk.runs
    assert (run.question, run.run_id, run.thread_id, run.user_id) == ("how?", "r1", "t1", "ann")
    assert (run.asked_at, run.closed_at) == (2.0, 6.0)
    assert (run.answer, run.streamed, run.completed) == ("Save $5.", "Save $5.", True)
    assert (run.gave_up, run.impatient, run.cancelled_at) == (None, False, None)
    assert [event.frame for event in run.events] == [3, 4, 5]
    assert talk.run_of(Question("how?", "r1", "t1")) is run
    assert (talk.name, talk.unmapped, talk.troubles) == ("customer 1", 0, ())
    assert talk.lag is not None
    assert talk.lag.at(0) == pytest.approx(0.0004)


def test_runs_at_once_are_kept_apart() -> None:
    first, second = whole_run("r1", "one"), whole_run("r2", "two")
    mixed = [line for pair in zip(first, second, strict=True) for line in pair]
    assert [run.answer for run in told(*mixed).runs] == ["one", "two"]


def nameless(kind: str = "agent_thinking", **fields: object) -> Line:
    """An event that does not say to which question it belongs."""
    return gets(kind, None, **fields)


END = gets("agent_completed", final_response="x", **ROOT)
BOTH = [asks("r1"), asks("r2")]


@pytest.mark.parametrize(
    "lines",
    [
        [*BOTH, nameless()],
        [*BOTH, (RECV, {"type": "agent_thinking", "run_id": None})],
        [*BOTH, gets("agent_started", "r1"), gets("agent_started", "r2"), nameless()],
        [*BOTH, nameless("agent_completed", final_response="x", **ROOT)],
        [*BOTH, nameless("event_batch", events=[{"type": "agent_thinking"}])],
        [*BOTH, nameless(), END, gets("agent_completed", "r2", final_response="x", **ROOT)],
        [asks("r0"), *BOTH, gets("run_cancelled", "r0"), nameless()],
        [*BOTH, gets("agent_completed", **ROOT | {"parent_agent_id": "a0"}), nameless()],
    ],
)
def test_events_that_could_belong_to_several_runs_are_mixed_up(lines: list[Line]) -> None:
    assert told(*lines).mixed is True


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [nameless()],
        [asks("r1"), nameless(), nameless("agent_completed", final_response="x")],
        [asks("r1"), asks("r1"), nameless()],
        [*BOTH, gets("agent_thinking", "r1"), gets("agent_thinking", "r2")],
        [*BOTH, gets("agent_thinking", "r3")],
        [*BOTH, END, nameless()],
        [*BOTH, gets("run_cancelled", "r1"), nameless()],
        [asks("r1"), END, asks("r2"), nameless()],
        [*BOTH, END, gets("agent_completed", "r2", final_response="x", **ROOT), nameless()],
        [*BOTH, nameless("heartbeat"), nameless("error", message="what?"), nameless("mystery")],
    ],
)
def test_events_that_can_belong_to_one_run_alone_are_not(lines: list[Line]) -> None:
    assert told(*lines).mixed is False


def test_an_event_of_a_run_never_asked_for_is_a_stranger_in_the_latest() -> None:
    talk = told(*whole_run("r1"), asks("r2"), gets("agent_thinking", "r3"))
    assert [len(run.strangers) for run in talk.runs] == [0, 1]
    assert talk.runs[1].strangers[0].run_id == "r3"


def test_a_greeting_for_somebody_else_is_a_stranger_and_ones_own_is_not() -> None:
    def greeting(user: str) -> Line:
        return gets("connection_established", None, user_id=user)

    (run,) = told(greeting("ann"), greeting("bob"), *whole_run()).runs
    assert [event.user_id for event in run.strangers] == ["bob"]


def test_an_event_before_any_question_stands_beside_the_runs() -> None:
    talk = told(gets("agent_thinking", "r9"), *whole_run())
    assert [event.kind for event in talk.beside_runs] == [Kind.SESSION, Kind.AGENT_THINKING]
    assert [event.run_id for event in talk.runs[0].strangers] == ["r9"]


def test_frames_that_no_rule_took_are_counted() -> None:
    assert told(gets("mystery"), gets("event_batch", events=[])).unmapped == 2


def test_a_repeated_question_is_one_run_from_its_first_asking() -> None:
    refusal = gets("error", code="duplicate_run", message="known already")
    talk = told(asks(), *whole_run()[:2], refusal)
    (run,) = talk.runs
    assert run.asked_at == 2.0
    assert len(run.events) == 1
    assert run.gave_up == "nothing more was recorded"


def test_a_resumed_run_goes_on() -> None:
    first, *rest = whole_run()
    resumed = [notes("dropped"), notes("open"), sends(type="resume", run_id="r1", last_seq=1)]
    talk = told(first, rest[0], *resumed, *rest[1:])
    (run,) = talk.runs
    assert talk.reconnected_at == (6.0,)
    assert run.completed
    assert [event.seq for event in run.events] == [1, 2, 3]


def test_a_cancel_counts_from_its_first_saying() -> None:
    cancel = sends(type="cancel", run_id="r1")
    other = sends(type="cancel", run_id="r9")
    (run,) = told(asks(), other, cancel, cancel, gets("run_cancelled")).runs
    assert (run.cancelled_at, run.gave_up) == (4.0, None)


@pytest.mark.parametrize("run_id", ["r1", None])
def test_a_refused_question_says_why(run_id: str | None) -> None:
    refusal = gets("error", run_id, code="rate_limited", message="too many questions")
    assert why(asks(), refusal) == "the agent refused the question: too many questions"
    assert why(asks(), STARTED, refusal) == "nothing more was recorded"
    known = gets("error", run_id, code="duplicate_run", message="known already")
    for harmless in (known, gets("heartbeat", run_id)):
        assert why(asks(), harmless) == "nothing more was recorded"
    assert why(asks(), gets("error", run_id)) == "the agent refused the question: no reason given"
    cancel, back = sends(type="cancel", run_id="r1"), sends(type="resume", run_id="r1")
    either = "the agent refused the question or the cancel: too many questions"
    assert why(asks(), cancel, refusal) == either
    gone = "the agent refused to take up the work again: too many questions"
    assert why(asks(), STARTED, cancel, back, refusal) == gone


def test_a_question_that_goes_out_again_is_the_same_question() -> None:
    (run,) = told(asks(), STARTED, asks(), gets("heartbeat"), asks()).runs
    assert len(run.repeated_at) == 2
    assert run.asked_at < run.repeated_at[0] < run.repeated_at[1]


def test_a_closed_connection_is_told_with_code_and_reason() -> None:
    closed = notes("closed", code=1011, reason="out of memory")
    sentence = str(why(asks(), STARTED, closed))
    assert sentence.startswith("the agent closed the connection (code 1011, out of memory")
    assert sentence.endswith(" after the question")
    assert "(code 1006)" in str(why(asks(), notes("close", code=1006, reason="")))
    assert why(asks(), closed, notes("open")) == "nothing more was recorded"


def test_trouble_is_told_to_the_run_that_it_concerns() -> None:
    trouble = notes("trouble", kind="patience", text="the suite stopped waiting", run_id="r2")
    first, second = told(asks("r1"), asks("r2"), trouble).runs
    assert second.gave_up == "the suite stopped waiting"
    assert first.gave_up == "nothing more was recorded"
    assert first.impatient
    assert second.impatient


def test_only_an_agent_that_cannot_be_reached_is_our_own_trouble() -> None:
    lines = [notes("trouble", kind=kind, text=kind) for kind in ("unreachable", "refused")]
    talk = told(*lines)
    assert [trouble.is_ours for trouble in talk.troubles] == [True, False]


def test_an_empty_recording_has_nothing_to_say() -> None:
    talk = read(recording([]))
    assert (talk.runs, talk.beside_runs, talk.lag) == ((), (), None)


LINES = st.lists(
    st.sampled_from(
        [
            *GREETING,
            *whole_run("r1"),
            *whole_run("r2"),
            sends(type="cancel", run_id="r1"),
            sends(type="resume", run_id="r2"),
            gets("error", None, message="no"),
            gets("agent_thinking", "r3"),
            gets("mystery"),
            notes("closed", code=1000),
            notes("trouble", kind="patience", text="enough"),
            notes("lag_floor", ms=1),
        ]
    )
)


@given(LINES)
def test_any_session_reads_the_same_twice_and_loses_nothing(lines: list[Line]) -> None:
    one = recording(lines)
    talk = read(one)
    assert talk == read(one)
    kept = [event for run in talk.runs for event in (*run.events, *run.strangers)]
    # What stands beside the runs may be a stranger to some of them as well.
    frames = {event.frame for event in (*kept, *talk.beside_runs)}
    assert len(frames) == sum(what == "recv" for what, _ in lines)
    for run in talk.runs:
        assert (run.gave_up is None) is (run.ending is not None)


@pytest.mark.parametrize("lost", [1, 4, 5])
def test_a_recording_that_is_no_longer_whole_says_nothing_about_the_agent(lost: int) -> None:
    lines = [*GREETING, *whole_run(), notes("end", received=4)]
    assert read(recording(lines)).runs[0].completed
    del lines[lost]
    with pytest.raises(HarnessError, match="holds 3 of the 4 messages"):
        read(recording(lines))
