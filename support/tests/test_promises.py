"""The contract and isolation as figures: kept, broken, or never put to the test."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from scoring.events import Event, Kind
from scoring.tests.logs import (
    THREAD,
    USER,
    called,
    calls,
    cancelled,
    done,
    event,
    fails,
    healthy,
    log,
    numbered,
    started,
    thinks,
    tool,
    without,
)
from support.agents.profile import Can
from support.benchmarks import promises
from support.benchmarks.isolation import seen_of_others
from support.benchmarks.judging import judge
from support.benchmarks.promises import AT_LEAST_ONE, NEVER
from support.benchmarks.timing import Measure
from support.customers import crowd
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.tests.recordings import asks, gets, notes, recording, whole_run
from support.verdict import Outcome

STRANGE = event(done, run_id="again-1", text="x")


@pytest.mark.parametrize(
    ("strangers", "told"),
    [
        ([STRANGE], ["there was work that nobody asked for (agent completed)"]),
        ([STRANGE, STRANGE], ["there was work that nobody asked for (agent completed)"]),
        ([event(started, run_id="again-1"), STRANGE], ["work began that nobody asked for"]),
        ([event(Kind.SESSION, run_id="again-1")], []),
    ],
)
def test_any_work_that_nobody_asked_for_counts(strangers: list[Event], told: list[str]) -> None:
    found = promises.worked_once(log(healthy(), strangers=tuple(strangers)), None)
    assert found.value == len(told)
    assert all(sentence in found.why for sentence in told)


MEASURES = {
    "five signs": promises.all_five_signs,
    "start": promises.start_first,
    "tools": promises.tools_answered,
    "helpers": promises.helpers_nested,
    "ending": promises.one_ending,
    "ids": promises.own_ids,
    "sequence": promises.in_sequence,
    "whole": promises.whole_answer,
    "answered": promises.answered,
    "once": promises.worked_once,
}
NAMES = {
    "five signs": "signs of work",
    "start": "start of the work",
    "tools": "tool results",
    "helpers": "helpers",
    "ending": "end of the work",
    "ids": "ownership",
    "sequence": "delivery",
    "whole": "pieces and answer",
    "answered": "answer",
    "once": "work on one question",
}
each = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@each
def test_a_healthy_run_keeps_every_promise(measure: Measure) -> None:
    found = measure(log(healthy()), None)
    assert found.value == 0
    assert found.why.startswith("kept over ")
    assert judge(found, NEVER).outcome is Outcome.MET


@each
def test_a_run_of_which_nothing_was_heard_keeps_none(measure: Measure) -> None:
    figure = judge(measure(log([], gave_up="it hung up"), None), NEVER)
    assert figure.outcome is Outcome.NOT_MET
    assert "it hung up" in figure.reason


@pytest.mark.parametrize("name", MEASURES)
def test_a_figure_has_the_same_name_and_unit_whether_kept_broken_or_unseen(name: str) -> None:
    bare = [event(kind, thread_id=None, user_id=None, text="x") for kind in (started, done)]
    for run in log(healthy()), log([]), log(bare):
        found = MEASURES[name](run, None)
        assert (found.name, found.unit) == (NAMES[name], "faults")


@pytest.mark.parametrize(
    ("name", "things", "capability"),
    [
        ("tools", "tool calls", "tools"),
        ("helpers", "helpers", "teams"),
        ("ids", "events with ids", "identity"),
        ("sequence", "numbered events", "sequence"),
    ],
)
def test_a_promise_about_what_was_never_seen_is_not_measured(
    name: str, things: str, capability: str
) -> None:
    bare = [event(kind, thread_id=None, user_id=None, text="x") for kind in (started, done)]
    figure = judge(MEASURES[name](log(bare), None), NEVER)
    assert figure.outcome is Outcome.NOT_MEASURED
    assert figure.reason == (
        f"there were no {things} to see in this run; if that is by design, "
        f"set {capability} = false under [can] in its profile"
    )
    assert hasattr(Can(), capability)


def test_a_question_worked_on_twice_is_told_however_the_agent_shows_it() -> None:
    again = [*healthy(), replace(event(started), at=101.5)]
    found = promises.worked_once(log(again), None)
    assert (found.value, found.why) == (1, "the run started again, by Lead (at 1.500 s)")
    stray = replace(event(started, run_id="run-2"), at=100.25)
    found = promises.worked_once(log(healthy(), strangers=(stray,)), None)
    assert (found.value, found.why) == (
        1,
        "work began that nobody asked for (at 0.250 s)",
    )
    both = promises.worked_once(log(again, strangers=(stray,)), None)
    assert both.value == 2
    assert judge(both, NEVER).outcome is Outcome.NOT_MET


def test_a_run_that_went_on_without_a_start_was_not_worked_on_once() -> None:
    found = promises.worked_once(log([e for e in healthy() if e.kind is not started]), None)
    assert found.value == 1
    assert found.why == "a thought (agent_thinking) came first, before any start (at 0.200 s)"


@pytest.mark.parametrize("name", ["tools", "sequence"])
def test_a_broken_promise_is_counted_with_its_moment(name: str) -> None:
    lost = next(e.seq for e in healthy() if e.kind is called)
    found = MEASURES[name](log(without(lost or 0)), None)
    assert found.value == 1
    seen_at = {"tools": 0.5, "sequence": 0.7}[name]
    assert found.why.endswith(f" (at {seen_at:.3f} s)")


def test_what_was_looked_at_is_counted() -> None:
    seen = {name: measure(log(healthy()), None).why for name, measure in MEASURES.items()}
    assert seen["helpers"] == "kept over 1 helpers"
    assert seen["tools"] == "kept over 2 tool calls"
    assert seen["sequence"] == "kept over 12 numbered events"
    assert seen["start"] == "kept over 12 events"


@pytest.mark.parametrize("known", ["thread_id", "user_id"])
def test_one_kind_of_id_is_enough_to_look_at(known: str) -> None:
    ids: dict[str, Any] = {"thread_id": THREAD, "user_id": USER}
    ids |= dict.fromkeys(ids.keys() - {known})
    own = event(thinks, **ids)
    end = event(done, text="x", **ids)
    assert promises.own_ids(log([own, end]), None).value == 0


def test_an_empty_answer_is_none() -> None:
    found = promises.answered(log(healthy(event(done, text=" "))), None)
    assert (found.value, found.why) == (1, "the answer is empty (at 1.200 s)")


def test_many_breaches_are_counted_and_the_first_three_told() -> None:
    for count, rest in (3, ""), (5, "; and 2 more"):
        open_calls = [tool(calls, f"c{n}") for n in range(count)]
        events = numbered(event(started), *open_calls, event(done))
        found = promises.tools_answered(log(events), None)
        assert found.value == count
        assert found.why.count("never reported") == 3
        assert found.why.endswith(f" (at 0.400 s){rest}")


@pytest.mark.parametrize(
    ("end", "at", "outcome"),
    [
        (event(cancelled), 100.9, Outcome.MET),
        (event(done, text="x"), 101.5, Outcome.NOT_MET),
        (event(done, text="x"), 100.85, Outcome.NOT_MEASURED),
        (event(thinks), 101.5, Outcome.NOT_MET),
    ],
)
def test_a_cancelled_run_ends_as_cancelled(end: Any, at: float, outcome: Outcome) -> None:
    run = log([event(started), replace(end, at=at)], cancelled_at=100.8, gave_up="enough")
    assert judge(promises.ended_cancelled(run, None), NEVER).outcome is outcome


def test_a_run_that_was_over_before_the_cancel_is_no_breach() -> None:
    figure = judge(promises.ended_cancelled(log(healthy()), None), NEVER)
    assert figure.outcome is Outcome.NOT_MEASURED
    assert figure.reason == "the moment to cancel never came: agent completed"


def test_an_error_counts_as_told_only_where_it_says_something() -> None:
    garbled: tuple[str, Any] = (SEND, {"": "{"})
    for error, count in ({"code": "bad_json"}, 1), ({"message": "unreadable"}, 1), ({}, 0):
        lines = [notes("open"), garbled, gets("error", None, **error), asks()]
        talk = read(recording(lines))
        found = promises.error_answers(talk, [talk])
        assert (found.value, found.unit) == (count, "errors")
        judged = judge(found, AT_LEAST_ONE).outcome
        assert judged is (Outcome.MET if count else Outcome.NOT_MET)


def test_of_messages_that_are_never_json_the_marked_one_is_the_garbled_one() -> None:
    plain: tuple[str, Any] = (SEND, {"": "a question in plain words"})
    early, late = (gets("error", None, message=word) for word in ("early", "late"))
    for answers, why in (((early, None), "no error was"), ((None, late), "told: late")):
        lines = [notes("open"), plain, answers[0], notes("garbled"), plain, answers[1], asks()]
        talk = read(recording([line for line in lines if line is not None]))
        assert promises.error_answers(talk, [talk]).why.startswith(why)


@pytest.mark.parametrize("other", ["before", "after", "named"])
def test_an_error_that_answers_something_else_does_not_count(other: str) -> None:
    error = gets("error", "r1" if other == "named" else None, message="no")
    lines = [notes("open"), (SEND, {"": "{"}), asks()]
    place = {"before": 1, "after": 3, "named": 2}[other]
    talk = read(recording([*lines[:place], error, *lines[place:]]))
    assert promises.error_answers(talk, [talk]).value == 0


def test_where_nothing_was_garbled_no_error_is_due() -> None:
    talk = read(recording([notes("open"), gets("error", None, message="no"), asks()]))
    assert promises.error_answers(talk, [talk]).value is None


@pytest.mark.parametrize("hurried", [False, True])
def test_what_did_not_come_counts_only_where_nobody_hurried(hurried: bool) -> None:
    facts = {"gave_up": "enough", "impatient": True, "hurried": hurried}
    run = log([replace(event(started), at=100.5)], **facts)
    for promise in (promises.answered, promises.one_ending, promises.all_five_signs):
        assert (promise(run, None).value is None) is hurried
    twice = log([replace(event(started), at=100.5)] * 2, **facts)
    assert promises.start_first(twice, None).value == 1


def test_a_run_that_failed_keeps_no_promise() -> None:
    failed = log(healthy(replace(event(fails, text="no model"), at=101.2)))
    for promise in (promises.tools_answered, promises.helpers_nested, promises.in_sequence):
        found = promise(failed, None)
        assert found.value is None
        assert "did not complete" in found.why


def talk_of(name: str, *said: str | bytes, user: str = USER, canary: str = "") -> Conversation:
    """What one customer heard, after two questions of their own."""
    number = name[-1]
    own = recording([asks(f"run-{n}-of-{number}", f"{THREAD}-{number}") for n in (1, 2)]).frames
    heard = [Frame(10.0 + n, RECV, data) for n, data in enumerate(said)]
    about = {"customer": name, "user": user, "canary": canary}
    return read(Recording(about, (*own, *heard)))


OTHER = talk_of("customer 2", "{}", user="bob@acme", canary="REF-2")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("see REF-2", "the secret of customer 2"),
        ('{"user":"bob@acme"}', "the user id of customer 2"),
        ("run-1-of-2", "the run id of customer 2"),
        ("run-2-of-2", "the run id of customer 2"),
        ("thread-1-2", "the thread of customer 2"),
        (b"\xffREF-2", "the secret of customer 2"),
    ],
)
def test_anything_of_somebody_else_is_found_and_named(said: str | bytes, what: str) -> None:
    talk = talk_of("customer 1", "{}", said, canary="REF-1")
    found = seen_of_others(talk, [talk, OTHER])
    assert (found.value, found.why) == (1, f"was shown {what} (at 11.000 s)")


def test_a_secret_in_pieces_is_found() -> None:
    pieces = [
        json.dumps({"type": "stream_chunk", "run_id": "run-1-of-1", "content": piece})
        for piece in ("see RE", "F-2!")
    ]
    talk = talk_of("customer 1", *pieces)
    assert "the secret of customer 2" in seen_of_others(talk, [talk, OTHER]).why


CANARY = "REF-00C0FFEE4B1D5A7E"
SECRETIVE = talk_of("customer 2", "{}", user="acme-customer-1", canary=CANARY)


def says(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, "run_id": "run-1-of-1", **fields})


@pytest.mark.parametrize(
    "said",
    [
        [says("stream_chunk", content=letter) for letter in CANARY],
        [says("agent_thinking", thought=part) for part in (CANARY[:9], CANARY[9:])],
        [says("agent_thinking", thought=CANARY[:9]), says("agent_thinking", content=CANARY[9:])],
        [says("tool_executing", tool_name=part) for part in (CANARY[:9], CANARY[9:])],
        [says("news", about=part) for part in (CANARY[:9], CANARY[9:])],
        [says("stream_chunk", content="x", run_id="r", more=[CANARY])],
        [CANARY[:9], CANARY[9:]],
        [CANARY[::-1]],
        [says("stream_chunk", content=base64.b64encode(CANARY.encode()).decode())],
    ],
)
def test_a_secret_is_found_however_it_is_cut_up(said: list[str]) -> None:
    talk = talk_of("customer 1", *said)
    found = seen_of_others(talk, [talk, SECRETIVE])
    assert (found.value, found.why.partition(" (")[0]) == (1, "was shown the secret of customer 2")


def test_the_words_with_which_a_connection_is_closed_are_searched_too() -> None:
    for said in (), ("{}",):
        heard = talk_of("customer 1", *said).recording
        closed = Frame(20.0, "closed", fields={"code": 4000, "reason": f"bye {CANARY}"})
        talk = read(Recording(heard.about, (*heard.frames, closed)))
        found = seen_of_others(talk, [talk, SECRETIVE])
        assert found.why == "was shown the secret of customer 2 (at 20.000 s)"


def test_a_name_that_goes_on_in_the_next_piece_is_another_name() -> None:
    def seen(*pieces: str, **more: Any) -> float | None:
        said = [says("stream_chunk", content=piece, **more) for piece in pieces]
        talk = talk_of("customer 1", *said, user="acme-customer-12")
        return seen_of_others(talk, [talk, SECRETIVE]).value

    assert seen("for acme-customer-1", "2 and acme-customer-1", "20") == 0
    assert seen("for acme-customer-1", " and") == 1
    assert seen("for acme-cust", "omer-1!") == 1
    assert seen("for you", user_id="acme-customer-1") == 1
    assert seen("deep", more=10**400) == 0


def test_two_customers_who_ask_are_no_finding() -> None:
    crowds = [crowd(2) for _ in range(20)]
    for pair in crowds:
        talks = []
        for customer in pair:
            ids = (f"run-{uuid4()}", f"thread-{uuid4()}")
            answer = f"You asked ({customer.canary}), {customer.name}: save $5. "
            lines = [asks(*ids, content=answer), *whole_run(ids[0], answer)[1:]]
            heard = recording(
                lines, customer=customer.name, user=customer.name, canary=customer.canary
            )
            talks.append(read(heard))
        for talk in talks:
            found = seen_of_others(talk, talks)
            assert (found.value, found.why) == (0, "searched 3 messages for 4 things of others")


def test_ones_own_things_are_no_breach() -> None:
    own = "ann@acme REF-22 run-1-of-1 thread-1-1"
    began = json.dumps({"type": "agent_started", "run_id": "run-1-of-1"})
    talk = talk_of("customer 1", own, began, canary="REF-22")
    found = seen_of_others(talk, [talk, OTHER])
    assert (found.name, found.unit) == ("isolation", "faults")
    assert (found.value, found.why) == (0, "searched 2 messages for 5 things of others")


def test_a_greeting_alone_shows_nothing_about_isolation() -> None:
    talk = talk_of("customer 1", '{"type": "connection_established"}')
    found = seen_of_others(talk, [talk, OTHER])
    assert (found.value, found.why) == (None, "nothing of the work was received")


def test_isolation_is_not_measured_where_there_was_nothing_to_see() -> None:
    alone = talk_of("customer 1", "{}")
    deaf = talk_of("customer 1")
    for talk, everybody in (alone, [alone]), (deaf, [deaf, OTHER]):
        found = seen_of_others(talk, everybody)
        assert (found.name, found.unit) == ("isolation", "faults")
        assert judge(found, NEVER).outcome is Outcome.NOT_MEASURED
