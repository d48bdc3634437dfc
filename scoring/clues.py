"""The figures of a question as clues: an answer to it restates them, or calculates with them.

A figure that happens to be the same proves little when it is round or small, and something that
follows from it proves less than the figure itself; so each clue has a weight. The weights were set
by hand on answers put beside the questions of others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoring.quantities import Quantity

_WEIGHTS = {1: 0.5, 2: 0.8}
"""What a figure with so many significant digits is worth; with more of them it is worth 1."""
_SMALL = 0.3
"""What an amount of one digit below ten is worth: every answer has some of those."""
_COUNTED = 0.6
"""A count or a share by itself says less than an amount of money."""
_PRODUCTS = {1: 0.3, 2: 0.5}
_PRODUCT, _CENT, _PER_YEAR, _PARTED = 0.7, 0.7, 0.5, 0.5
_APART = 0.7
"""What it is worth to say by how much two amounts of the question are apart."""
_SUMS = {1: 0.2, 2: 0.3}
"""What it is worth that two amounts of the answer add up to one of the question."""
_SUM = 0.7
_EXACT, _ROUNDED, _ADDED = 0.0015, 0.002, 0.0004
_LEAST = 100.0
"""Smaller amounts follow from others by chance."""
_MONTH, _WEEK = 730.0, 168.0
"""Hours of a month and of a week, for a price by the hour."""
_BARE, _CENTS = "bare", "cents"
"""Counts without a unit, as in the cells of a table: they may be amounts or anything else."""
_MOST = 12
"""Figures of a question that are looked at; nobody takes up more."""


class Clue(NamedTuple):
    """A figure of the question with what follows from it: (value, weight) each."""

    figure: Quantity
    weight: float
    follows: tuple[tuple[float, float], ...]


class Shown(NamedTuple):
    """How far an answer shows a clue, 0 to 1, and whether it calculates with it."""

    share: float
    worked: bool


class Figures(NamedTuple):
    """The figures of an answer, sorted: amounts of money by currency, all others by kind."""

    amounts: dict[str, list[float]]
    others: dict[str, list[float]]


def find_clues(told: Sequence[Quantity], quantities: Sequence[Quantity]) -> tuple[Clue, ...]:
    """What of the figures of a question an answer could show; `told` are those that matter."""
    counted = [q for q in quantities if _is_many(q)][:_MOST]
    counts = [q.value for q in counted]
    counts += [q.value * 1000 for q in counted if q.kind == "size"]  # a price for the next unit
    shares = [q.value / 100 for q in quantities if q.kind == "percent" and 0 < q.value < 100]
    money = [q.value for q in told if q.kind == "money"]
    return tuple(_clue(each, counts, shares, money) for each in told[:_MOST])


def _clue(figure: Quantity, counts: list[float], shares: list[float], money: list[float]) -> Clue:
    value, weight = figure.value, _WEIGHTS.get(_digits(figure.value), 1.0)
    if figure.kind == "money" and weight == _WEIGHTS[1] and 0.1 <= value < 10:
        weight = _SMALL
    follows: list[tuple[float, float]] = []
    if figure.kind != "money":
        weight *= _COUNTED
        products = [value * amount * times for amount in money for times in (1, 12, _MONTH)]
        return Clue(figure, weight, tuple((each, weight) for each in products if each >= _LEAST))
    for count in counts:
        product = value * count
        for times in (1, 12) if product >= _LEAST else (_MONTH, _WEEK):
            follows.append((product * times, _PRODUCTS.get(_digits(product * times), _PRODUCT)))
    follows += [(value * 12, _PER_YEAR), (value * 52, _PER_YEAR)]
    apart = {abs(value - other) for other in money if other != value}
    follows += [(each * times, _APART) for each in apart for times in (1, 12)]
    for share in shares:
        follows += [(value * share, _PARTED), (value * (1 - share), _PARTED)]
    return Clue(figure, weight, tuple(each for each in follows if each[0] >= _LEAST))


def shown(clues: tuple[Clue, ...], found: Figures) -> list[Shown]:
    """How far the answer shows each of them."""
    return [_shown(each, found) for each in clues]


def _shown(clue: Clue, found: Figures) -> Shown:
    figure = clue.figure
    if figure.kind == "money":
        amounts = found.amounts.get(figure.currency, [])
        kinds = [_BARE]
    else:
        amounts = [each for some in found.amounts.values() for each in some]
        kinds = [figure.kind, _BARE]
    stated = (figure.kind == "money" and _has(amounts, figure.value)) or any(
        _has(found.others.get(kind, []), figure.value) for kind in kinds
    )
    best = max((w for value, w in clue.follows if _has(amounts, value, _ROUNDED)), default=0.0)
    if figure.kind == "money":
        if not best and figure.value >= 10 * _LEAST and _adds_up(amounts, figure.value):
            best = _SUMS.get(_digits(figure.value), _SUM)
        if _has(found.others.get(_CENTS, []), figure.value):
            return Shown(max(best, clue.weight * (1.0 if stated else _CENT)), best > 0)
    return Shown(clue.weight if stated else best, best > 0)


def gathered(quantities: Iterable[Quantity], *, in_cents: bool) -> Figures:
    """The figures of an answer for `shown`; `in_cents` says that bare numbers may be cents."""
    amounts: dict[str, set[float]] = {}
    others: dict[str, set[float]] = {}
    for each in quantities:
        if each.kind == "money":
            amounts.setdefault(each.currency, set()).add(each.value)
        else:
            others.setdefault(each.kind, set()).add(each.value)
            if each.kind == "count" and not each.unit:
                others.setdefault(_BARE, set()).add(each.value)
    if in_cents:
        others[_CENTS] = {each / 100 for each in others.get(_BARE, ())}
    return Figures(
        {key: sorted(values) for key, values in amounts.items()},
        {key: sorted(values) for key, values in others.items()},
    )


def _has(values: list[float], value: float, slack: float = _EXACT) -> bool:
    at = bisect_left(values, value * (1 - slack))
    return at < len(values) and values[at] <= value * (1 + slack)


def _adds_up(amounts: list[float], total: float) -> bool:
    """Whether two different amounts, neither of them next to nothing, add up to the total."""
    low = bisect_left(amounts, total * 0.02)
    high = bisect_left(amounts, total) - 1
    while low < high:
        rest = amounts[low] + amounts[high] - total
        if abs(rest) <= _ADDED * total:
            return True
        if rest < 0:
            low += 1
        else:
            high -= 1
    return False


def _is_many(quantity: Quantity) -> bool:
    """Whether a price may be multiplied with it; minutes may be what is paid for, too."""
    least = _LEAST if quantity.kind == "duration" else 1
    return quantity.kind in ("count", "size", "duration") and quantity.value > least


def _digits(value: float) -> int:
    """Significant digits: 2 of 48,000 and of 0.12."""
    return len(f"{value:.5e}".split("e")[0].replace(".", "").rstrip("0"))
