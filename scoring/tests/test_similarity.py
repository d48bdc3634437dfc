"""Relevance to one's own question, and likeness of answers without their boilerplate."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.similarity import key_terms, relevance, similarity
from scoring.words import stems_of

SECRET = "REF-0A1B2C3D4E5F6071"
STORAGE = (
    "Your GCP storage costs $81,206 a year, of which $70,862 is Cloud Storage. "
    "Move 60 TB that nobody read for 90 days to Nearline: it saves $14,300. "
    "Archive scratch data older than 180 days in Coldline by week 4: it saves $10,100."
)
GPUS = (
    "Seven idle GPU machines cost $77,216. Stop them in week 2 and save $69,400 a year. "
    "Nine more run at 37% utilization; pack them on five A100 nodes and save $87,600."
)
BOILERPLATE = (
    "Thank you for your question. This answer rests on your amortized bill as exported by your "
    "provider. Please have any change approved by your platform team before it is rolled out, test "
    "it in a staging environment first, and watch latency and error rates after every step. We are "
    "happy to go into further detail. How success is measured. Risks and mitigations. "
)


def value(one: str, other: str, *secrets: str) -> float:
    found = similarity(one, other, secrets).value
    assert found is not None
    return found


def test_key_terms_are_what_the_question_is_about() -> None:
    question = f"How can we reduce our storage cost on GCP? (our reference: {SECRET})"
    assert key_terms(question, [SECRET]) == stems_of(["reduce", "storage", "cost", "gcp"])


def test_a_secret_is_no_key_term_wherever_it_stands() -> None:
    assert key_terms(f"Storage {SECRET} cost?", [SECRET]) == stems_of(["storage", "cost"])
    assert key_terms(f"Storage [ours: {SECRET}] cost?", ["", SECRET]) == stems_of(
        ["storage", "cost"]
    )


def test_an_answer_belongs_to_its_own_question() -> None:
    storage, gpus = "How can we reduce our storage cost on GCP?", "Are our GPUs idle?"
    assert relevance(storage, STORAGE).value == pytest.approx(2.3 / 2.6)
    assert relevance(gpus, GPUS).value == 1.0
    assert (relevance(storage, GPUS).value or 0) < 0.3
    assert (relevance(gpus, STORAGE).value or 0) < 0.3


def test_the_reason_names_what_is_missing_and_shows_what_is_there() -> None:
    found = relevance("How can we reduce our storage cost on GCP?", STORAGE)
    assert "3 of the 4" in found.explanation
    assert "not: reduc" in found.explanation
    assert [STORAGE[span.start : span.end] for span in found.spans] == ["storage", "costs", "GCP"]


def test_a_question_without_key_terms_is_unscored() -> None:
    assert relevance("And what about it?", STORAGE).value is None
    assert relevance("", "").value is None


def test_the_same_answer_is_fully_similar_and_a_different_one_is_not() -> None:
    assert value(STORAGE, STORAGE) == pytest.approx(1.0)
    assert value(STORAGE, GPUS) < 0.1


def test_boilerplate_of_honest_answers_is_no_leak() -> None:
    assert value(BOILERPLATE + STORAGE, BOILERPLATE + GPUS) < 0.1


def test_a_leak_within_ones_own_answer_shows() -> None:
    assert value(f"{GPUS} {STORAGE}", STORAGE) >= 0.70
    assert value(f"{BOILERPLATE} {STORAGE}", f"{STORAGE} Have a nice day.") > 0.9


def test_texts_without_figures_are_compared_whole() -> None:
    assert value("I cannot help with that.", "I cannot help with that.") == 1.0
    assert value("I cannot help with that.", "Ask your finance team instead.") == 0.0


def test_each_ones_own_secret_makes_no_difference() -> None:
    other = "REF-FFFFEEEEDDDDCCCC"
    one = f"For {SECRET}: {STORAGE}"
    assert value(one, one.replace(SECRET, other), SECRET, other) == pytest.approx(1.0)


def test_nothing_to_compare_is_unscored() -> None:
    assert similarity("", STORAGE).value is None


@given(st.text(), st.text())
def test_similarity_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    there, back = similarity(one, other).value, similarity(other, one).value
    assert there == back
    assert there is None or 0 <= there <= 1.0000001


@given(st.text(), st.text(), st.text(max_size=5))
def test_relevance_is_a_share(question: str, answer: str, secret: str) -> None:
    found = relevance(question, answer, [secret]).value
    assert found is None or 0 <= found <= 1


@pytest.mark.parametrize("unit", ["(", "(a)", f"({SECRET})", "[(", "a b c 1. "])
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    took = []
    for size in (20_000, 160_000):
        text = (unit * size)[:size]
        start = time.process_time()
        similarity(text, f"{text} 1", [SECRET])
        took.append(time.process_time() - start)
    assert took[1] < 8 * 6 * max(took[0], 0.005)
