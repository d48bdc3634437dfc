"""The world of one scenario: whose figure it is, and what cannot be told apart."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from scoring.events import RunLog
from support.agents.budget import Budget
from support.benchmarks import promises, timing
from support.benchmarks.promises import NEVER
from support.customers import crowd
from support.lag import HarnessLag
from support.reading import Conversation, read
from support.suite import OpenAgent, Suite
from support.tests.recordings import Line, asks, gets, notes, recording, whole_run
from support.verdict import Limit, Measurement, NotMeasured, Outcome
from support.world import World

FIVE = Limit(5, "s")
MIXED = [asks("r1"), asks("r2"), gets("agent_thinking", None)]


def talk_of(*lines: Line, name: str = "customer 1") -> Conversation:
    return read(recording([notes("open"), *lines], customer=name))


def world(*talks: Conversation) -> World:
    made = World(cast(Suite, None), cast(OpenAgent, None), ("Feature", "Scenario"))
    made.conversations = list(talks)
    return made


def constant(found: Measurement) -> timing.Measure:
    def measure(_run: RunLog, _lag: HarnessLag | None) -> Measurement:
        return found

    return measure


def test_a_question_is_only_asked_where_all_of_them_may_be() -> None:
    agent = SimpleNamespace(budget=Budget(7))
    settings = SimpleNamespace(repeats=2)
    made = world()
    made.suite = cast(Suite, SimpleNamespace(settings=settings))
    made.door = cast(OpenAgent, SimpleNamespace(get=lambda: agent))
    made.afford(*crowd(3))
    made.times = 2
    with pytest.raises(NotMeasured, match=r"allows 7 questions in all .* this takes 12 more"):
        made.afford(*crowd(3))


KEPT = Measurement("tool results", "faults", 0, "kept over 2 tool calls")
BROKEN = replace(KEPT, value=3, why="three tools never reported")
LATE = Measurement("first sign of work", "s", 9.0, "after the question", True, 0.0)
FAILED = replace(LATE, value=None, why="no sign of work", failed=True)


@pytest.mark.parametrize("found", [KEPT, BROKEN, LATE, FAILED])
def test_nothing_is_judged_where_questions_cannot_be_told_apart(found: Measurement) -> None:
    mixed = world(talk_of(*MIXED))
    figures = mixed.judge(constant(found), FIVE)
    assert [figure.measurement.name for figure in figures] == (
        [f"{found.name}, question 1", f"{found.name}, question 2"]
    )
    for figure in figures:
        assert figure.outcome is Outcome.NOT_MEASURED
        assert figure.measurement.value is None
        assert figure.measurement.failed is False
        assert (figure.measurement.unit, figure.limit) == (found.unit, FIVE)
        assert figure.reason == (
            "the events do not say to which question they belong, so two at once cannot be told "
            "apart; if that is by design, set several_questions = false under [can] in its profile"
        )
    assert mixed.figures == figures


def test_one_mixed_conversation_leaves_the_others_as_they_are() -> None:
    several = world(talk_of(*MIXED), talk_of(*whole_run(), name="customer 2"))
    *mixed, clear = several.judge(promises.answered, NEVER)
    assert [figure.measurement.name for figure in mixed] == (
        ["answer, customer 1, question 1", "answer, customer 1, question 2"]
    )
    assert {figure.outcome for figure in mixed} == {Outcome.NOT_MEASURED}
    assert clear.measurement.name == "answer, customer 2"
    assert (clear.outcome, clear.measurement.value) == (Outcome.MET, 0)


def test_questions_that_can_be_told_apart_are_judged_each() -> None:
    two = world(talk_of(*whole_run("r1"), asks("r2"), gets("agent_thinking", "r2")))
    first, second = two.judge(promises.answered, NEVER)
    assert (first.measurement.name, first.outcome) == ("answer, question 1", Outcome.MET)
    assert (second.measurement.name, second.outcome) == ("answer, question 2", Outcome.NOT_MET)


def test_one_question_of_one_customer_needs_no_name() -> None:
    (figure,) = world(talk_of(*whole_run())).judge(constant(KEPT), NEVER)
    assert figure.measurement == KEPT
    assert (figure.outcome, figure.reason) == (Outcome.MET, KEPT.why)


def test_what_is_asked_of_a_whole_conversation_names_no_question() -> None:
    talks = [talk_of(*whole_run("r1"), *whole_run("r2")), talk_of(name="customer 2")]
    figures = world(*talks).judge_talk(lambda _talk, _all: KEPT, NEVER)
    assert [figure.measurement.name for figure in figures] == (
        ["tool results, customer 1", "tool results, customer 2"]
    )
    assert {figure.outcome for figure in figures} == {Outcome.MET}
