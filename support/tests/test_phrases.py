"""Words of a feature and the values that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import phrases
from support.behaviour import Moment
from support.verdict import Direction, HarnessError, Limit


def pattern(converter: Callable[[str], object]) -> str:
    return str(getattr(converter, "pattern"))  # noqa: B009 - Behave's own, declared nowhere


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("how to cut a $2M bill", "How to cut a $2M bill?"),
        ("  where does it go?", "Where does it go?"),
        ('"Tell me. Now"', "Tell me. Now"),
        ('"how?"', "how?"),
    ],
)
def test_a_question_is_told_plainly_or_word_for_word(words: str, text: str) -> None:
    assert re.fullmatch(pattern(phrases.question), words)
    assert phrases.question(words).text == text


def test_each_question_has_ids_of_its_own() -> None:
    one, other = phrases.question("how"), phrases.question("how")
    assert len({one.run_id, one.thread_id, other.run_id, other.thread_id}) == 4


def test_two_questions_in_one_sentence_are_kept_apart() -> None:
    one = pattern(phrases.question)
    sentence = '"GPUs and TPUs?" and "How?"'
    found = re.fullmatch(f"({one}) and ({one})", sentence)
    assert found
    assert found.groups() == ('"GPUs and TPUs?"', '"How?"')
    assert not re.fullmatch(one, sentence)


@pytest.mark.parametrize(
    ("words", "value", "tolerance"),
    [
        ("5 seconds", 5, 0),
        ("1 second", 1, 0),
        ("0.5 seconds", 0.5, 0),
        ("120 seconds, with 15% tolerance", 120, 0.15),
    ],
)
def test_a_limit_in_seconds_is_the_one_that_is_written(
    words: str, value: float, tolerance: float
) -> None:
    assert re.fullmatch(pattern(phrases.seconds), words)
    assert phrases.seconds(words) == Limit(value, "s", Direction.AT_MOST, tolerance)


@given(st.decimals(0, 10_000, places=2), st.integers(0, 100))
def test_any_limit_that_a_feature_may_write_is_enforced_as_written(
    value: object, percent: int
) -> None:
    words = f"{value} seconds, with {percent}% tolerance"
    assert re.fullmatch(pattern(phrases.seconds), words)
    limit = phrases.seconds(words)
    assert limit.value == float(str(value))
    assert limit.enforced == pytest.approx(float(str(value)) * (100 + percent) / 100)


@pytest.mark.parametrize("words", ["five seconds", "5", "-5 seconds", "5 s", "5 seconds or so"])
def test_anything_else_is_no_limit(words: str) -> None:
    assert not re.fullmatch(pattern(phrases.seconds), words)


def test_every_moment_has_one_phrase() -> None:
    known = pattern(phrases.moment).split("|")
    assert [phrases.moment(words) for words in known] == list(Moment)


def test_a_count_starts_at_one() -> None:
    assert [phrases.count(text) for text in ("1", "10")] == [1, 10]
    accepted = [text for text in ("0", "1.5", "-1", "", "3") if _is_count(text)]
    assert accepted == ["0", "-1", "3"]
    for text in ("0", "-3"):
        with pytest.raises(HarnessError, match=f"is 1 or more, not {text}$"):
            phrases.count(text)


def _is_count(text: str) -> bool:
    return re.fullmatch(pattern(phrases.count), text) is not None
