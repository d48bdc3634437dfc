"""Months that a question names, within the year that the bill covers."""

from __future__ import annotations

import re

from support.reference_agent.scope import MONTH_NAMES, MONTHS, YEAR

_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTH = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b"
    rf"|\b(?:in|of|for|since|from|to|until|between|and) (may)\b|\b(may) {YEAR}",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:\d{4}\s*)?(?:to|through|until|till|-|\u2013)\s*$", re.IGNORECASE)
_QUARTER = re.compile(r"\bq([1-4])\b", re.IGNORECASE)
_LAST = re.compile(
    r"\b(?:last|past|recent|previous) (\d{1,2}|three|six|nine) months\b", re.IGNORECASE
)
_NUMBERS = {"three": 3, "six": 6, "nine": 9}
_PHRASES = (
    (re.compile(r"\b(?:last|latest|previous|most recent) quarter\b", re.I), (10, 11, 12)),
    (re.compile(r"\b(?:last|latest|previous|most recent) month\b", re.I), (12,)),
    (re.compile(r"\b(?:first half|h1)\b", re.I), (1, 2, 3, 4, 5, 6)),
    (re.compile(r"\b(?:second half|h2)\b", re.I), (7, 8, 9, 10, 11, 12)),
)
_YEAR = re.compile(r"\b(20[0-4]\d)\b")


def months_in(text: str) -> tuple[int, ...]:
    """The months a text names, in order of the calendar; empty where it names none."""
    found = {3 * int(quarter) - offset for quarter in _QUARTER.findall(text) for offset in range(3)}
    named = list(_MONTH.finditer(text))
    numbers = [_SHORT[(match[1] or match[2] or match[3])[:3].lower()] for match in named]
    found |= set(numbers)
    for index in range(len(named) - 1):
        between = text[named[index].end() : named[index + 1].start()]
        if _RANGE.match(between) and numbers[index] < numbers[index + 1]:
            found |= set(range(numbers[index], numbers[index + 1]))
    for pattern, months in _PHRASES:
        if pattern.search(text):
            found |= set(months)
    last = _LAST.search(text)
    if last:
        count = _NUMBERS.get(last[1].lower()) or int(last[1])
        found |= set(MONTHS[-count:]) if 0 < count <= 12 else set()
    return tuple(sorted(found))


def years_outside(text: str) -> tuple[int, ...]:
    """The years a text names for which there is no bill."""
    return tuple(sorted({int(year) for year in _YEAR.findall(text)} - {YEAR}))
