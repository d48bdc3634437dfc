"""Terms of one or several words, found in a text by their stems, in whatever form they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from scoring.english import PREPOSITIONS
from scoring.text import Text
from scoring.words import cut, stems_of, word_set

Term = tuple[str, ...]
"""The stems of a term's words, in order."""

Place = tuple[int, int]
"""Where a term stands: its first word, and the one after its last."""

_GAP = 4
"""Words that may stand between two of one term: "during the year-end change freeze"."""

PARTS = PREPOSITIONS | word_set("before after until outside except unless but in on not and or")
"""Words that never stand there: "in the weeks before the freeze" is not in the freeze."""


def term_of(words: str) -> Term:
    """A term as the stems that are looked for; empty where there is no word."""
    return tuple(stems_of(cut(words.lower())[0]))


def find_terms(text: Text, terms: Sequence[Term]) -> list[Place]:
    """Where any of these terms stands, in order."""
    return sorted({place for term in terms for place in find_term(text, term)})


def find_term(text: Text, term: Term) -> Iterator[Place]:
    """Where a term stands, in order."""
    at = -1
    while True:
        try:
            at = text.stems.index(term[0], at + 1)
        except ValueError:
            return
        if end := _end_of(text, term, at):
            yield at, end


def within(places: Sequence[Place], first: int, last: int) -> Sequence[Place]:
    """Those of ordered places that stand between two words (`last` is not in it)."""
    start = bisect_left(places, (first, 0))
    return [each for each in places[start : bisect_left(places, (last, 0))] if each[1] <= last]


def _end_of(text: Text, term: Term, at: int) -> int:
    """The word after a term that begins at `at`; 0 where it does not stand there."""
    here = at
    for stem in term[1:]:
        for after in range(here + 1, min(here + 2 + _GAP, len(text.stems))):
            if text.stems[after] == stem:
                here = after
                break
            if text.tokens[after] in PARTS:
                return 0
        else:
            return 0
    return here + 1
