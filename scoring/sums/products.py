"""Numbers of things at a price: what they come to, and slips by a power of ten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.phrases import SOME
from scoring.sums.reading import RATIOS, BrokenSum, Reading, amount, fits, slack
from scoring.sums.spend import is_price

_OF_THEM = re.compile(
    rf" of (?:them|those|these)(?: (?:is|are|costs?|comes? to|makes?))?(?: {SOME})* "
)
_AT = re.compile(rf"(?: [a-z][a-z0-9-]*){{0,3}} at(?: {SOME})* ")
_FOR = re.compile(r" (?:for|x|times|over)(?: (?:all|the))* ")
_COMES = re.compile(
    r",? (?:is|are|costs?|comes to|come to|which is|makes|would come to|gives|that is)"
    rf"(?: {SOME})* | = "
)
_BUYS = re.compile(rf" (?:is|are|buys|means|=|equals|for)(?: (?:all|{SOME}))* ")
_AT_BEFORE = re.compile(r"\b(?:at|on|over|for|with|times|across)(?: (?:the|those|all|our|your))* $")
_COSTS = re.compile(r"\b(?:is|are|that's|makes?|costs?|comes to|pay|earn|spend)\b|=|:")
_SO = re.compile(
    r",? (?:so|that is|which is|which makes|i\.e\.|or|=)(?: (?:that is|you pay))?"
    rf"(?: {SOME})* "
)
_POWERS = (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001)
_FACTORS = (
    1.0, 730.0, 720.0, 744.0, 8760.0, 8736.0, 168.0, 24.0, 12.0, 52.0, 4.33, 4.0, 365.0, 30.0,
    7.0, 5.0, 22.0, 260.0, 3.0, 36.0, 36 * 730.0, 2.0, 0.5,
)  # fmt: skip
"""What an amount for another time than its price is multiplied by, without a word about it."""


def broken_product(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Sixteen GPUs at $4.10 for 730 hours is $47,888"."""
    last = len(reading.quantities) - 1
    many, rate = reading.quantities[i], reading.quantities[i + 1]
    if many.value <= 0 or rate.value <= 0 or i + 2 > last or not _AT.fullmatch(reading.gap(i)):
        return
    k, factor = i + 2, 1.0
    if k < last and reading.quantities[k].kind == "duration" and _FOR.fullmatch(reading.gap(k - 1)):
        k, factor = k + 1, reading.quantities[k].value
    result = reading.quantities[k]
    if result.kind != "money" or result.per or result.currency != rate.currency:
        return
    gap = reading.gap(k - 1)
    if not (_COMES.fullmatch(gap) or (gap.endswith(", ") and "each" in (rate.per, gap[1:5]))):
        return
    if _began_before(reading, i) or _in_bulk(rate):
        return
    exact = many.value * rate.value * factor
    error = slack(rate) / rate.value + 0.02
    factors = (*_FACTORS, *_shares(reading, i, k))
    if many.kind == "size" and rate.per != many.unit:
        factors = (*factors, 1000.0, 1024.0, 1e6, 1024.0**2)
    ways = [exact * more for more in factors] + [exact / more for more in factors if more]
    if not any(fits(way, result, error * way) for way in ways):
        yield BrokenSum(
            f"{reading.said(i)} at {reading.said(i + 1)} is not {reading.said(k)}",
            reading.shown(*range(i, k + 1)),
            any(fits(exact * ten, result, error * exact * ten) for ten in _POWERS),
        )


