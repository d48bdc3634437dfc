"""How far an answer is about this question: its subject, its terms and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.clues import gathered, shown
from scoring.criteria import Rubric
from scoring.question import Asked
from scoring.reading import Reading, Says

_COMMON = 0.3
"""What a word of the question is worth that fits any subject, where it has enough others."""
_ENOUGH = 3
_TECHNICAL = 1.5
_RELATED = 0.5
"""What it is worth to use another word of the same field, or one of the same beginning."""
_FEW = 60
_SHORT = (3, 4)
"""Letters of an abbreviation that may be written out: "dev" for "development"."""
_BEGINNING = 6
_LARGE = 1000
"""From here on a bare number is no hour, size or version."""

_TERMS = 0.4
"""The share of the question's terms with which an answer is as close as terms can make it."""
_FEWEST_TERMS = 0.12
"""The share below which not even the same figures make an answer one to this question."""
_OF_TERMS, _OF_OTHERS, _OF_ANOTHER_AMOUNT, _WHOLE = 0.7, 0.5, 0.6, 1.4
"""What terms and figures other than amounts count for beside the first amount of the question,
what any later amount does, and the sum that is all that can be wanted."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Figures of the question in the answer. `sentences` have at least one figure of the question
    or one that follows from those, `worked` also one of the answer's own; `new` are amounts and
    shares that the question does not have.
    """

    sentences: frozenset[int]
    worked: frozenset[int]
    new: frozenset[float]


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close an answer is to a question.

    `terms` is the share of the question's own words that the answer takes up, `subject` (0 to 1)
    whether these are enough, `missing` are the others. `figures` says how many of the question's
    figures it uses or calculates with (`worked`: with any), `asked_figures` how many there are.
    `value` (0 to 1) weighs words and figures.
    """

    value: float
    subject: float
    terms: float
    figures: int
    worked: bool
    asked_figures: int
    missing: tuple[str, ...]


def find_ties(asked: Asked, reading: Reading) -> Ties:
    """Look at every figure of the answer once."""
    sentences: set[int] = set()
    new: set[float] = set()
    fresh: set[int] = set()
    for quantity, number in reading.quantities:
        if quantity.kind in ("ordinal", "date"):
            continue
        same = asked.has(quantity.value)
        if same is not None or asked.implies(quantity.value):
            sentences.add(number)
        if same is None and quantity.kind in ("money", "percent"):
            new.add(quantity.value)
            fresh.add(number)
        elif same is None and quantity.value >= _LARGE:
            fresh.add(number)  # in tables and data the currency stands elsewhere
    return Ties(frozenset(sentences), frozenset(sentences & fresh), frozenset(new))


def closeness(asked: Asked, reading: Reading, rubric: Rubric) -> Closeness:
    """Compare what was asked with the sentences of the answer that say something.

    The words of an answer to another question may be the same, and its figures may be so by
    chance; both together hardly are.
    """
    stems = reading.stems
    terms, missing = _terms(asked, stems, rubric)
    found = gathered(
        (each for each, _ in reading.quantities), in_cents=_is_in_cents(asked, reading)
    )
    clues = shown(asked.clues, found)
    amounts: list[float] = []
    others = [0.0]
    for clue, each in zip(asked.clues, clues, strict=True):
        (amounts if clue.figure.kind == "money" else others).append(each.share)
    near = subject = min(1.0, terms / _TERMS)
    if amounts:
        by_figures = max(amounts[0], _OF_ANOTHER_AMOUNT * max(amounts))
        near = (_OF_TERMS * near + by_figures + _OF_OTHERS * max(others)) / _WHOLE
    elif len(others) > 1:
        near = (_OF_TERMS * near + _OF_OTHERS * max(others)) / (_OF_TERMS + _OF_OTHERS)
    near *= min(1.0, terms / _FEWEST_TERMS)  # whatever the figures: those may be chosen to fit
    return Closeness(
        value=min(1.0, near),
        subject=subject,
        terms=terms,
        figures=sum(1 for each in clues if each.share),
        worked=any(each.worked for each in clues),
        asked_figures=len(clues),
        missing=missing,
    )


def _is_in_cents(asked: Asked, reading: Reading) -> bool:
    """Whether bare numbers may be cents: the question has such prices, the answer says "cents"."""
    if not any(each.figure.kind == "money" and each.figure.value < 1 for each in asked.clues):
        return False
    sentences = zip(reading.says, reading.parts, strict=True)
    return any("cent" in stems for says, stems in sentences if says is not Says.ECHOED)


def _terms(asked: Asked, stems: frozenset[str], rubric: Rubric) -> tuple[float, tuple[str, ...]]:
    """The weighed share of the question's words that the answer takes up, and those missing."""
    wanted = asked.terms | asked.common
    if not wanted:
        return 1.0, ()
    common = _COMMON if len(asked.terms) >= _ENOUGH else 1.0
    missing = wanted - stems
    fields: list[frozenset[str]] = []
    said = ""
    if missing and len(asked.terms) <= _FEW:
        fields = [each for each in rubric.concepts.values() if not each.isdisjoint(stems)]
        said = f" {' '.join(stems)}"
    total = found = 0.0
    for term in sorted(wanted):  # added up in another order, the last digit is another
        weight = common if term in asked.common else 1.0
        if term in rubric.technology or term[-1].isdigit():
            weight *= _TECHNICAL
        total += weight
        if term not in missing:
            found += weight
        elif len(term) in _SHORT and f" {term}" in said:
            found += weight
            missing -= {term}
        elif (len(term) >= _BEGINNING and f" {term[:_BEGINNING]}" in said) or any(
            term in each for each in fields
        ):
            found += _RELATED * weight
    return found / total, tuple(word for term, word in asked.words.items() if term in missing)
