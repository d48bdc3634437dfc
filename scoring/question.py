"""What a question is about: its own words and figures, and what follows from these."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from scoring.clues import Clue, find_clues
from scoring.english import FUNCTION, GENERIC, MONEY, NUMERALS, TIME
from scoring.quantities import Quantity, find_quantities
from scoring.text import Text, read_text
from scoring.words import is_number, stem_of, triples_of, word_set

NUMBERS = frozenset(map(stem_of, NUMERALS))
EMPTY = frozenset(map(stem_of, FUNCTION)) | NUMBERS | GENERIC | MONEY | TIME
"""Stems that by themselves tell nothing of a subject."""

_EXCEPT = word_set("except excluding besides excepting")
_SAME = 0.006
"""Figures this close are one: answers round."""
_MANY = 1000
"""So many minutes or hours are no time but what is paid for."""
_MOST_FIGURES = 6
_MOST_QUANTITIES = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about.

    `terms` are the stems that are its own, `words` the word behind each, `common` those that fit
    any subject; `figures` are the amounts, shares and larger counts that tell it from others,
    sorted, and `clues` what an answer may show of them.
    `implied` are all values that follow from the figures.
    """

    text: Text
    terms: frozenset[str]
    words: dict[str, str]
    common: frozenset[str]
    numbers: frozenset[str]
    triples: frozenset[tuple[str, ...]]
    quantities: tuple[Quantity, ...]
    figures: tuple[float, ...]
    clues: tuple[Clue, ...]
    implied: tuple[float, ...]

    def has(self, value: float) -> float | None:
        """The figure of the question that this value is, small counts and dates left out."""
        return _nearest(self.figures, value)

    def implies(self, value: float) -> bool:
        """Whether a value of 100 or more (smaller ones coincide) follows from the question's."""
        return value >= 100 and _nearest(self.implied, value) is not None


@lru_cache(maxsize=256)
def read_question(raw: str) -> Asked:
    """What is asked, once for all answers."""
    question = read_text(raw)
    quantities = find_quantities(question.clean)
    figures = _telling(quantities)
    numbers = frozenset(token for token in question.tokens if is_number(token))
    terms = _asked_for(question) - EMPTY - numbers
    told = tuple(each for each in quantities if each.value in figures)
    return Asked(
        text=question,
        terms=terms,
        words={s: t for s, t in zip(question.stems, question.tokens, strict=True) if s in terms},
        common=frozenset(question.stems) & GENERIC,
        numbers=numbers,
        triples=frozenset(triples_of(question.tokens)),
        quantities=quantities,
        figures=tuple(sorted(figures)),
        clues=find_clues(told, quantities[:_MOST_QUANTITIES]),
        implied=tuple(sorted(_implied(sorted(figures)))),
    )


def _asked_for(question: Text) -> frozenset[str]:
    """The stems of a question without reference numbers and without what it leaves out."""
    left_out = {
        near
        for at, token in enumerate(question.tokens)
        if token in _EXCEPT
        for near in range(at, at + 3)
    }
    return frozenset(
        stem for at, stem in enumerate(question.stems) if at not in left_out and not _is_code(stem)
    )


def _is_code(stem: str) -> bool:
    """A reference number or a secret: no answer need repeat it."""
    return len(stem) >= 8 and sum(map(str.isdigit, stem)) >= 2


def _telling(quantities: tuple[Quantity, ...]) -> set[float]:
    """The figures that tell this question from others."""
    return {
        each.value
        for each in quantities
        if each.value
        and (
            each.kind in ("money", "percent", "size")
            or (each.kind == "count" and (each.value >= 13 or each.value % 1))
            or (each.kind == "duration" and each.value >= _MANY)
        )
    }


def _implied(figures: list[float]) -> set[float]:
    implied: set[float] = set()
    for a, b in combinations(figures[-_MOST_FIGURES:], 2):
        implied |= {a + b, b - a, a * b, a * b / 100, a / b, b / a, 100 * a / b, 100 * b / a}
    for a in figures:
        implied |= {a * 12, a * 52, a / 12, a / 2, a * 730, 100 - a}
    return implied


def _nearest(values: tuple[float, ...], value: float) -> float | None:
    at = bisect_left(values, value)
    for near in values[max(0, at - 1) : at + 1]:
        if abs(near - value) <= _SAME * max(abs(near), abs(value)):
            return near
    return None
