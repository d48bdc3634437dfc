"""How exactly a stated figure is taken, and what stands around it, at the bounds of each."""

from __future__ import annotations

import pytest

from scoring.quantities import Quantity, find_quantities
from scoring.sums.reading import amount, comparable, fits, overlaps, ramps, read, slack, sums_of
from scoring.text import read_text


def only(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("$1,200", 30.0),  # at most 2.5 %
        ("$12,345", 0.5),
        ("$10", 0.25),
        ("$9", 0.225),
        ("$1.50", 0.005),
        ("$26k", 500.0),
        ("12 users", 0.0),
        ("1,200 users", 30.0),
        ("40%", 0.5),
        ("40.55%", 0.05),
        ("about $100", 5.5),
        ("up to 12 users", 0.36),
        ("$100 to $120", 12.75),
        ("$-1,200", 30.0),
    ],
)
def test_a_figure_may_be_off_by_half_of_its_last_digit(said: str, by: float) -> None:
    q = only(said)
    assert slack(q) == pytest.approx(by)
    assert fits(q.value + by, q)
    assert fits(q.value - by, q)
    assert not fits(q.value + by * 1.001 + 0.001, q)
    assert fits(q.value + by * 1.001 + 0.001, q, by * 0.002 + 0.002)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("$5", "$9 a month", True),
        ("$5 a month", "$9 a month", True),
        ("$5 a year", "$9 a month", False),
        ("$5", "€9", False),
        ("$5", "9 users", False),
        ("$5 per user", "$9", False),
        ("$5 per user", "$9 per seat", True),
    ],
)
def test_only_amounts_of_one_kind_are_compared(one: str, other: str, alike: bool) -> None:
    assert comparable(only(one), only(other)) is alike
    assert comparable(only(other), only(one)) is alike


def test_sums_are_those_of_two_or_more_of_the_last_values() -> None:
    assert sums_of([1, 2, 4]) == {3, 5, 6, 7}
    assert sums_of([5]) == set()
    assert sums_of([100, *[1] * 9]) == set(range(2, 10))
    assert sums_of([100, 1, 2], most=2) == {3}


@pytest.mark.parametrize(
    ("value", "like", "said"),
    [
        (1234.5, "$1", "1,234.50 USD"),
        (1234.0, "€1", "1,234 EUR"),
        (12.0, "5%", "12%"),
        (12.25, "5 users", "12.25"),
    ],
)
def test_a_value_is_written_with_the_unit_of_another(value: float, like: str, said: str) -> None:
    assert amount(value, only(like)) == said


def test_words_that_take_a_sum_back() -> None:
    assert overlaps("they overlap")
    assert not overlaps("they add up")
    assert ramps("in the first year")
    assert not ramps("each year")


def test_a_reading_knows_what_stands_around_each_figure() -> None:
    reading = read(read_text("We pay $5 a month, or $60 a year. Later: 12%"))
    assert [reading.said(i) for i in range(3)] == ["$5 a month", "$60 a year", "12%"]
    assert reading.before(0) == "we pay "
    assert reading.after(0) == ", or "
    assert reading.gap(0) == ", or "
    assert reading.gap(1) == "."
    assert (reading.before(2), reading.after(2)) == ("later: ", "")
    assert [reading.sentence_of[i] for i in range(3)] == [0, 0, 1]
    assert reading.sentence(1) == "we pay $5 a month, or $60 a year."
    assert [reading.block_of(i) for i in range(3)] == [0, 0, 0]
    assert reading.shown(2, 0) == ((41, 44), (7, 17))


def test_only_so_much_around_a_figure_is_read() -> None:
    reading = read(read_text(f"{'word ' * 100}$5 {'word ' * 100}and $6 {'word ' * 20}."))
    assert len(reading.before(0)) == 60
    assert len(reading.after(0)) == 40
    assert len(reading.after(1)) == 40
    assert len(reading.sentence(0)) == 400 + 2 + 400
