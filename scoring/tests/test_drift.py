"""Falls of quality: noticed soon, told right, and not seen where there are none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.drift import USUAL, Fall, Graded, falls


def graded(values: list[float], **parts: list[float]) -> list[Graded]:
    """Answers ten seconds apart."""
    return [
        Graded(10.0 * at, value, {name: given[at] for name, given in parts.items()})
        for at, value in enumerate(values)
    ]


def varied(rng: random.Random, count: int, level: float = 0.9, spread: float = 0.05) -> list[float]:
    return [min(1.0, max(0.0, rng.gauss(level, spread))) for _ in range(count)]


def test_a_fall_and_its_end_are_told() -> None:
    values = [0.9] * 7 + [0.5] * 3 + [0.9] * 3
    figures = [1.0] * 7 + [0.2] * 3 + [1.0] * 3
    (fall,) = falls(graded(values, figures=figures, wording=[0.8] * 13))
    assert fall == Fall(7, 8, 0.9, 0.5, "figures", 10, 30.0)
    assert fall.sentence == (
        "quality fell with answer 8, from 0.90 to 0.50, most of all in figures (certain with "
        "answer 9); restored with answer 11, 30.0 s later"
    )


def test_a_fall_that_lasts_is_not_restored() -> None:
    (fall,) = falls(graded([0.9] * 7 + [0.4] * 4))
    assert fall.restored is None
    assert fall.sentence.endswith("and was not restored")


def test_two_falls_are_two() -> None:
    values = [0.9] * 7 + [0.4] * 3 + [0.9] * 4 + [0.5] * 3 + [0.9] * 2
    assert [(each.began, each.restored) for each in falls(graded(values))] == [(7, 10), (14, 17)]


@pytest.mark.parametrize("bad", [0.0, 0.4, 0.7])
def test_one_bad_answer_is_no_fall(bad: float) -> None:
    assert not falls(graded([0.9] * 8 + [bad] + [0.9] * 6))


def test_the_usual_level_may_be_known_from_elsewhere() -> None:
    (fall,) = falls(graded([0.5, 0.5, 0.5]), usual=0.9)
    assert (fall.began, fall.noticed, fall.before) == (0, 1, 0.9)
    assert not falls(graded([0.5, 0.5, 0.5]), usual=0.5)


def test_too_few_answers_to_learn_from_are_refused() -> None:
    with pytest.raises(ValueError, match=f"3 answers are too few: .* learned from {USUAL}"):
        falls(graded([0.9] * 3))


def test_a_drop_of_a_fifth_is_noticed_within_three_answers() -> None:
    """Of a thousand conversations with ordinary variation, at least 98 in 100."""
    rng, late = random.Random(7), 0
    for _ in range(1000):
        values = varied(rng, 8, spread=0.03) + varied(rng, 3, level=0.7, spread=0.03)
        found = falls(graded(values))
        late += not found or found[-1].noticed > 10
    assert late <= 20


def test_noise_is_no_fall() -> None:
    """At most one alarm in a hundred conversations of twenty answers that only vary."""
    rng = random.Random(11)
    alarms = sum(bool(falls(graded(varied(rng, 20)))) for _ in range(1000))
    assert alarms <= 10


@given(st.lists(st.floats(0, 1), min_size=USUAL + 1, max_size=40))
def test_every_fall_lies_within_the_answers(values: list[float]) -> None:
    end = 0
    for fall in falls(graded(values)):
        assert end <= fall.began <= fall.noticed < len(values)
        end = len(values) if fall.restored is None else fall.restored
        assert fall.noticed < end
