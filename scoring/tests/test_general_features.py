"""What counts of an answer to a general question, and what the question asks for."""

import pytest

from scoring.general_features import features
from scoring.general_kept import MOST_WORDS, keep, read_request
from scoring.general_request import request_of
from scoring.text import read_text


def kept_of(question: str, answer: str) -> list[str]:
    return keep(read_request(read_text(question)), read_text(answer)).tokens


def feature(name: str, question: str, answer: str) -> float:
    groups = features(read_text(question), read_text(answer))
    return next(group[name] for group in groups.values() if name in group)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Cats sleep. Cats sleep.", "cats sleep"),
        ("What do cats eat?\nThey eat fish.", "they eat fish"),
        ("Cats eat fish. It depends on many different factors of the situation.", "cats eat fish"),
        ("Fish.", "fish"),
    ],
    ids=["repeated", "handed back", "fits any subject", "short"],
)
def test_only_sentences_that_say_something_count(answer: str, kept: str) -> None:
    assert " ".join(kept_of("What do cats eat?", answer)) == kept


def test_heaped_words_do_not_count_and_listed_ones_do() -> None:
    names = "fish rabbit chicken beef turkey duck salmon tuna shrimp liver egg"
    assert kept_of("What do the cats eat?", names) == []
    assert " ".join(kept_of("What do the cats eat?", names.replace(" ", ", "))) == names


def test_no_more_words_are_read_than_are_weighed() -> None:
    endless = " ".join(f"the word{number}" for number in range(MOST_WORDS))
    assert len(kept_of("What?", endless)) <= MOST_WORDS


@pytest.mark.parametrize(
    ("question", "kinds", "number", "unit"),
    [
        ("Give three tips for staying healthy.", {"list"}, 3, "tip"),
        ("Write a poem in 2 stanzas", {"creative"}, 2, "stanza"),
        ("Why is the sky blue?", {"why"}, 0, ""),
        ("Is it raining?", {"yes or no"}, 0, ""),
        ("Translate this into French: good evening", {"translation"}, 0, ""),
        ("", set(), 0, ""),
    ],
)
def test_what_a_question_asks_for(question: str, kinds: set[str], number: int, unit: str) -> None:
    request = request_of(read_text(question))
    assert (set(request.kinds), request.number, request.unit) == (kinds, number, unit)


def test_what_stands_in_the_middle_of_a_long_question_asks_for_nothing() -> None:
    inner = "nothing here " * 40 + "translate five sentences " + "nothing here " * 40
    assert request_of(read_text(inner)).kinds == frozenset()


@pytest.mark.parametrize(
    ("answer", "missed"),
    [("1. Walk\n2. Sleep\n3. Drink", 0.0), ("1. Walk", 0.85), ("walk, sleep, drink", 0.0)],
)
def test_items_are_counted_against_the_number_asked_for(answer: str, missed: float) -> None:
    asked = "Give three tips for staying healthy."
    assert feature("number asked for missed", asked, answer) == pytest.approx(missed, abs=0.01)


@pytest.mark.parametrize(
    ("answer", "right", "wrong"),
    [
        ("2 + 3 = 5", True, False),
        ("$1,200 / 12 = $100", True, False),
        ("7 x 8 = 54", False, True),
        ("1 + 1 + 1 = 3", False, False),
        ("1 + 1 = 2 + 0", False, False),
        ("2x + 3 = 7", False, False),
    ],
)
def test_plain_sums_are_checked_and_longer_chains_left_alone(
    answer: str, right: bool, wrong: bool
) -> None:
    assert (feature("right sums", "?", answer) > 0) is right
    assert (feature("wrong sums", "?", answer) > 0) is wrong
