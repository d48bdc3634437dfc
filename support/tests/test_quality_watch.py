"""Quality over time: falls are told with what fell, and healthy answers raise no alarm."""

from __future__ import annotations

import random

import pytest

from scoring.drift import falls
from scoring.events import Event, Kind, RunLog
from support.benchmarks.judging import judge
from support.benchmarks.quality_watch import NO_FALL, falls_of, graded, quality_held
from support.evidence.attach import _drawing_problem
from support.evidence.quality_chart import quality_svg, quality_table
from support.reference_agent.billing import TENANTS
from support.reference_agent.degradation import WAYS
from support.reference_agent.tests.asking import COST_QUESTIONS, GOLDEN, ask
from support.verdict import Outcome

NARROW = "How can we cut what we pay for idle GPUs?"


def run_of(question: str, answer: str, at: float) -> RunLog:
    ending = Event(Kind.AGENT_COMPLETED, at + 2, 1, root=True, text=answer)
    return RunLog(question, f"r{at}", "t", "u", at, at + 3, (ending,))


def talk(way: str, first: int = 6, last: int = 8, count: int = 12) -> list[RunLog]:
    """Twelve answers a dozen seconds apart, some of them degraded this way."""
    runs = []
    for number in range(count):
        question = (GOLDEN, NARROW)[number % 2]
        answer = ask(question).answer
        told = WAYS[way](answer) if first <= number <= last else answer
        runs.append(run_of(question, told, 12.0 * number))
    return runs


@pytest.mark.parametrize("way", [way for way in WAYS if way != "failing-tool"])
def test_every_way_of_getting_worse_is_noticed_and_told(way: str) -> None:
    answers = graded(talk(way))
    figure = judge(quality_held(answers), NO_FALL)
    assert figure.outcome is Outcome.NOT_MET
    (fall,) = falls_of(answers)
    assert (fall.began, fall.restored) == (6, 9)
    assert fall.noticed <= 8
    assert fall.lasted_s == pytest.approx(36.0)
    assert "quality fell with answer 7" in figure.reason
    assert "restored with answer 10, 36.0 s later" in figure.reason


def test_what_fell_most_is_named() -> None:
    vague, stale = (graded(talk(way)) for way in ("vaguer", "stale-data"))
    assert "agreement with what was said before" in falls_of(stale)[0].sentence
    assert falls_of(vague)[0].part != "the whole"


def test_healthy_answers_are_not_called_into_question() -> None:
    figure = judge(quality_held(graded(talk("shorter", first=99))), NO_FALL)
    assert figure.outcome is Outcome.MET
    assert "12 answers, never below" in figure.reason


def test_too_few_answers_are_not_measured() -> None:
    figure = judge(quality_held(graded(talk("shorter", count=6))), NO_FALL)
    assert figure.outcome is Outcome.NOT_MEASURED
    assert "6 answers are too few" in figure.reason
    assert falls_of(graded(talk("shorter", count=6))) == []


def test_an_answer_that_never_came_is_worth_nothing() -> None:
    runs = talk("shorter", first=99)
    silent = RunLog(GOLDEN, "r", "t", "u", 150.0, 160.0, (), gave_up="it stayed silent")
    assert graded([*runs, silent])[-1].value == 0


def test_two_hundred_healthy_answers_raise_at_most_two_alarms() -> None:
    """Questions, tenants and seeds vary; where nothing is spent, nothing can be advised."""
    rng = random.Random(5)
    alarms = 0
    for seed in range(10):
        runs: list[RunLog] = []
        while len(runs) < 20:
            tenant, question = rng.choice(sorted(TENANTS)), rng.choice(COST_QUESTIONS)
            answer = ask(question, tenant, seed=seed).answer
            if _fits(question, tenant, answer):
                runs.append(run_of(f"{question} ({tenant})", answer, 5.0 * len(runs)))
        alarms += len(falls(graded(runs)))
    assert alarms <= 2


_WHOSE = {
    "bank": "harborline",
    "hospital": "larkspur",
    "Black Friday": "brightcart",
    "plants": "ironvale",
    "county": "northmere",
}


def _fits(question: str, tenant: str, answer: str) -> bool:
    """Whether this company would ask that, and has something to save there."""
    others = (word for word, whose in _WHOSE.items() if whose != tenant)
    nothing = ("There is no spend", "leave it and look again")
    return not any(word in question for word in others) and not any(w in answer for w in nothing)


def test_the_picture_and_the_table_tell_the_same() -> None:
    answers = graded(talk("vaguer"))
    picture = quality_svg(answers, falls_of(answers))
    assert _drawing_problem(picture) == ""
    assert "fell with answer 7" in picture
    assert "restored with answer 10" in picture
    assert quality_table(answers).count("\n") == len(answers)
    assert _drawing_problem(quality_svg([], [])) == ""
