"""The benefit of the doubt: a figure that follows exactly from others is not called wrong.

What a sentence sets side by side need not belong together ("two at $0.80 an hour: $1,168 a
month"). Before two figures are said to contradict each other, every other way is tried in which
the answer may have come to them. A figure that somebody changed has no such way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from scoring.quantities import Quantity
from scoring.sums.reading import BrokenSum, Reading, fits, slack, sums_of

_NEAR = 14
"""Quantities before a figure that it may follow from, beside those of the question."""

_CLOSE = 6
"""Of these, the last ones that three figures may be multiplied from."""

_BESIDE = 3
"""Quantities before and behind a percentage that it may make out of each other."""

_PERIODS = (12.0, 52.0, 4.0, 24.0, 168.0, 720.0, 730.0, 8760.0, 365.0, 30.0, 7.0, 3.0)
_PIECES, _EXACT = 1000, 1e-3
"""Pieces at most that a price is multiplied by without their number being read, and how exactly."""

_PRICE = 100.0
"""Below this an amount is the price of one piece."""

_DIGITS = 3
"""Digits that a figure must show: one of fewer follows from something by chance."""


def explained(found: BrokenSum, asked: Reading, reading: Reading) -> bool:
    """Whether every amount of a contradiction follows from other figures than its own."""
    places = {start for start, _ in found.parts}
    own = [i for i, q in enumerate(reading.quantities) if q.start in places]
    amounts = [i for i in own if reading.quantities[i].kind == "money"]
    shares = [i for i in own if reading.quantities[i].kind == "percent"]
    if any(reading.quantities[i].value < 0 for i in amounts):  # wrong whatever it follows from
        return False
    return (
        bool(amounts)
        and all(_follows(i, own, asked, reading) for i in amounts)
        and all(_applies(i, own, asked, reading) for i in shares)
    )


def _applies(at: int, own: list[int], asked: Reading, reading: Reading) -> bool:
    """Whether a percentage makes one amount nearby out of another, not both the contradiction's."""
    share = reading.quantities[at].value / 100
    near = range(max(0, at - _BESIDE), min(len(reading.quantities), at + _BESIDE + 1))
    amounts = [(i in own, q) for i in near if (q := reading.quantities[i]).kind == "money"]
    bases = [*amounts, *((False, q) for q in asked.quantities if q.kind == "money")]
    others = [
        q.value / 100
        for i in near
        if (q := reading.quantities[i]).kind == "percent" and i not in own
    ]
    error = slack(reading.quantities[at]) / 100
    for base_is_own, base in bases:
        for own_too, q in amounts:
            both = base_is_own and own_too
            parts = [] if both else [base.value * share, base.value * (1 - share)]
            parts += [base.value * share * other for other in others]
            if q is not base and any(fits(part, q, base.value * error) for part in parts):
                return True
    return False


def _follows(at: int, own: list[int], asked: Reading, reading: Reading) -> bool:
    q = reading.quantities[at]
    if q.per or q.period == "hour" or abs(q.value) < _PRICE:  # given, and not worked out
        return True
    if any(fits(p.value, q) for p in asked.quantities if p.kind == "money"):
        return True
    if _digits(q) < _DIGITS:
        return False
    near = list(reading.quantities[max(0, at - _NEAR) : at])
    mine = {id(reading.quantities[i]) for i in own}
    known = [*asked.quantities[:_NEAR], *near]
    close = [*asked.quantities[:_CLOSE], *near[-_CLOSE:]]
    if any(_is_multiple(q, p) for p in known if p.kind == "money" and (p.per or p.period)):
        return True
    return any(fits(value, q) for value in _values(q, near, known, close, mine))


def _is_multiple(q: Quantity, price: Quantity) -> bool:
    """Whether an amount is what so many pieces cost at a price for each hour of a month or year."""
    if price.period != "hour" or not price.value:
        return False
    pieces = (q.value / price.value / hours for hours in (720.0, 730.0, 8760.0))
    return any(1.5 < each < _PIECES and abs(each - round(each)) < _EXACT for each in pieces)


def _values(
    q: Quantity,
    near: list[Quantity],
    known: list[Quantity],
    close: list[Quantity],
    mine: set[int],
) -> Iterator[float]:
    """Everything that others than the contradiction's own figures come to."""
    yield from sums_of([p.value for p in near if p.kind == "money" and _alike(p, q)])
    for p in known:
        same = p.period and p.period == q.period
        if p.kind == "money" and not p.per and not same and id(p) not in mine:
            yield from (p.value * each for each in _PERIODS)
            yield from (p.value / each for each in _PERIODS)
    for a, b in combinations(known, 2):
        if id(a) in mine and id(b) in mine:
            continue
        x, y = _plain(a), _plain(b)
        if a.kind == b.kind == "money" and _alike(a, b):
            yield abs(a.value - b.value)
            yield a.value + b.value
        elif a.kind != "money" or b.kind != "money":
            yield x * y
            if x and y:
                yield from (x / y, y / x)
            if "percent" in (a.kind, b.kind) or a.per or b.per or "hour" in (a.period, b.period):
                yield from (x * y * each for each in (730.0, 720.0, 12.0, 24.0))
    for a, b, c in combinations(close, 3):
        yield from _pieces_at_less(a, b, c)
        if {id(a), id(b), id(c)} - mine and "money" in (a.kind, b.kind, c.kind):
            yield _plain(a) * _plain(b) * _plain(c)


def _pieces_at_less(a: Quantity, b: Quantity, c: Quantity) -> Iterator[float]:
    """What so many pieces save, each of which costs the one amount instead of the other."""
    amounts = [q.value for q in (a, b, c) if q.kind == "money"]
    counts = [q.value for q in (a, b, c) if q.kind == "count"]
    if len(amounts) == len((a, b, c)) - 1 and counts:
        yield abs(amounts[0] - amounts[1]) * counts[0]


def _alike(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts may be for the same period."""
    return not (a.period and b.period and a.period != b.period)


def _plain(q: Quantity) -> float:
    return q.value / 100 if q.kind == "percent" else q.value


def _digits(q: Quantity) -> int:
    return len(f"{q.value:.10g}".replace(".", "").strip("0"))
