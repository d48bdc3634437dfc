"""Whether answers of one conversation fit together: the same thing has the same figure in both.

A statement is an amount with the few words before it that say what it is for ("GCP: $420,040",
"GCP infrastructure cost $420,040 in 2025").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from scoring.quantities import Quantity, find_quantities
from scoring.score import Score
from scoring.text import Text, read_text
from scoring.words import cut, stems_of

_GENERIC_WORDS = (
    "a about across ai all an and annual annually at bill bills by come comes cost costs for from"
    " go goes in infrastructure is it its of on or our overall per spend spending spent stand the"
    " to total totals was we were what which year yearly your"
)
_GENERIC = frozenset(stems_of(_GENERIC_WORDS.split()))
"""Words that do not tell two things apart."""

_CHANGE_WORDS = (
    "after before cheaper cut cuts difference down drop fall falls gap grew grow grows growth less"
    " lower lowers month more move net off plus quarter reduce reduces release rise rises save"
    " saves saving savings target up week would"
)
_CHANGES = frozenset(stems_of(_CHANGE_WORDS.split()))
"""Words beside which an amount says how something changes, and not what it is."""

_MOST_WORDS = 6
_CLAUSE = re.compile(r"[;,:()|\u2013\u2014-]\s")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one thing costs: the stems that name it, and the amount at its place in the text.

    `changes` tells that the amount is what something changes by, and not what it is.
    """

    about: frozenset[str]
    amount: Quantity
    said: str
    changes: bool


def statements(answer: str) -> list[Statement]:
    """Every amount of money that the words right before it give a name."""
    text = read_text(answer)
    found = []
    for amount in find_quantities(text.clean):
        if amount.kind != "money" or amount.is_range or amount.per:
            continue
        start = _clause_start(text, amount.start)
        first = _first_word(text, start)
        last = _first_word(text, amount.start)
        stems = text.stems[first:last]
        about = frozenset(stem for stem in stems if stem not in _GENERIC and not stem[0].isdigit())
        if about and len(stems) <= _MOST_WORDS:
            said = text.clean[start : amount.end].strip()
            found.append(Statement(about, amount, said, bool(_CHANGES & set(stems))))
    return found


def same_figure(earlier: str, later: str, thing: str) -> Score:
    """1 where two answers state the same amount for a thing, 0 where they contradict each other.

    The first statement about exactly this thing counts in each. Unscored where one of the answers
    states none, or not for the same period or in the same currency. Amounts are the same where
    they are as near as the coarser of the two can tell, or within 1 %.
    """
    name = f"figure for {thing}"
    about = frozenset(stems_of(cut(thing.lower())[0])) - _GENERIC
    one, other = (_about(statements(answer), about) for answer in (earlier, later))
    if one is None or other is None:
        missing = "first" if one is None else "later"
        return Score(name, None, f"the {missing} answer states no amount for {thing}")
    told = f'first "{one.said}", later "{other.said}"'
    if (one.amount.period or "year", one.amount.currency) != (
        other.amount.period or "year",
        other.amount.currency,
    ):
        return Score(name, None, f"{told}: these are not amounts of one kind")
    return Score(name, float(_same(one.amount, other.amount)), told)


def agreement(earlier: str, later: str) -> float:
    """The share of an earlier answer's statements that a later one to the same question keeps.

    1 where both state the same amounts for the same things, whatever else they say; a statement
    that the later answer leaves out is no contradiction and does not count.
    """
    before: dict[frozenset[str], set[float]] = {}
    for statement in statements(earlier):
        before.setdefault(statement.about, set()).add(statement.amount.value)
    kept = [
        any(abs(value - each.amount.value) <= 0.01 * value for value in before[each.about])
        for each in statements(later)
        if each.about in before
    ]
    return sum(kept) / len(kept) if kept else 1.0


def _about(found: list[Statement], about: frozenset[str]) -> Statement | None:
    return next((each for each in found if each.about == about and not each.changes), None)


def _same(one: Quantity, other: Quantity) -> bool:
    step = max(one.step, other.step)
    return abs(one.value - other.value) <= max(step, 0.01 * max(one.value, other.value))


def _clause_start(text: Text, offset: int) -> int:
    """Where the words begin that belong to an amount; a label before a colon is among them."""
    sentence = text.sentences[text.sentence_at(offset)]
    before = text.clean[sentence.start : offset]
    bounds = [found.end() for found in _CLAUSE.finditer(before) if found[0][0] != ":"]
    return sentence.start + (bounds[-1] if bounds else 0)


def _first_word(text: Text, offset: int) -> int:
    """The number of the first word at or after this place."""
    return bisect_left(text.starts, offset)
