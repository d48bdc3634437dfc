"""A whole run becomes a card: six factors, what cannot be seen, gates that nothing outshines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assess import assess
from scoring.card import as_dict
from scoring.events import Event, Kind, RunLog
from scoring.rubric import FOLDER, load_rubric
from scoring.tests.logs import called, calls, done, event, log, says, started, thinks

QUESTION = "We spend $2M a year on AI across AWS and Azure. How can we cut it?"
ANSWER = (
    "Of the $2,000,000 that you spend on AI a year, $1,100,000 goes to GPU compute and $900,000 to "
    "model APIs. Three changes save $460,000 a year (23%) and bring the bill to $1,540,000.\n\n"
    "1. The platform team stops the 7 idle GPU nodes on AWS by a schedule in week 2: saves "
    "$180,000 a year.\n"
    "2. The FinOps lead buys one-year Savings Plans for 70% of the base load in week 4: saves "
    "$160,000 a year.\n"
    "3. The application team routes simple requests to GPT-4o mini on Azure OpenAI by week 8: "
    "saves $120,000 a year.\n\n"
    "The work takes two engineers for 8 weeks, about $60,000 once. Success is measured every "
    "month: the bill falls from $166,667 to $128,333 and mean GPU utilization rises from 38% to "
    "60%.\n\n"
    "Risk: the small model may answer worse, so compare 500 answers a week and roll back where "
    "satisfaction drops by more than 2 points."
)
REFUSAL = "I'm sorry, but I can't help with that. Please ask your finance team."


def run(answer: str = ANSWER, question: str = QUESTION, seconds: float = 2.0) -> RunLog:
    """A team of three that works for a while and then brings this answer in pieces."""
    found = {"results": {"idle": 180_000, "gpu": 1_100_000, "machines": 7}}
    told = {"results": {"saving": 460_000, "left": 1_540_000}}
    half = len(answer) // 2
    events = [
        event(started, text=question),
        event(Kind.AGENT_HANDOFF, to_agent="Data"),
        event(calls, "Data", call_id="a"),
        event(called, "Data", call_id="a", data=found),
        event(thinks, "Data", text="Idle nodes cost $180,000."),
        event(Kind.AGENT_HANDOFF, "Data", to_agent="Advice"),
        event(thinks, "Advice", text="Data found $180,000 idle."),
        event(calls, "Advice", call_id="b"),
        event(called, "Advice", call_id="b", data=told),
        event(Kind.AGENT_HANDOFF, "Advice", to_agent="Lead"),
        event(says, text=answer[:half]),
        event(says, text=answer[half:]),
        event(done, text=answer),
    ]
    return log([_at(each, n, seconds) for n, each in enumerate(events)], question=question)


def _at(each: Event, number: int, seconds: float) -> Event:
    return replace(each, at=100.0 + number * seconds, frame=number)


def test_a_good_run_is_worth_acting_on() -> None:
    card = assess(QUESTION, ANSWER, run())
    assert card.passed is True
    assert [factor.score.value is not None for factor in card.factors] == [True] * 6
    assert card.factor("coordination").value == 1.0
    assert card.factor("tools").value == 1.0


def test_what_the_protocol_cannot_show_is_unscored_and_not_zero() -> None:
    card = assess(QUESTION, ANSWER, run(), cannot=["tools", "teams"])
    assert card.factor("tools").value is None
    assert card.factor("coordination").value is None
    assert "tools = false" in card.factor("tools").explanation
    assert card.passed is True


def test_without_a_log_the_whole_is_not_measured_but_the_answer_is() -> None:
    card = assess(QUESTION, ANSWER)
    assert card.overall.value is None
    assert card.level == "not measured"
    assert (card.factor("quality").value or 0) >= 0.75


def test_no_speed_and_no_tool_rescues_a_refusal() -> None:
    card = assess(QUESTION, REFUSAL, run(REFUSAL))
    assert card.passed is False
    assert (card.overall.value or 0) <= (card.factor("quality").value or 0) < 0.75
    assert "declines" in card.overall.explanation


def test_tools_whose_results_the_answer_ignores_earn_nothing() -> None:
    other = ANSWER.replace("180,000", "170,000").replace("1,100,000", "1,110,000")
    other = other.replace("460,000", "450,000").replace("1,540,000", "1,550,000")
    card = assess(QUESTION, other, run(other))
    assert card.factor("tools").value == 0.0


def test_a_run_that_brought_no_answer_has_no_speed() -> None:
    silent = run("")
    card = assess(QUESTION, "", silent)
    assert card.passed is False
    assert card.factor("performance").value == 0.0


def test_a_slow_answer_performs_worse_for_its_slowness_alone() -> None:
    fast, slow = (assess(QUESTION, ANSWER, run(seconds=each)) for each in (2.0, 200.0))
    assert (slow.factor("performance").value or 0) < (fast.factor("performance").value or 0)
    assert slow.factor("quality") == fast.factor("quality")


def test_padding_is_no_substance() -> None:
    short = "Stop the 7 idle GPU nodes on AWS in week 2: saves $180,000 a year. "
    once = assess(QUESTION, short, run(short)).factor("performance").value or 0
    often = assess(QUESTION, 12 * short, run(12 * short)).factor("performance").value or 0
    assert often <= once + 0.05


@pytest.mark.parametrize("question", ["What is the capital of France?", "Write a poem on rain."])
def test_other_subjects_have_no_cost_factor(question: str) -> None:
    card = assess(question, "Paris is the capital of France, on the river Seine.", run())
    assert card.factor("cost").value is None
    assert card.checks == ()


def test_a_rubric_of_ones_own_is_tried_first(tmp_path: object) -> None:
    mine = replace(load_rubric(FOLDER / "cloud_cost.toml"), name="our own")
    assert assess(QUESTION, ANSWER, rubric=mine).rubric == "our own"
    incident = "Our access key was leaked in a public repository. What now?"
    assert assess(incident, "Rotate the key.", rubric=mine).rubric == "incident response"


def test_a_rubric_says_which_factors_count() -> None:
    mine = load_rubric(FOLDER / "cloud_cost.toml")
    mine = replace(mine, name="plain", factors={"feasibility": False, "cost": True})
    found = assess(QUESTION, ANSWER, run(), rubric=mine).factor("feasibility")
    assert found.value is None
    assert "does not count for plain questions" in found.explanation


def test_every_span_lies_in_the_text_that_was_read() -> None:
    card = assess(QUESTION, f"<p>{ANSWER}</p>\r\n", run())
    assert card.marks
    for span in card.marks:
        assert 0 <= span.start < span.end <= len(card.text)


def test_a_secret_in_the_question_makes_no_difference() -> None:
    secret = "REF-0A1B2C3D4E5F6071"
    told = f"{QUESTION} (our reference: {secret})"
    plain = assess(QUESTION, ANSWER, run())
    assert assess(told, ANSWER, run(), secrets=[secret]).factors == plain.factors


def test_the_same_run_gets_the_same_card() -> None:
    assert as_dict(assess(QUESTION, ANSWER, run())) == as_dict(assess(QUESTION, ANSWER, run()))


@given(st.text(), st.text())
def test_any_text_gets_a_card(question: str, answer: str) -> None:
    card = assess(question, answer, run(answer or "x", question))
    assert card.overall.value is None or 0 <= card.overall.value <= 1
