"""A stated total against its parts."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.reading import BrokenSum, Reading, amount, fits, overlaps, slack

_A_YEAR = (12.0, 52.0, 365.0)
"""What months, weeks and days are multiplied by where parts and total name no common period."""


def broken_total(
    reading: Reading, total: int, items: list[int | None], around: str
) -> Iterator[BrokenSum]:
    """One finding where neither all parts nor the last ones of them give the total.

    `items` may hold `None` for parts without an amount; then the total may be larger. `around`
    are the words in which it would be said that parts overlap; then it may be smaller.
    """
    parts = [i for i in items if i is not None]
    whole = reading.quantities[total]
    quantities = [reading.quantities[i] for i in parts]
    if len(parts) < 2 or not _alike(whole, quantities):
        return
    exact = sum(q.value for q in quantities)
    if (len(parts) < len(items) and whole.value > exact) or _gives(whole, quantities):
        return
    if whole.value > exact or not overlaps(around):
        yield wrong_total(reading, total, parts)


def wrong_total(reading: Reading, total: int, parts: list[int]) -> BrokenSum:
    """The finding that parts do not give a total."""
    said = " + ".join(reading.said(i) for i in parts)
    exact = sum(reading.quantities[i].value for i in parts)
    return BrokenSum(
        f"the total says {reading.said(total)}, but its parts ({said}) come to "
        f"{amount(exact, reading.quantities[total])}",
        reading.shown(*parts, total),
    )


def _alike(whole: Quantity, parts: list[Quantity]) -> bool:
    """Whether all are amounts of one kind, currency and, where they say so, period."""
    if whole.kind not in ("money", "count") or len({q.period for q in parts if q.period}) > 1:
        return False
    return all(q.kind == whole.kind and q.currency == whole.currency and not q.per for q in parts)


def _gives(whole: Quantity, parts: list[Quantity]) -> bool:
    """Whether all parts, or the last ones (the others may be a subtotal's), give the total."""
    error = sum(slack(q) for q in parts)
    values = [q.value for q in parts]
    if fits(sum(values), whole, error):
        return True
    tails = (sum(values[first:]) for first in range(1, len(values) - 1))
    if any(abs(tail - whole.value) <= 0.001 * tail for tail in tails):
        return True
    periods = {q.period for q in parts if q.period}
    if periods and periods == {whole.period}:
        return False
    exact, near = sum(values), 0.01 * whole.value
    return any(
        fits(exact * times, whole, error * times + near)
        or fits(exact / times, whole, error / times + near)
        for times in _A_YEAR
    )
