"""Tables whose figures follow one rule everywhere but in one place.

A table that keeps "bill before - bill after = saving" in every row but one has a wrong row, and so
has one whose total is right in every column but one. What a table shows by itself leaves no doubt
that a benefit could be given to, wherever else the wrong figure is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations, product

from scoring.quantities import Quantity
from scoring.sums.reading import BrokenSum, Reading, amount, fits, slack

TOTAL = re.compile(r"\b(?:total|sum|overall|combined|altogether|together|all in|in all)\b")
UNPRICED = re.compile(
    r"\$/|€/|£/|\bprice\b|\brate\b|\bunit\b|\beach\b|average|\bavg|ratio|cumulative|running|%|share"
    r"|\bper (?!month|year|week|day|night|quarter|hour|annum)"
)
_WIDEST, _LONGEST = 8, 12
"""Columns and rows of a table that are looked at."""

_DIGITS = 3
"""Digits that a figure must show; shorter ones keep a rule by chance."""

_EXACT = 5e-4
"""How far a rule that is said to be kept may be off: rounded figures keep many by chance."""

Grid = Sequence[Sequence[int | None]]
"""For each cell the quantity in it, if there is exactly one."""


def broken_grid(reading: Reading, cells: Grid, labels: Sequence[str], names: Sequence[str]
                ) -> Iterator[BrokenSum]:  # fmt: skip
    """Every row or column that alone breaks the rule of the others.

    `labels` are the first cells of the rows, the head's included; `names` those of the columns.
    """
    width = max(map(len, cells[1:]), default=0)
    if not 3 <= width <= _WIDEST or not 3 <= len(cells) <= _LONGEST:
        return
    cells = [[*row, *[None] * (width - len(row))] for row in cells]  # an empty cell at the end
    body = [[_amount(reading, cell) for cell in row] for row in cells[1:]]
    names = [""] * (width - len(names)) + list(names)
    yield from _totals(reading, cells[1:], labels[1:], names)
    yield from _rule(reading, cells[1:], body, fewest=2)
    turned = [list(column) for column in zip(*cells[1:], strict=True)][1:]
    yield from _rule(reading, turned, [list(each) for each in zip(*body, strict=True)][1:], 1)


def _amount(reading: Reading, cell: int | None) -> Quantity | None:
    if cell is None:
        return None
    q = reading.quantities[cell]
    return q if q.kind in ("money", "count") and not q.per and not q.is_range else None


def _rule(
    reading: Reading, lines: Grid, body: Sequence[Sequence[Quantity | None]], fewest: int
) -> Iterator[BrokenSum]:
    """Lines of which one alone breaks "whole = part + part"; `fewest` others have to keep it."""
    for whole, *parts in permutations(range(len(body[0]) if body else 0), 3):
        if parts[0] > parts[1]:
            continue
        kept, wrong = 0, []
        for number, line in enumerate(body):
            a, b, c = line[whole], line[parts[0]], line[parts[1]]
            if a is None or b is None or c is None or not (a.value and b.value and c.value):
                continue
            if not a.kind == b.kind == c.kind or len({a.currency, b.currency, c.currency}) > 1:
                break
            exact = b.value + c.value
            if not fits(exact, a, slack(b) + slack(c)):
                wrong.append(number)
            elif abs(exact - a.value) <= _EXACT * a.value:
                kept += max(_digits(a), _digits(b), _digits(c)) >= _DIGITS
        else:
            if kept >= fewest and len(wrong) == 1:
                line, places = body[wrong[0]], (whole, *parts)
                cells = [cell for place in places if (cell := lines[wrong[0]][place]) is not None]
                if not _has_reason(line, places):
                    yield _wrong(reading, cells[0], cells[1:])


def _has_reason(line: Sequence[Quantity | None], places: Sequence[int]) -> bool:
    """Whether other figures of the line make up the difference: a fee in this one alone."""
    whole, *parts = (q for place in places if (q := line[place]) is not None)
    others = [q.value for n, q in enumerate(line) if q is not None and n not in places]
    gap = whole.value - sum(q.value for q in parts)
    near = slack(whole) + sum(map(slack, parts))
    ways = (sum(s * v for s, v in zip(signs, others, strict=True))
            for signs in product((-1, 0, 1), repeat=len(others)))  # fmt: skip
    return any(abs(way - gap) <= near for way in ways)


def _totals(
    reading: Reading, rows: Grid, labels: Sequence[str], names: Sequence[str]
) -> Iterator[BrokenSum]:
    """A total row that is right in all columns but one."""
    since = 0
    for at, row in enumerate(rows):
        if not TOTAL.search(labels[at]):
            continue
        right, wrong = 0, []
        for place in range(1, len(row)):
            total = _amount(reading, row[place])
            items = [each[place] for each in rows[since:at]]
            parts = [q for each in items if (q := _amount(reading, each)) is not None]
            if total is None or len(parts) < 3 or len(parts) < len(items):
                continue
            if UNPRICED.search(names[place]) or any(
                (q.kind, q.currency) != (total.kind, total.currency) for q in parts
            ):
                continue
            if fits(sum(q.value for q in parts), total, sum(map(slack, parts))):
                right += any(_digits(q) >= _DIGITS for q in (*parts, total))
            else:
                wrong.append((row[place], items))
        if right and len(wrong) == 1:
            whole, items = wrong[0]
            if whole is not None:
                yield _wrong(reading, whole, [each for each in items if each is not None])
        since = at + 1


def _wrong(reading: Reading, whole: int, parts: Sequence[int]) -> BrokenSum:
    exact = sum(reading.quantities[i].value for i in parts)
    return BrokenSum(
        f"in the table {' + '.join(reading.said(i) for i in parts)} is "
        f"{amount(exact, reading.quantities[whole])}, not {reading.said(whole)}",
        reading.shown(*parts, whole),
        certain=True,
    )


def _digits(q: Quantity) -> int:
    return len(f"{abs(q.value):.10g}".replace(".", "").rstrip("0"))
