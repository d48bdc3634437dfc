"""Limits, outcomes and the words for them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.verdict import Direction, Limit, Outcome, readable

LEAST = Direction.AT_LEAST


@pytest.mark.parametrize(
    ("limit", "last_good"),
    [
        (Limit(120, "s", tolerance=0.15), 138.0),
        (Limit(100, "s", tolerance=0.15), 115.0),
        (Limit(5, "s", tolerance=0.1), 5.5),
        (Limit(100, "ms", tolerance=0.1), 110.0),
        (Limit(10, "tokens/s", LEAST, 0.1), 9.0),
        (Limit(0.7, "", LEAST), 0.7),
        (Limit(3, "", LEAST), 3),
        (Limit(0, ""), 0),
    ],
)
def test_the_limit_itself_is_inside_and_a_hair_beyond_is_not(
    limit: Limit, last_good: float
) -> None:
    beyond = -math.inf if limit.direction is LEAST else math.inf
    assert limit.enforced == last_good
    assert limit.allows(last_good)
    assert not limit.allows(math.nextafter(last_good, beyond))


@given(st.integers(0, 1000), st.integers(0, 99), st.sampled_from(Direction), st.floats(-2000, 2000))
def test_tolerance_only_ever_widens(
    value: int, percent: int, direction: Direction, found: float
) -> None:
    strict = Limit(value, "s", direction)
    wide = Limit(value, "s", direction, percent / 100)
    assert strict.allows(found) <= wide.allows(found)
    exact = value * (100 + percent * (-1 if direction is LEAST else 1))
    assert wide.enforced * 100 == pytest.approx(exact)


def test_a_limit_reads_as_it_is_enforced() -> None:
    assert str(Limit(5, "s", tolerance=0.1)) == "at most 5 s (+10%)"
    assert str(Limit(10, "tokens/s", LEAST, 0.1)) == "at least 10 tokens/s (-10%)"
    assert str(Limit(0.7, "", LEAST)) == "at least 0.700"
    assert str(Limit(0, "faults", LEAST)) == "at least 0 faults"


@pytest.mark.parametrize("limit", [Limit(0, "faults"), Limit(0, ""), Limit(0, "s", tolerance=0.1)])
def test_a_limit_of_nothing_allows_none(limit: Limit) -> None:
    assert str(limit) == "none allowed"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5.0, "s", "5 s"),
        (0.2144, "s", "0.214 s"),
        (3, "", "3"),
        (1234.5, "ms", "1234 ms"),
        (99.5, "s", "99.500 s"),
        (0, "faults", "0 faults"),
        (1.0, "faults", "1 fault"),
        (1.5, "faults", "1.500 faults"),
        (2, "passes", "2 passes"),
        (1, "passes", "1 pass"),
        (1, "s", "1 s"),
        (1, "ms", "1 ms"),
    ],
)
def test_figures_are_written_as_people_write_them(value: float, unit: str, text: str) -> None:
    assert readable(value, unit) == text


def test_outcomes_are_said_in_words() -> None:
    assert [outcome.words for outcome in Outcome] == (
        ["met", "not met", "not measured", "not supported", "broken"]
    )
