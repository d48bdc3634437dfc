"""Numbers as people write them: digits with their separators, and words. All texts lower case."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = str.split("twenty thirty forty fifty sixty seventy eighty ninety")
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9,
    "tenth": 10, "tenths": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
TIMES = {"twice": 2.0, "thrice": 3.0}
"""Words that say how many times."""

MAGNITUDES = {
    "k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "mil": 1e6, "b": 1e9, "bn": 1e9,
    "tn": 1e12, "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6,
    "billion": 1e9, "billions": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
"""What a letter or word behind a number multiplies it by."""

_SMALL = {word: float(value) for value, word in enumerate(_UNITS)}
_SMALL |= {word: 10.0 * value for value, word in enumerate(_TENS, 2)} | TIMES
_LARGE = ("hundred", "thousand", "million", "billion", "trillion", "dozen")

_LARGER = "|".join(_LARGE)
_PART = "|".join(_PARTS)
WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[1:10])})\b)?+"
    rf"|{'|'.join(TIMES)}|half\b|a(?=[ -](?:{_PART}|{_LARGER})\b)(?:[ -](?:{_PART})\b)?+"
    rf"|(?:{'|'.join(reversed(_UNITS[1:]))})\b(?:[ -](?:{_PART})\b)?+)\b"
    rf"(?:[ -](?:a )?(?:{_LARGER})\b)*+"
)
"""Pattern of a number in words, for lower-case text."""

_THREES = re.compile(r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*+(?:(?!\1)[.,]\d++)?+")


@lru_cache(maxsize=4096)  # a figure is seldom named once
def digits(text: str, *, continental: bool = False) -> tuple[float, float] | None:
    """The value of digits with separators and the worth of the last one, or `None`.

    Commas group and a point divides, unless only the other reading is possible ("1.200,50",
    "1,5", "1.200.000") or `continental` says that a lone point groups. "1.1.1" is no number.
    """
    if text.isdigit():
        return float(text), 1.0
    groups = text.split(",")
    if len(groups) > 1 and len(groups[0]) < 4 and all(len(g) == 3 for g in groups[1:]):
        joined = "".join(groups)
        if joined.isdigit():
            return float(joined), 1.0
    found = _THREES.fullmatch(text)
    if found and (found[1] != "." or continental or "," in text or text.count(".") > 1):
        last = max(text.rfind(","), text.rfind("."))
        if last < 0 or text[last] == found[1]:
            last = len(text)
        whole, places = "".join(filter(str.isdigit, text[:last])), text[last + 1 :]
        return float(f"{whole}.{places}0"), 10.0 ** -len(places)
    whole, _, places = text.replace(",", ".").partition(".")
    if whole.isdigit() and places.isdigit():
        return float(f"{whole}.{places}"), 10.0 ** -len(places)
    return None


def spelled(text: str) -> tuple[float, bool]:
    """The value of a number in words and whether it is a part of a whole ("two thirds")."""
    value = group = 0.0
    part = False
    for word in text.replace("-", " ").split():
        if word in _PARTS:
            group, part = (group or 1.0) / _PARTS[word], True
        elif word in _LARGE:
            group, part = (group or 1.0) * MAGNITUDES[word], False
            if word not in ("hundred", "dozen"):
                value, group = value + group, 0.0
        elif word != "a":
            group += _SMALL[word]
        elif not group:
            group = 1.0
    return value + group, part
