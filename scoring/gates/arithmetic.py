"""The gate against answers whose figures contradict each other, or those of the question."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, pairwise

from scoring.sums.changes import broken_change, broken_instead
from scoring.sums.charity import explained
from scoring.sums.equations import broken_equations
from scoring.sums.known import Known
from scoring.sums.levels import broken_less, broken_level, broken_saving
from scoring.sums.payback import broken_payback
from scoring.sums.periods import broken_aside, broken_conversion, broken_year
from scoring.sums.products import (
    broken_each,
    broken_many,
    broken_product,
    broken_quotient,
    broken_scale,
)
from scoring.sums.reading import BrokenSum, Reading, read
from scoring.sums.savings import broken_savings
from scoring.sums.shares import broken_cut, broken_discount, broken_percentage, broken_share
from scoring.sums.totals import broken_totals
from scoring.text import read_text

__all__ = ["BrokenSum", "broken_sums"]

_MOST = 20
"""Contradictions after which nobody needs another."""

_FAR = 70
"""Characters between two figures beyond which neither says anything of the other."""


def broken_sums(question: str, answer: str) -> tuple[BrokenSum, ...]:
    """What in the answer a careful reader would call wrong; offsets are those of `Text.clean`.

    Only contradictions are found: a figure that nothing is said to follow from is never wrong, nor
    is one that follows from others than those beside it (`scoring.sums.charity`); and rounding,
    ranges and "about" are allowed for (`scoring.sums.reading.slack`).
    """
    asked, reading = read(read_text(question)), read(read_text(answer))
    if not reading.quantities:
        return ()
    known = Known(asked, reading)
    read_between = chain(
        broken_savings(known, asked, reading),
        broken_totals(known, reading),
        _broken_pairs(known, asked, reading),
    )
    found = (each for each in read_between if each.certain or not explained(each, asked, reading))
    return tuple(islice(chain(broken_equations(reading), found), _MOST))


def _broken_pairs(known: Known, question: Reading, reading: Reading) -> Iterator[BrokenSum]:
    """What is wrong between a figure and those right beside it."""
    for i, (a, b) in enumerate(pairwise(reading.quantities)):
        if b.kind == "money" and len(reading.before(i + 1)) > 3:
            yield from broken_saving(known, reading, i + 1)
            yield from broken_level(known, reading, i + 1)
            yield from broken_less(reading, i + 1)
            yield from broken_year(known, reading, i + 1)
        elif b.kind == "money" and a.kind == "money" and reading.gap(i) == ".":
            yield from broken_aside(reading, i)
        elif b.kind == "duration":
            yield from broken_payback(known, reading, i + 1)
        if b.start - a.end > _FAR or reading.sentence_of[i] != reading.sentence_of[i + 1]:
            continue
        if a.kind == "money" and b.kind == "money":
            yield from broken_conversion(reading, i)
            yield from broken_each(question, reading, i)
            yield from broken_change(reading, i)
            yield from broken_instead(reading, i)
            yield from broken_aside(reading, i)
        elif a.kind == "money" and b.kind == "percent":
            yield from broken_percentage(known, reading, i)
            yield from broken_discount(reading, i)
        elif a.kind == "percent" and b.kind == "money":
            yield from broken_aside(reading, i)
            yield from broken_share(reading, i)
            yield from broken_cut(known, reading, i)
        elif a.kind == "money" and b.kind in ("count", "size"):
            yield from broken_quotient(reading, i)
        elif b.kind == "money" and a.kind in ("count", "size", "duration"):
            yield from broken_product(reading, i)
            yield from broken_many(reading, i)
            yield from broken_scale(question, reading, i)
