"""The words around a number: what they say of its currency, kind, period, sign and bounds.

`lower` is a lower-case text with one character before and behind it that are no part of it.
"""

from __future__ import annotations

import re

from scoring.units import (
    ABOUT,
    BOUNDS,
    CODES,
    CURRENCIES,
    NO_UNIT,
    PERIODS,
    PLAIN,
    SIZES,
    TIMES_OF,
    YEAR_BEFORE,
)

_ADJECTIVE = re.compile(
    r"\b(hourly|daily|weekly|monthly|quarterly|yearly|annual(?:ly|i[sz]ed)?)\b[^.;,()|\d]*+$"
)
_AMOUNT = re.compile(r"[0-9] ?[a-z]{0,3} ?$")
_KEY = re.compile(r"\b(usd|eur|gbp|dollars|euros|cents): $")
_BEHIND = 40
"""How far before an amount a word like "monthly" may stand to say what it is for."""
BEFORE_MONEY = frozenset("$€£¥₹ ")
_MARKS = ("us$", "ca$", "au$", "nz$", "hk$", "c$", "a$", "s$", "r$")


def currency_before(lower: str, start: int) -> tuple[int, str, str | None]:
    """Where an amount starts with its currency, which that is, and a unit that a key names."""
    before = lower[start - 1]
    if before != " ":
        if before == "$" and lower[start - 2].isalpha():
            for mark in _MARKS:
                at = start - len(mark)
                if lower.startswith(mark, at) and not lower[at - 1].isalnum():
                    return at, CURRENCIES.get(mark, "USD"), None
        return start - 1, CURRENCIES[before], None
    if lower[start - 4 : start - 1] in CODES and not lower[start - 5].isalnum():
        return start - 4, lower[start - 4 : start - 1].upper(), None
    if lower[start - 2] in "€£$" and not lower[start - 3].isdigit():
        return start - 2, CURRENCIES[lower[start - 2]], None
    if lower[start - 2] == ":" and (key := _KEY.search(lower, max(0, start - 9), start)):
        return start, "", key[1]
    return start, "", None


def measured(unit: str | None, *, part: bool) -> str:
    """The kind of a bare number by the word behind it."""
    if unit in TIMES_OF:
        return "duration"
    if unit in SIZES:
        return "size"
    return "percent" if part else "count" if unit else "multiple"


def period_before(lower: str, start: int) -> str:
    """The period of "monthly saving: $5"."""
    near = lower[max(0, start - _BEHIND) : start]
    if ("ly" in near or "annual" in near) and (adjective := _ADJECTIVE.search(near)):
        return TIMES_OF[PLAIN.get(adjective[1], adjective[1])]
    return ""


def period_after(adverb: str) -> tuple[str, str]:
    """The period or "each" that a word behind an amount says it is for."""
    period = TIMES_OF.get(adverb, "")
    return period, "" if period else "each"


def sign_before(lower: str, start: int, word: str) -> tuple[float, int, str]:
    """The sign of a number, where it starts with that, and the currency before the sign."""
    if word == "minus":
        return -1.0, start - 6, ""
    before = lower[start - 2]
    if before in "€£$" and not _AMOUNT.search(lower, max(0, start - 9), start - 2):
        return -1.0, start - 2, CURRENCIES[before]
    return (1.0, start, "") if before.isalnum() or before in ")%" else (-1.0, start - 1, "")


def word_before(lower: str, start: int) -> str:
    """The word right before a number, without the brackets and quotes around it."""
    if lower[start - 1] != " ":
        return ""
    words = lower[max(0, start - 15) : start - 1]
    return words[max(words.rfind(" "), words.rfind("\n")) + 1 :].lstrip("(\"'[")


def multiplies(lower: str, end: int) -> bool:
    """Whether a number is followed by "x" and another one ("16x730")."""
    return lower[end] == "x" and lower[end + 1].isdigit()


def is_marker(lower: str, start: int, end: int) -> bool:
    """Whether a bare number stands before a step ("1. ") and counts nothing."""
    if lower[end] not in ".)" or lower[end + 1] != " " or end - start > 2:
        return False
    return lower[start - 1] in "\n(" or (lower[start - 1] == " " and lower[start - 2] in ".:;!?)|,")


def is_year(word: str, behind: str) -> bool:
    """Whether four digits name a year, by the word before and the character behind them."""
    return word in YEAR_BEFORE or (not word and behind in "\n|,.:)")


def is_share(number: str, unit: str, word: str, behind: str) -> bool:
    """Whether "a third" is a share, and not the third of a row; "a quarter" not three months."""
    if not number.startswith(("a", "one", "half")):
        return True
    if number == "half":
        return word not in ("first", "second", "other", "back", "front", "latter")
    if number.endswith("quarter") and unit not in ("of", "less", "lower", "more", "cheaper", "off"):
        return word in ("by", "than", "only", "just", "under", "over", "nearly") or word in ABOUT
    return not unit or unit in NO_UNIT or behind in ".,;:)"


def each_of(per: str, also: str | None) -> tuple[str, str]:
    """The period and what else an amount is for: "month" and "user" of "/user/month"."""
    words = [per, also] if also else [per]
    period = next((TIMES_OF[w] for w in words if TIMES_OF.get(w) in PERIODS), "")
    return period, next((w for w in words if TIMES_OF.get(w) not in PERIODS), "")


def bound_by(lower: str, start: int, word: str) -> str:
    """Whether an amount is stated as the most or the least."""
    bound, said = BOUNDS[word]
    return bound if lower.endswith(f"{said} ", 0, start) else ""
