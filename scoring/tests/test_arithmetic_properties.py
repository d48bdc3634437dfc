"""Sums made right are never flagged, sums made wrong always are, and any text can be read."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.gates.arithmetic import broken_sums
from scoring.tests.probes import PROBES
from scoring.text import read_text

AMOUNTS = st.lists(st.integers(1_000, 90_000), min_size=2, max_size=6)
WRONG = st.floats(1.2, 3.0)
NOBODY = "How can we lower our costs?"


def equation(parts: list[int], total: int) -> str:
    return " + ".join(f"${part:,}" for part in parts) + f" = ${total:,}"


def table(parts: list[int], total: int) -> str:
    rows = "\n".join(f"| Item {n} | ${part:,} |" for n, part in enumerate(parts))
    return f"| Item | Saving per month |\n|---|---|\n{rows}\n| Total | ${total:,} |"


def listed(parts: list[int], total: int) -> str:
    items = "\n".join(f"- Item. Saving: ${part:,} a month" for part in parts)
    return f"{items}\n\nTotal saving: ${total:,} a month"


FORMS = st.sampled_from([equation, table, listed])


@given(FORMS, AMOUNTS)
def test_right_totals_pass(form: Callable[[list[int], int], str], parts: list[int]) -> None:
    assert broken_sums(NOBODY, form(parts, sum(parts))) == ()


@given(FORMS, AMOUNTS, WRONG)
def test_wrong_totals_are_found(
    form: Callable[[list[int], int], str], parts: list[int], factor: float
) -> None:
    assert broken_sums(NOBODY, form(parts, round(sum(parts) * factor)))


@given(AMOUNTS)
def test_rounded_totals_pass(parts: list[int]) -> None:
    assert broken_sums(NOBODY, f"{equation(parts, 0)[:-1]}{sum(parts) / 1000:.1f}k") == ()


@given(st.integers(1_000, 900_000), st.integers(5, 95))
def test_percentages_follow_from_amounts(old: int, share: int) -> None:
    new = round(old * (100 - share) / 100)
    assert broken_sums(NOBODY, f"It falls from ${old:,} to ${new:,} ({share}% lower).") == ()
    wrong = share + 8 if share < 50 else share - 8
    assert broken_sums(NOBODY, f"It falls from ${old:,} to ${new:,} ({wrong}% lower).")


@given(st.integers(100, 900_000), st.floats(0.2, 5.0))
def test_a_year_is_twelve_months(month: int, factor: float) -> None:
    assert broken_sums(NOBODY, f"${month:,} a month, or ${month * 12:,} a year") == ()
    assume(abs(factor - 1) > 0.1)
    assert broken_sums(NOBODY, f"${month:,} a month, or ${round(month * 12 * factor):,} a year")


@given(st.integers(1_000, 900_000), st.floats(0.05, 4.0))
def test_nobody_saves_more_than_is_spent(spent: int, factor: float) -> None:
    assume(not 0.95 < factor < 1.15)
    question = f"We spend ${spent:,} a month. How can we save?"
    found = broken_sums(question, f"You save ${round(spent * factor):,} a month.")
    assert bool(found) == (factor > 1)


PIECES = st.sampled_from(
    [
        *("$5", "$9,000 a month", "12%", "a third", "€", "1e9", "0", "0.0", "per ", "1M tokens"),
        *(" = ", " + ", " x ", "(", ")", " / ", "-", "minus ", " is ", ". ", "\n", "\n- ", " | "),
        *("total: ", "together ", "saves ", "from ", "to ", " of ", "out of the ", "instead of "),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)), st.text(max_size=30))
def test_any_text_is_read_and_parts_lie_inside_it(answer: str, question: str) -> None:
    length = len(read_text(answer).clean)
    for found in broken_sums(question, answer):
        assert found.reason
        assert all(0 <= start < end <= length for start, end in found.parts)


@given(st.sampled_from(PROBES), st.randoms(use_true_random=False), st.sampled_from("wsa"))
def test_a_mangled_answer_is_read_too(probe: dict[str, Any], rng: random.Random, way: str) -> None:
    answer = probe["answer"][:6000]
    if way == "w":
        answer = " ".join(word for word in answer.split(" ") if rng.random() > 0.2)
    elif way == "s":
        said = re.split(r"(?<=[.!?\n])", answer)
        rng.shuffle(said)
        answer = "".join(said)
    else:
        other = ("0", "-5", "12,000", "1e9", "", "99999999999999999999", "100%")
        answer = re.sub(r"\d[\d,.]*", lambda found: rng.choice((found[0], *other)), answer)
    for found in broken_sums(probe["question"], answer):
        assert found.reason


@pytest.mark.parametrize(
    "hostile",
    [
        *("1," * 50_000, "$" * 100_000, "1.1." * 25_000, "(" * 75_000, "$5 = " * 20_000),
        *("saves $9m a month, " * 5_000, "| total | $5 " * 8_000, "1 + " * 25_000),
        *("\ud800$5" * 9_000, "total: $5 + $6 is $7. " * 4_000, "1a" * 50_000),
    ],
)
def test_hostile_text_ends(hostile: str) -> None:
    assert len(broken_sums("We spend $5 a month.", hostile)) <= 20
