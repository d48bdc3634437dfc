"""The same amount for another period: a month against a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.known import Known
from scoring.sums.phrases import SOME, WHOLE
from scoring.sums.reading import HOURS, BrokenSum, Reading, amount, fits, ramps, slack
from scoring.sums.roles import OVER_A_YEAR
from scoring.units import word_set

_SAME = re.compile(
    rf"[ ,(;:-]*(?:(?:or|i\.e\.|that is|that's|which is|which makes|equals|=|annualized|so"
    rf"|equivalent to|which comes to|{SOME})[ ,:]*)*"
)
_SAME_WORDS = re.compile(r"\bor\b|i\.e\.|that is|that's|which|equal|equiv|=|\($|\( ?~?$")
_BEHIND_SHARE = re.compile(
    r"(?: (?:lower|less|cheaper|higher|more|off))?\)?(?:[,;/]| or)?"
    r"(?: (?:about|roughly|around|some|or|i\.e\.|which is|that is|which makes))* "
)


_NOT_ALL_YEAR = re.compile(
    r"this year|first|year one|remaining|rest of|until|by (?:the end|december|year)|from (?:june"
    r"|july"
    r"|january|february|march|april|may|august|september|october|november|month)|once|net of|minus"
)
_SHORT = 30
"""Characters before an amount so early in its sentence that it speaks of the one before."""

_WORD = re.compile(r"[a-z][a-z']*")
_RESTATES = word_set(
    "a about and bill cheaper current each every i is it less lower makes month monthly of or our "
    "over saved saving so spend stays than that the this today total usd eur week which whole with "
    "year you your e roughly off"
)
"""Words between an amount a month and one a year that only say it once more."""
_LONG = 80
"""Characters beyond which an amount a year says nothing of the one before it."""

_OR = re.compile(r",? (?:or|that is|which is|i\.e\.)(?: (?:about|roughly|around|some))* ")
_OPENED = re.compile(r"[(,:] ?(?:about |roughly |or |some )?$")
_PAID = re.compile(
    rf"\b(?:from|to)(?: {SOME})* $|\b(?:pay|costs?|spend|bill|budget)\b[^.,;]{{0,20}}$"
)


def broken_conversion(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$5,000 a month, $60,000 a year": the same amount for another period."""
    a, b = reading.quantities[i], reading.quantities[i + 1]
    if not a.period or not b.period or a.period == b.period or a.currency != b.currency:
        return
    gap = reading.gap(i)
    if a.per or b.per or not _SAME.fullmatch(gap) or _agree(a, b):
        return
    if _PAID.search(reading.before(i)) and not _SAME_WORDS.search(gap):
        return  # "pay $40k a month, $1M a year": two things
    if not ramps(reading.sentence(i)):
        exact = a.value * HOURS[b.period] / HOURS[a.period]
        yield BrokenSum(
            f"{reading.said(i)} is about {amount(round(exact, -1), b)} a {b.period}, not "
            f"{reading.said(i + 1)}",
            reading.shown(i, i + 1),
        )


def broken_aside(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$9,615 a month out of $15,534 (62%, $115,380 a year)": an amount before, or a change."""
    other = reading.quantities[i + 1]
    if not other.period or other.per:
        return
    here = reading.sentence_of[i]
    if reading.quantities[i].kind == "percent":
        if not _BEHIND_SHARE.fullmatch(reading.gap(i)) or not _OPENED.search(reading.before(i)):
            return
    elif reading.sentence_of[i + 1] != here:
        alone = reading.sentence_end(i + 1) - reading.sentence_start(i + 1)
        if alone > other.end - other.start + 1 or reading.sentence_of[i + 1] != here + 1:
            return
    elif reading.quantities[i].period or not _OR.fullmatch(reading.gap(i)):
        return
    near = [k for k in range(max(0, i - 6), i + 1) if reading.sentence_of[k] == here]
    said = [q for k in near if (q := reading.quantities[k]).kind == "money" and not q.per]
    periods = {q.period for q in said if q.period}
    if (
        len(periods) != 1
        or other.period in periods
        or {q.currency for q in said} != {other.currency}
    ):
        return
    values = [q.value for q in said]
    values += [abs(a - b) for a in values for b in values if a != b]
    like = said[-1]._replace(period=periods.pop(), approximate=False, bound="")
    if not any(_agree(like._replace(value=v, low=v, high=v), other) for v in values):
        yield BrokenSum(
            f"{reading.said(i + 1)} does not follow from the amounts a {like.period} before it",
            reading.shown(i, i + 1),
        )


def broken_year(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Together $18,935 a month (61%), so $272,220 less over a year"."""
    year = reading.quantities[i]
    if year.period != "year" or year.per or year.value <= 0 or i == 0:
        return
    base = _restated(known, reading, i)
    if not base or any(q.currency != year.currency or q.period in ("", "year") for q in base):
        return
    said = reading.sentence(i)
    if _NOT_ALL_YEAR.search(said) or ramps(said) or any(_agree(q, year) for q in base):
        return
    like = base[-1]._replace(approximate=False, bound="", step=0.0)
    ratio = HOURS["year"] / HOURS[like.period]
    here = reading.sentence_of[i]
    near = [
        q.value
        for k in range(max(0, i - 8), i)
        if (q := reading.quantities[k]).kind == "money" and here - reading.sentence_of[k] <= 1
    ]
    # What is stated for a year alone proves nothing of itself.
    values = [v for p, v in known.amounts(like) if p.period != "year" or p.value != year.value]
    values += [a - b for a in near for b in near if a > b]
    values += [total for total in known.saved(like) if abs(total * ratio / year.value - 1) > 1e-6]
    if any(fits(v * ratio, year, 0.005 * year.value) for v in values):
        return
    yield BrokenSum(
        f"{reading.said(i)} is not what {amount(like.value, like)} a {like.period} come to",
        reading.shown(i),
    )


def _restated(known: Known, reading: Reading, i: int) -> list[Quantity]:
    """The amounts for a shorter time that an amount a year says once more."""
    year, here = reading.quantities[i], reading.sentence_of[i]
    claimed = reading.saves[i] or OVER_A_YEAR.search(reading.before(i)) is not None
    early = year.start - reading.sentence_start(i) < _SHORT
    base = []
    for k in range(max(0, i - 6), i):
        q = reading.quantities[k]
        if q.kind != "money" or q.per or here - reading.sentence_of[k] > early:
            continue
        q = q._replace(period=q.period or known.period)
        whole = reading.saves[k] or WHOLE.search(reading.before(k)) is not None
        if claimed and whole:
            base.append(q)
        elif whole and reading.sentence_of[k] == here and q.period != "year":
            between = reading.lower[q.end : year.start]
            if len(between) < _LONG and _RESTATES.issuperset(_WORD.findall(between)):
                base.append(q)
    return base


def _agree(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts for different periods are the same, by any usual length of a month.

    Days and hours may be working ones: 250 days a year, 2,000 hours.
    """
    exact = HOURS[b.period] / HOURS[a.period]
    usual = [exact]
    if "day" in (a.period, b.period):
        usual += [exact * 250 / 365, exact * 22 / 30.4, exact * 5 / 7, exact * 20 / 30.4]
    elif "hour" in (a.period, b.period):
        usual += [exact * 2000 / 8760, exact * 160 / 730, exact * 40 / 168]
    elif {a.period, b.period} == {"week", "month"}:
        usual += [4.0 if exact > 1 else 0.25]
    return any(
        abs(a.value * ratio - b.value) <= slack(b) + slack(a) * ratio + 0.02 * abs(b.value)
        for ratio in usual
    )
