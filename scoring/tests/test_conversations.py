"""What holds a conversation together: asks answered, figures kept, mistakes told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.asks import SHOWN, Ask, answered
from scoring.consistency import same_figure, statements
from scoring.premises import objection

ANSWER = """**Spending per provider**
- AWS: $950,958 (48%), of it GPU compute $448,492.
- GCP: $420,040 (21%).

**GPU utilization.** Machines are 41% busy on average.

API cost is something to look at, too.

**Risks and mitigations**
- Spot capacity is withdrawn. Mitigation: checkpoints every 15 minutes.
"""


@pytest.mark.parametrize(
    ("what", "by", "value", "words"),
    [
        ("spending per provider", "amounts", 1, "answered by"),
        ("GPU utilization", "figures", 1, "answered by"),
        ("GPU utilization", "amounts", 0, "spoken of without amounts"),
        ("API cost", "amounts", 0, "spoken of without amounts"),
        ("API cost", "words", 1, "answered by"),
        ("risks and mitigations", "words", 1, "answered by"),
        ("carbon footprint", "words", 0, "nothing is said about carbon footprint"),
        ("of the", "words", None, "nothing that could be looked for"),
    ],
)
def test_an_ask_is_answered_where_it_is_shown(
    what: str, by: str, value: float | None, words: str
) -> None:
    score = answered(ANSWER, Ask(what, by))
    assert score.value == value
    assert words.removesuffix("…") in score.explanation or score.value is None


def test_a_figure_under_the_next_heading_shows_nothing() -> None:
    text = "## Storage\nWe looked at it.\n\n## Totals\nIt comes to $5,000 a month in all."
    assert answered(text, Ask("storage", "amounts")).value == 0


@pytest.mark.parametrize(
    ("later", "value"),
    [
        ("GCP infrastructure cost $420,040 in 2025.", 1),
        ("GCP: about $420k a year.", 1),
        ("GCP costs $520,040 a year.", 0),
        ("GCP costs $35,000 a month.", None),
        ("Rightsizing on GCP saves $40,500 a year.", None),
        ("GCP storage cost $81,206.", None),
        ("Nothing is known of it.", None),
    ],
)
def test_the_same_thing_has_the_same_figure(later: str, value: float | None) -> None:
    assert same_figure(ANSWER, later, "GCP").value == value


def test_what_an_amount_is_for_stands_right_before_it() -> None:
    found = {tuple(sorted(each.about)): each.amount.value for each in statements(ANSWER)}
    assert found[("aw",)] == 950_958
    assert found[("gcp",)] == 420_040
    assert found[("comput", "gpu")] == 448_492


@pytest.mark.parametrize(
    ("answer", "value", "words"),
    [
        ("A correction: you state $9M, but the bill shows $1,984,222.", 1, "A correction"),
        ("The bill is actually $1.98 million rather than $9M.", 1, "actually"),
        ("To halve the $9M, move everything to spot.", 0, "it takes $9M as given"),
        ("Of the $9M, $4M goes to GPUs.", 0, "it takes $9M as given"),
        ("We can cut $706,700 a year.", 0, "it says nothing of the premise"),
    ],
)
def test_a_false_premise_is_objected_to(answer: str, value: float, words: str) -> None:
    score = objection(answer, "$9M a year")
    assert score.value == value
    assert words in score.explanation


def test_a_premise_without_an_amount_cannot_be_judged() -> None:
    assert objection("Well, no.", "our bill is too high").value is None


@given(st.text(), st.text(max_size=30), st.sampled_from(sorted(SHOWN)))
def test_any_text_gets_a_score_or_none(answer: str, words: str, by: str) -> None:
    for score in (
        answered(answer, Ask(words, by)),
        same_figure(answer, words, words),
        objection(answer, words),
    ):
        assert score.value in (None, 0, 1)
        assert score.explanation
