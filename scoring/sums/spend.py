"""What is spent today, as the question and the answer say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.equations import result_of
from scoring.sums.reading import HOURS, Reading
from scoring.sums.roles import is_today

_NOT_SPENT = re.compile(
    r"\b(?:sav(?:e|ing|ings)|under|below|less than|target|goal|within|by|(cut|reduce|lower|to)"
    r"|budget for|than|revenue|raised?|worth|cap|limit)(?: (?:of|is|about|the|a|an|at|our"
    r"|your))* ?$"
)
_BILL = re.compile(
    r" ?(?:(?!on |of |off |from |in |to |by |for )[a-z-]+ ){0,3}"
    r"(?:bill|spend|spending|costs?|invoices?|run rate)\b"
)
_EVERY_DAY = re.compile(r"night|daily|every day|a day")

Spent = dict[str, tuple[float, str]]
"""For each currency the most that can be meant to be spent in a year, and how it was said."""


def spending(question: Reading, reading: Reading) -> Spent:
    """What is spent in a year; empty where nobody says it."""
    spent: Spent = {}
    for currency, lumps in _lumps(question).items():
        most = max(lumps)
        rest = sum(value for value, _ in lumps) - most[0]
        # Parts that make up the largest amount are not spent a second time.
        is_split = abs(rest - most[0]) <= 0.02 * most[0]
        spent[currency] = (most[0] if is_split else most[0] + rest, most[1])
    for currency, found in multiplied(question).items():
        spent[currency] = max(spent.get(currency, found), found)
    for i in range(len(reading.quantities)):
        if (result := _today(reading, i)) is None:
            continue
        q = reading.quantities[result]
        if not spent or q.currency in spent:
            period = q.period or period_near(reading, result)
            found = (q.high * 8760 / HOURS[period], reading.said(result)) if period else (0.0, "")
            if period:
                spent[q.currency] = max(spent.get(q.currency, found), found)
    return spent


def _today(reading: Reading, i: int) -> int | None:
    """The amount that a quantity, or the written sum that it begins, says is paid today."""
    if not is_today(reading.before(i)):
        return None
    result = result_of(reading, i)
    if result is None or reading.saves[result] or not _is_lump(reading, result):
        return None
    return result


def _is_lump(reading: Reading, i: int) -> bool:
    """Whether a quantity is an amount of money for a time, and not the price of each."""
    q = reading.quantities[i]
    return q.kind == "money" and q.value > 0 and not q.per and not is_price(reading, q)


def is_price(reading: Reading, q: Quantity) -> bool:
    """Whether an amount is what one of something costs: for each, or in cents."""
    return bool(q.per) or q.period == "hour" or (
        q.value < 1 or "cent" in reading.lower[q.start : q.end]
    )  # fmt: skip


def _lumps(question: Reading) -> dict[str, list[tuple[float, str]]]:
    """The amounts that the question says are spent, for a year, by currency."""
    lumps: dict[str, list[tuple[float, str]]] = {}
    for i, q in enumerate(question.quantities):
        if not _is_lump(question, i):
            continue
        if i and lumps.get(q.currency) and question.gap(i - 1).strip() in ("to", "to about"):
            lumps[q.currency].pop()  # "from $31,000 to $57,000": only the latter is spent now
        elif not _is_spent(question, i):
            continue
        if period := q.period or period_near(question, i):
            found = (q.high * 8760 / HOURS[period], question.said(i))
            lumps.setdefault(q.currency, []).append(found)
    return lumps


def _is_spent(question: Reading, i: int) -> bool:
    """Whether an amount is no goal; "cut a $2M bill" names what is spent, "cut $2M" does not."""
    other = _NOT_SPENT.search(question.before(i))
    return not other or bool(other[1] and _BILL.match(question.after(i)))


def period_near(reading: Reading, i: int) -> str:
    """The period of an amount that states none: the only one of its sentence."""
    near = range(max(0, i - 9), min(len(reading.quantities), i + 10))
    periods = {
        q.period
        for k in near
        if reading.sentence_of[k] == reading.sentence_of[i]
        and (q := reading.quantities[k]).period not in ("", "hour")
        and q.kind in ("money", "count")
        and not (q.kind == "money" and q.per)
    }
    return periods.pop() if len(periods) == 1 else ""


def multiplied(question: Reading) -> Spent:
    """Spending given as a price of each and a number of them ("9 cents", "500,000 a month")."""
    prices = list(_prices(question))
    counts = [q for q in question.quantities if q.kind in ("count", "size") and q.value >= 2]
    if not counts or len({(q.currency, q.per) for q in prices}) != 1:
        return {}
    price = prices[0]
    if price.per == "million" or any(char.isdigit() for char in price.per):
        return {}
    each = sum(q.high for q in prices)  # "2.4 cents, then another 1.1 cents"
    most = max(counts, key=lambda q: q.value)
    hourly = price.period == "hour" or "hour" in price.per
    if hourly and "hour" not in most.unit:
        times = 8760.0
    elif most.period:
        times = 8760 / HOURS[most.period]
    elif hourly and _EVERY_DAY.search(question.lower):
        times = 365.0
    else:
        return {}
    if (most.unit, price.per) == ("tb", "gb"):
        times *= 1024
    return {price.currency: (each * most.value * times, f"{each:g} for each of {most.value:,.0f}")}


def _prices(question: Reading) -> Iterator[Quantity]:
    for i, q in enumerate(question.quantities):
        is_each = q.kind == "money" and (is_price(question, q) or q.period == "day")
        if is_each and q.value > 0 and not _NOT_SPENT.search(question.before(i)):
            yield q
