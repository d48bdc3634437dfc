"""What is seen of a general question and of its answer, at the bounds that each rule keeps."""

from __future__ import annotations

import pytest

from scoring.general_features import features
from scoring.general_kept import keep, read_request
from scoring.general_manner import figures, form, voice
from scoring.general_request import request_of
from scoring.text import read_text


def feature(name: str, question: str, answer: str) -> float:
    groups = features(read_text(question), read_text(answer))
    return next(group[name] for group in groups.values() if name in group)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("100 + 0 = 102", True),
        ("100 + 0 = 102.02", False),
        ("5 - 5 = 0.01", True),
        ("5 - 5 = 0.02", False),
        ("100 - 0 = 98", True),
        ("100 - 0 = 97.9", False),
        ("10 x 10 = 98", True),
        ("10*10=103", False),
        ("$1,200 / 12 = $100", True),
        ("9 / 3 = 4", False),
        ("5 / 0 = 0", True),
        ("5 / 0 = 5", False),
        ("3 - 5 = 2", False),
    ],
)
def test_a_sum_is_right_to_two_in_a_hundred(said: str, right: bool) -> None:
    found = figures(said)
    assert (found["right sums"] > 0, found["wrong sums"] > 0) == (right, not right)


def test_no_more_than_a_hundred_sums_are_done_again() -> None:
    assert figures("1 + 1 = 2; " * 99) != figures("1 + 1 = 2; " * 100)
    assert figures("1 + 1 = 2; " * 100) == figures("1 + 1 = 2; " * 101)


@pytest.mark.parametrize(
    ("question", "answer", "is_letter"),
    [
        ("Write a letter to the bank.", "Dear bank, pay.", 1.0),
        ("Write a letter to the bank.", "Bank, pay.", 0.0),
        ("What does the bank want?", "Dear bank, pay.", 0.0),
        ("Write an email.", "Subject: money", 1.0),
    ],
)
def test_a_letter_counts_where_one_is_asked_for(
    question: str, answer: str, is_letter: float
) -> None:
    assert feature("a letter, as asked", question, answer) == is_letter


def formed(question: str, answer: str) -> dict[str, float]:
    asked, text = read_request(read_text(question)), read_text(answer)
    return form(keep(asked, text), asked, text.lower)


def test_lists_and_tables_are_seen() -> None:
    two = formed("List the colours.", "1. red\n2. green")
    three = formed("List the colours.", "- red\n- green\n- blue")
    plain = formed("What is red?", "# Red\n\nIt is 1) warm, and 2) near orange.\n\n| a | b |")
    assert (two["numbered"], three["numbered"]) == (1.0, 0.0)
    assert (two["items of a list, as asked"], three["items of a list, as asked"]) == (0.0, 1.0)
    assert three["lines of a list, as asked"] == three["lines"] > 0
    assert plain["lines of a list, as asked"] == 0.0
    assert (plain["headings"], three["headings"]) == (1.0, 0.0)
    assert plain["items in running text"] == 1.0
    assert plain["rows"] > 0 == three["rows"]
    assert formed("List the colours.", "1. red")["numbered"] == 0.0


def test_chatter_and_excuses_count_where_an_answer_opens() -> None:
    assert voice("sure, here it is") == {"chatty opening": 1.0, "apology": 0.0}
    assert voice("it is sure, as an ai model") == {"chatty opening": 0.0, "apology": 1.0}
    assert voice("x" * 155 + "sorry")["apology"] == 1.0
    assert voice("x" * 156 + "sorry")["apology"] == 0.0


@pytest.mark.parametrize(
    ("question", "answer", "is_met"),
    [
        ("Describe it in 4 words.", "red, green, blue, black", True),
        ("Describe it in 4 words.", "red, green", False),
        ("Tell it in 2 sentences.", "Red is warm. Blue is cold.", True),
        ("Tell it in 2 sentences.", "Red is warm, blue is cold.", False),
        ("Tell it in 2 paragraphs.", "Red is warm.\nBlue is cold.\n\nGreen is new.", True),
        ("Tell it in 2 paragraphs.", "Red is warm.\nBlue is cold.\nGreen is new.", False),
        ("Name 2 colours as examples.", "red\n\nblue", True),
        ("Give me 3 examples.", "red, blue, green", True),
        ("Give me 3 examples.", "Some:\n- red\n- blue\n- green", True),
        ("Give me 3 examples.", "Some:\n- red\n- blue", False),
    ],
)
def test_what_was_asked_for_is_counted_in_its_own_unit(
    question: str, answer: str, is_met: bool
) -> None:
    assert (feature("number asked for missed", question, answer) == 0) is is_met


@pytest.mark.parametrize(
    ("words", "number"), [(64, 5), (65, 5), (66, 0)], ids=["one less", "all", "one more"]
)
def test_between_head_and_tail_of_a_long_question_nothing_is_asked(words: int, number: int) -> None:
    # The number is the 41st word: the first that is in neither, once there are 66.
    asked = " ".join(["so"] * 40 + ["5", "tips"] + ["so"] * (words - 42))
    assert request_of(read_text(asked)).number == number


@pytest.mark.parametrize(
    ("question", "number", "unit"),
    [
        ("Give 9999 tips", 9999, "tip"),
        ("Give 99999 tips", 0, ""),
        ("Give twelve short new tips", 12, "tip"),
        ("Give 5 of my very own tips", 0, ""),
        ("Give 0 tips, or 7 ideas", 7, "idea"),
        ("Give fifteen tips and twenty ideas", 15, "tip"),
    ],
)
def test_a_number_asked_for_stands_close_before_its_unit(
    question: str, number: int, unit: str
) -> None:
    request = request_of(read_text(question))
    assert (request.number, request.unit) == (number, unit)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        (f"{'so ' * 11}why", {"why"}),
        (f"{'so ' * 12}why", set()),
        ("Can it fly?", {"yes or no"}),
        ("So can it fly?", set()),
        ("Rephrase it", {"rewrite"}),
        ("Classify it", {"choice"}),
        ("Extract it", {"extraction"}),
    ],
)
def test_the_kind_of_work_is_told_by_its_words(question: str, kinds: set[str]) -> None:
    assert request_of(read_text(question)).kinds == kinds


@pytest.mark.parametrize(("terms", "worth"), [(29, 1.0), (59, 0.5), (11, 1.0)])
def test_the_terms_of_a_long_question_count_for_less(terms: int, worth: float) -> None:
    words = [f"{one}{other}zum" for one in "bcdfghkl" for other in "aeiouyrs"][:terms]
    asked = ", ".join(words)
    name = "terms of a short question covered"
    assert feature("terms covered", f"{asked}?", f"Here: {asked}.") == 1.0
    assert feature(name, f"{asked}?", f"Here: {asked}.") == pytest.approx(worth)