def broken_many(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "One is $36.04 a month, 289 of them $104,160"."""
    many, result = reading.quantities[i], reading.quantities[i + 1]
    if i == 0 or many.value <= 1 or result.per or not _OF_THEM.fullmatch(reading.gap(i)):
        return
    price = reading.quantities[i - 1]
    same = price.kind == "money" and price.currency == result.currency
    if same and reading.sentence_of[i - 1] == reading.sentence_of[i] and price.value > 0:
        exact = price.value * many.value
        error = exact * (slack(price) / price.value + 0.01)
        if not any(fits(way, result, error) for way in (exact, *(exact * r for r in RATIOS))):
            yield BrokenSum(
                f"{reading.said(i)} at {reading.said(i - 1)} each is {amount(exact, result)}, "
                f"not {reading.said(i + 1)}",
                reading.shown(i - 1, i, i + 1),
                any(fits(exact * ten, result, error * ten) for ten in _POWERS),
            )


def broken_quotient(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "At $6.25 per TiB: $26,000 is 4,160 TiB"."""
    paid, many = reading.quantities[i], reading.quantities[i + 1]
    if paid.per or many.value <= 0 or not many.unit or not _BUYS.fullmatch(reading.gap(i)):
        return
    for k in range(max(0, i - 3), i):
        rate = reading.quantities[k]
        each = rate.kind == "money" and rate.per and many.unit in (rate.per, f"{rate.per}s")
        if each and rate.currency == paid.currency and rate.value > 0:
            error = 0.02 * many.value + slack(paid) / rate.value
            exact = paid.value / rate.value
            ways = (1.0, *RATIOS) if paid.period != many.period else (1.0,)
            if not any(
                fits(exact * way, many, error) or fits(exact / way, many, error) for way in ways
            ):
                yield BrokenSum(
                    f"at {reading.said(k)} {reading.said(i)} is not {reading.said(i + 1)}",
                    reading.shown(k, i, i + 1),
                )
            return


def _began_before(reading: Reading, i: int) -> bool:
    return reading.before(i).rstrip().endswith(("-", "+", "/", "x"))


def _in_bulk(rate: Quantity) -> bool:
    """Whether a price is for many at a time ("per 1M tokens")."""
    bulk = any(char.isdigit() for char in rate.per)
    return bulk or rate.per in ("million", "thousand", "k", "m")


def _shares(reading: Reading, first: int, last: int) -> list[float]:
    """The percentages of the same sentence as factors: what may be used, or not, of the time."""
    shares = []
    for k in range(max(0, first - 5), min(len(reading.quantities), last + 4)):
        q = reading.quantities[k]
        if q.kind == "percent" and reading.sentence_of[k] == reading.sentence_of[first]:
            shares += [q.value / 100, 1 - q.value / 100]
    return shares


def broken_scale(question: Reading, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "3.6 cents each. At 500,000 questions that is $180,000": ten times too much."""
    many, result = reading.quantities[i], reading.quantities[i + 1]
    if many.value < 1000 or result.per or result.value <= 0:
        return
    if not _AT_BEFORE.search(reading.before(i)) or not _COSTS.search(reading.gap(i)):
        return
    price = _price_before(reading, i)
    yield from _broken_bill(question, reading, (many, reading.said(i)), price, i + 1)


def broken_each(question: Reading, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "It costs 0.45 cents, so $675 a month" of 1.5 million: a slip by a power of ten."""
    price, result = reading.quantities[i], reading.quantities[i + 1]
    if not is_price(reading, price) or result.per or not _SO.fullmatch(reading.gap(i)):
        return
    counts = [k for k, q in enumerate(question.quantities) if q.kind == "count" and q.value >= 1000]
    if len(counts) == 1 and result.value >= 1:
        many = (question.quantities[counts[0]], question.said(counts[0]))
        yield from _broken_bill(question, reading, many, None, i + 1)


def _price_before(reading: Reading, i: int) -> float | None:
    """The price that the last sentence, or this one, ended with."""
    for k in range(i - 1, max(-1, i - 3), -1):
        q = reading.quantities[k]
        if q.kind == "money":
            near = reading.sentence_of[i] - reading.sentence_of[k] <= 1
            return q.value if near and 0 < q.value < 100 and is_price(reading, q) else None
    return None


def _broken_bill(
    question: Reading, reading: Reading, many: tuple[Quantity, str], price: float | None, i: int
) -> Iterator[BrokenSum]:
    """An amount that is what so many cost at no stated price, though at ten times one of them."""
    result = reading.quantities[i]
    said = [*question.quantities, *reading.quantities[max(0, i - 41) : i]]
    prices = [q.value for q in said if q.kind == "money" and 0 < q.value < 100]
    each = result.value / many[0].value
    near = slack(result) / result.value + 0.01
    if any(abs(each / p - 1) <= near for p in prices):
        return
    slips = [p for p in prices if any(abs(each / (p * ten) - 1) <= near for ten in _POWERS)]
    certain = bool(slips)
    if price is not None and not slips:
        other = (*RATIOS, *_shares(reading, i, i))
        known = [*prices, *(a - b for a in prices for b in prices if a > b)]
        ways = [p * more for p in known for more in (1.0, *other)] + [price / r for r in RATIOS]
        slips = [] if any(abs(each - way) <= near * way for way in ways) else [price]
    if slips:
        yield BrokenSum(
            f"{many[1]} at {slips[0]:g} each is {amount(many[0].value * slips[0], result)}, "
            f"not {reading.said(i)}",
            reading.shown(i),
            certain,
        )
