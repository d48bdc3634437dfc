"""One number of a text with what stands around it: what it measures, for what, how exactly."""

from __future__ import annotations

import re
from typing import NamedTuple

from scoring.amount_words import (
    BEFORE_MONEY,
    bound_by,
    currency_before,
    each_of,
    is_marker,
    is_share,
    is_year,
    measured,
    multiplies,
    period_after,
    period_before,
    sign_before,
    word_before,
)
from scoring.numerals import MAGNITUDES, TIMES, WORDS, digits, spelled
from scoring.units import (
    ABOUT,
    BOUNDS,
    CENTS,
    CURRENCIES,
    EACH,
    LABELS,
    NO_UNIT,
    PERCENT,
    SIZES,
    SORT,
    TIMES_OF,
    WORTH,
)


class Quantity(NamedTuple):
    """A number as it stands in `text[start:end]`, with what it measures.

    `kind` is money, percent, duration, count, size (of data), multiple ("3x", "twice"), ordinal
    ("week 4": no amount but a place in an order) or date (a year). `value` is in whole units of
    the currency (cents are hundredths), in percent ("a third" is 33.3), else in `unit`; of a
    range it is the middle, and `low` and `high` are its ends. `step` is the worth of the last
    digit shown, 0 for words. `period` is the time that the quantity is for: hour, day, week,
    month, quarter or year; `per` what else it is for each of ("gpu-hour", "1m tokens", "each").
    `base` says what a percentage is of ("it") or which way it changes something ("lower").
    `bound` is "at most", "at least" or nothing.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    step: float
    kind: str
    currency: str = ""
    unit: str = ""
    period: str = ""
    per: str = ""
    base: str = ""
    approximate: bool = False
    bound: str = ""

    @property
    def is_range(self) -> bool:
        """Whether two ends were stated."""
        return self.low != self.high


_PER = r"(?:(?:[0-9][0-9.,]*+ ?(?:k|m|million|thousand)? )?[a-z][a-z0-9]*+(?:-[a-z]++)*+)"
_TAIL = (
    rf"(?:[ -]?({WORTH})(?![^\W_]))?+"
    rf"(?:[ -]?({SORT})(?![^\W_]))?+"
    r"(?:(?:[ -]|(?<=[0-9]))"
    r"(?!(?:an?|per|every|each|apiece|monthly|annually|yearly|daily|weekly|hourly)\b)"
    r"(?P<unit>[a-z]++(?:-[a-z]++)*+)(?![0-9_]))?+"
    rf"(?:(?P<link> an? | per | every | ?/ ?)({_PER})(?:(?: (?:an?|per) |/)([a-z]++))?+"
    r"| (each|apiece|monthly|annually|yearly|daily|weekly|hourly|p\.a\.)(?![a-z]))?+"
)
DIGITS = re.compile(
    r"[0-9](?:(?<![\w.][0-9])(?<![a-z]-[0-9])|(?<=[0-9]x[0-9])|(?<=[0-9][km]-[0-9]))(?P<number>"
    r"[0-9]{0,2}(?: [0-9]{3}(?![0-9])){2,}+"
    r"|[0-9]{0,2}(?: [0-9]{3}(?![0-9]))++(?= ?(?:[€£$]|eur|usd|gbp|chf))"
    r"|[0-9]*+(?:[.,'][0-9]++)*+"
    rf"){_TAIL}"
)
SPELLED = re.compile(rf"[ \n\t(\[\"'/>|:;](?=[aefhnost])(?P<number>{WORDS}){_TAIL}")
_BASE = re.compile(
    r"[ -](?:of (?:the |its |our |your |that |those |all )?([a-z]++(?: [a-z]++)?+)"
    r"|(lower|less|cheaper|off|fewer|below|higher|more|above|faster|reduction|savings?|discount))"
)
_EUROS = frozenset(("€", "eur", "euro", "euros"))
_GLUED = {*TIMES_OF, *SIZES, "x"}
"""Units that may follow a number without a space."""


def read_one(lower: str, found: re.Match[str], start: int, end: int) -> Quantity | None:
    """One number with what stands around it; offsets are those of the text, one less than here."""
    _, worth, _, unit, link, per, also, adverb = found.groups()
    figure = _figure(lower, found, start, end)
    if figure is None:
        return None
    first, kind, currency, amount, step, part = figure
    word = word_before(lower, first)
    noun, stop = unit or "", found.end()
    at = found.start(4) - 1 if unit else stop
    if unit:
        glued = lower[at].isdigit()
        if kind != "count" or unit in NO_UNIT or (glued and unit == "x"):
            kind = "multiple" if kind == "count" and glued else kind
            stop = stop if per or adverb or kind == "multiple" else at
            unit = ""
    if kind == "count" and (unit or part or lower[start:end] in TIMES):
        kind = measured(unit, part=part)
        unit = TIMES_OF.get(unit, unit) if unit else ""
    if part and kind == "percent":
        if per in TIMES_OF and lower[start:end] == "half":
            return Quantity(first - 1, stop - 1, 0.5, 0.5, 0.5, 0, "duration", "", TIMES_OF[per])
        if not is_share(lower[start:end], noun, word, lower[stop]):
            return None
        amount *= 100
        stop, unit = (at, "") if unit else (stop, "")
    period, rate = each_of(per, also) if per else period_after(adverb) if adverb else ("", "")
    if rate and link and link[:2] == " a" and rate not in EACH and not period:
        rate = ""
        stop = at if noun and not unit else found.start(5)
    if kind == "count" and not (rate or period or worth) and (not unit or word in LABELS):
        stop = at if unit else stop  # "week 4 costs"
        named = _bare(lower, start, end, word, stop)
        if named is None:
            return None
        kind, unit = named
    elif kind == "money" and not period and not rate:
        period = period_before(lower, first)
    base = _BASE.match(lower, stop) if kind == "percent" else None
    about = word in ABOUT or lower[first - 1] in "~≈"
    bound = bound_by(lower, first, word) if word in BOUNDS else ""
    if word == "minus" or lower[first - 1] == "-":
        sign, first, sold = sign_before(lower, first, word)
        amount *= sign
        kind, currency = ("money", sold) if sold else (kind, currency)
    change = (base[1] or base[2]) if base else ""
    return Quantity(
        first - 1, stop - 1, amount, amount, amount, step, kind, currency, unit or "", period,
        rate, change, about, bound,
    )  # fmt: skip


def _figure(
    lower: str, found: re.Match[str], start: int, end: int
) -> tuple[int, str, str, float, float, bool] | None:
    """Where a number starts with its currency; its kind so far, currency, value, step, part."""
    _, worth, sort, unit, *_ = found.groups()
    first, currency, step, part = start, "", 0.0, False
    if found.re is DIGITS:
        if lower[start - 1] in BEFORE_MONEY:
            first, currency, key = currency_before(lower, start)
            sort = sort or key
        value = digits(lower[start:end], continental=sort in _EUROS and not worth)
        if value is None:
            return None
        if found.end() == end and lower[end].isalnum() and not multiplies(lower, end):
            return None
        amount, step = value
    else:
        amount, part = spelled(lower[start:end])
    if unit and lower[found.start(4) - 1].isdigit() and unit not in _GLUED:
        return None
    if worth:
        times = MAGNITUDES[worth.rstrip("s")]
        amount, step = amount * times, step * times
    kind = "count"
    if currency or (sort and sort not in PERCENT):
        kind = "money"
        currency = currency or CURRENCIES.get(sort, "USD")
        if sort in CENTS:
            amount, step = amount / 100, step / 100
    elif sort:
        kind = "percent"
    return first, kind, currency, amount, step, part


def _bare(lower: str, start: int, end: int, word: str, stop: int) -> tuple[str, str] | None:
    """The kind and unit of a number that stands alone, or `None` where it counts nothing."""
    number = lower[start:end]
    if word in LABELS:
        return "ordinal", TIMES_OF.get(word, word)
    if number == "one" or is_marker(lower, start, end):
        return None
    if len(number) == 4 and "1990" <= number < "2050" and number.isdigit():
        return ("date", "") if is_year(word, lower[stop]) else ("count", "")
    return "count", ""
