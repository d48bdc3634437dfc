"""What one text took from another: figures, names and phrases that nobody hits upon by chance.

Used to tell whether a tool's result stands in the answer, and whether one agent works with what
another found. Each thing weighs as much as it proves; a use is proven from `PROOF` on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from scoring.words import cut, stem_of

PROOF = 1.0
"""What the things taken over must weigh together: one exact figure, or two rounded ones."""

MOST_CHARACTERS = 200_000
"""How much of one text or result is looked at; a tool may return more than anybody reads."""

_MOST_PARTS, _MOST_DEPTH = 20_000, 40
_OFTEN = 2_000
"""Characters up to which a text is short enough to be remembered."""
_FINEST = 9
_PHRASE = 4
_SHORT = 3
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3}){2,6}(?![\d.])|\d{1,18}(?:,\d{3}){0,6}(?:\.\d{1,12})?)"
    r"(?:\s?(k|m|bn|b|thousand|million|billion)(?![^\W\d_]))?",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_NAME = re.compile(r"[^\W_]{1,40}(?:[-./:_][^\W_]{1,40}){0,6}")
_NAMED = re.compile(r"[^\W\d_]-?\d|\d[^\W\d_]")

Mark = tuple[str, str]
"""One recognisable thing: "figure", "name" or "phrase", and the thing in its plainest form."""


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Where a text shows a mark, in characters, and what that proves."""

    weight: float
    start: int
    end: int


def parts_of(data: object) -> Iterator[str | float]:
    """The texts and numbers anywhere inside a tool's result, at most so many."""
    return islice(_parts(data, 0), _MOST_PARTS)


def offered(parts: Iterable[str | float]) -> set[Mark]:
    """Every mark by which something out of these texts and numbers would be known again.

    A figure is offered at each precision that somebody may quote it with.
    """
    marks: set[Mark] = set()
    left = MOST_CHARACTERS
    for part in parts:
        if isinstance(part, str):
            text = part[:left]
            left -= len(text)
            marks |= _offered(text) if len(text) <= _OFTEN else _offered.__wrapped__(text)
        else:
            marks |= _rounded(abs(part))
            if abs(part) <= 1:
                marks |= _rounded(abs(part) * 100)  # a share, which people tell in per cent
    return marks


@lru_cache(1024)
def _offered(text: str) -> frozenset[Mark]:
    """The marks of one text; tools and agents say many a short one again and again."""
    figures = {mark for value, *_ in _numbers(text) for mark in _rounded(value)}
    return frozenset(figures.union(mark for mark, _, _ in (*_phrases(text), *_names(text))))


def taken(text: str) -> dict[Mark, Quote]:
    """The marks that a text shows, each where it stands first; what proves nothing is left out."""
    text = text[:MOST_CHARACTERS]
    quotes: dict[Mark, Quote] = {}
    for value, digits, plain, start, end in _numbers(text):
        weight = _weight(value, digits, plain=plain)
        if weight:
            mark = ("figure", _key(value, max(digits, 2)))
            quotes.setdefault(mark, Quote(weight, start, end))
    for mark, start, end in (*_phrases(text), *_names(text)):
        quotes.setdefault(mark, Quote(1.0 if mark[0] == "phrase" else 0.5, start, end))
    return quotes


def uses(shown: Mapping[Mark, Quote], source: Set[Mark]) -> list[Quote]:
    """What a text has from this source, the most telling first; empty where it proves nothing.

    `source` must not hold what the text could have had otherwise, from the question or from
    itself. Phrases overlap, so that together they count as one.
    """
    found = [(mark[0], shown[mark]) for mark in shown.keys() & source]
    weight = sum(quote.weight for kind, quote in found if kind != "phrase")
    weight += any(kind == "phrase" for kind, _ in found)
    if weight < PROOF:
        return []
    return [quote for _, quote in sorted(found, key=lambda each: (-each[1].weight, each))]


def _parts(data: object, depth: int) -> Iterator[str | float]:
    if isinstance(data, bool) or data is None or depth > _MOST_DEPTH:
        return
    if isinstance(data, str):
        yield data
    elif isinstance(data, int | float):
        yield min(max(data, -1e18), 1e18)
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _parts(value, depth + 1)
    elif isinstance(data, Iterable) and not isinstance(data, bytes):
        for value in data:
            yield from _parts(value, depth + 1)


def _numbers(text: str) -> Iterator[tuple[float, int, bool, int, int]]:
    """Each number: its value, its significant digits, whether it stands plain, and where.

    Zeros at the end of a whole number say nothing about its precision.
    """
    for found in _NUMBER.finditer(text):
        written = found[1].replace(",", "")
        written = written.replace(".", "") if written.count(".") > 1 else written
        scale = _SCALES.get((found[2] or "").lower(), 0)
        whole = "." not in written
        digits = written.replace(".", "").lstrip("0")
        digits = digits.rstrip("0") if whole else digits
        plain = whole and not scale and "," not in found[1]
        yield float(written) * 10**scale, min(len(digits), _FINEST), plain, *found.span()


def _weight(value: float, digits: int, *, plain: bool) -> float:
    """What it proves that two texts both have this figure."""
    if plain and 1900 <= value <= 2100:  # a year
        return 0.0
    if digits >= _SHORT:
        return 1.0
    if digits == _SHORT - 1 or value >= 1000:
        return 0.5
    return 0.0


def _key(value: float, digits: int) -> str:
    return f"{value:.{digits - 1}e}"


@lru_cache(4096)
def _rounded(value: float) -> frozenset[Mark]:
    if not 0 < value < 1e18:
        return frozenset()
    return frozenset(("figure", _key(value, digits)) for digits in range(2, _FINEST + 1))


def _phrases(text: str) -> Iterator[tuple[Mark, int, int]]:
    """Every run of four words of which at least three are longer ones, and differ."""
    words, starts, ends = cut(text.lower())
    stems = [stem_of(word) if word[0].isalpha() else "" for word in words]
    for at in range(len(stems) - _PHRASE + 1):
        run = stems[at : at + _PHRASE]
        if all(run) and len({stem for stem in run if len(stem) > _SHORT}) >= _PHRASE - 1:
            yield ("phrase", " ".join(run)), starts[at], ends[at + _PHRASE - 1]


def _names(text: str) -> Iterator[tuple[Mark, int, int]]:
    """Names that hold both letters and digits: `p4d.24xlarge`, `gpt-4o`."""
    for found in _NAME.finditer(text):
        name = found[0].lower()
        if len(name) > _SHORT + 1 and _NAMED.search(name) and not name.isdigit():
            yield ("name", name), *found.span()
