"""An answer is close to the question that it answers, in its words and in its figures."""

from __future__ import annotations

import pytest

from scoring import judge_answer
from scoring.clues import find_clues, gathered, shown
from scoring.gates.relevance import _NEAR
from scoring.quantities import find_quantities
from scoring.question import read_question
from scoring.tests.probes import BY_ID, INDEPENDENT, PROBES

HONEST = [
    probe
    for probe in (*PROBES, *INDEPENDENT)
    if probe["attack_type"] is None and probe["band"] == "excellent"
]


def worth(question: str, answer: str) -> list[tuple[float, bool]]:
    """How far an answer shows each figure of a question, and whether it calculates with it."""
    found = gathered(find_quantities(answer), in_cents=False)
    return [(each.share, each.worked) for each in shown(read_question(question).clues, found)]


@pytest.mark.parametrize(
    ("question", "answer", "worked"),
    [
        ("We pay $30,450 a month.", "The bill of $30,450 is too high.", False),
        ("We pay $30,450 a month.", "$21,315 stays with you, $9,135 is left to pay.", True),
        ("We pay $30,450 a month.", "That is $365,400 a year.", True),
        ("A reply costs 9 cents, 500,000 a month.", "$45,000 a month goes there.", True),
        ("We pay $2.10 for each of 16 machines an hour.", "They cost $24,528 a month.", True),
        ("We log 3 TB a day at $0.50 a GB.", "$1,500 a day is a lot.", True),
    ],
)
def test_a_figure_shows_in_what_follows_from_it(question: str, answer: str, worked: bool) -> None:
    told = worth(question, answer)
    assert max(share for share, _ in told) >= 0.3
    assert any(works for _, works in told) == worked


@pytest.mark.parametrize(
    "answer", ["$12,345 is saved.", "\u20ac30,450 is saved.", "30,450 users.", "In 2024."]
)
def test_another_amount_currency_or_thing_shows_nothing(answer: str) -> None:
    assert worth("We pay $30,450 a month.", answer) == [(0.0, False)]


def test_a_round_figure_proves_less_than_a_precise_one() -> None:
    figures = find_quantities("$5, $40,000, $48,000 and $48,650")
    weights = [each.weight for each in find_clues(figures, figures)]
    assert weights == sorted(weights)
    assert len(set(weights)) == 4


@pytest.mark.parametrize("probe", HONEST, ids=lambda probe: str(probe["id"]))
def test_every_honest_answer_is_close(probe: dict[str, str]) -> None:
    near = judge_answer(probe["question"], probe["answer"]).evidence.near
    assert near.value > _NEAR


def test_hardly_any_answer_passes_for_another_question() -> None:
    questions = sorted({probe["question"] for probe in HONEST})
    swapped = [(q, p["answer"]) for q in questions for p in HONEST if p["question"] != q]
    passed = [q for q, answer in swapped if judge_answer(q, answer).passed]
    assert len(passed) <= 0.02 * len(swapped)


@pytest.mark.parametrize("name", ["r41b-exc", "r52c-exc"])
def test_other_words_for_the_same_are_no_other_subject(name: str) -> None:
    probe = BY_ID[name]
    verdict = judge_answer(probe["question"], probe["answer"])
    assert verdict.passed
    assert verdict.evidence.near.terms < 0.3


MEALS = """Let a caterer cook. Today the canteen costs $60,000 a month, 22% of the seats are taken.
A caterer offers the same menu for $41,000, so you save $19,000 a month (32%), $228,000 a year.

1. Weeks 1-2, facility team: ask three caterers for a tasting and a price per meal.
2. Week 3, works council: agree to the menu.
3. Weeks 4-5: serve 200 guests in one building, then change all buildings in week 8.

Risk: guests stay away; end the contract if fewer than 18% come for two months. Success is measured
every week as cost per meal, at most $4.20, and guests a day."""


def test_the_same_figures_about_something_else_are_another_subject() -> None:
    verdict = judge_answer(BY_ID["q05-exc"]["question"], MEALS)
    assert verdict.quality > 0.70
    assert [gate.name for gate in verdict.gates] == ["relevance"]
