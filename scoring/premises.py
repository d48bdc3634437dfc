"""Whether an answer notices that a question rests on a figure that is not true."""

from __future__ import annotations

from scoring.quantities import Quantity, find_quantities
from scoring.score import Score, Span
from scoring.text import Text, read_text
from scoring.words import stem_of

_OBJECTION_WORDS = (
    "actual actually although but cannot contradict correct correction differ difference differs"
    " however incorrect instead less lower mistake mistaken more nearer not only rather shows"
    " smaller though wrong"
)
_OBJECTIONS = frozenset(map(stem_of, _OBJECTION_WORDS.split()))
"""Words with which people object to a figure."""


def objection(answer: str, premise: str) -> Score:
    """1 where the answer names the premise's amount and objects to it, else 0 with the reason.

    To object is to name the amount in a sentence that also has another amount and a word such as
    "but", "actually" or "instead". An answer that only works with other figures leaves the
    customer in the belief that theirs was right.
    """
    name = "objection to a false premise"
    stated = next((each for each in find_quantities(premise) if each.kind == "money"), None)
    if stated is None:
        return Score(name, None, "the premise states no amount that could be objected to")
    text = read_text(answer)
    amounts = [each for each in find_quantities(text.clean) if each.kind == "money"]
    named = [each for each in amounts if _same(each, stated)]
    for each in named:
        sentence = text.sentences[text.sentence_at(each.start)]
        others = [
            other
            for other in amounts
            if sentence.start <= other.start < sentence.end and not _same(other, stated)
        ]
        if others and _OBJECTIONS & set(text.stems[sentence.first : sentence.last]):
            said = text.clean[sentence.start : sentence.end]
            return Score(name, 1.0, f'"{said}"', (Span(sentence.start, sentence.end, name),))
    if named:
        told = f"it takes {_said(text, named[0])} as given"
        return Score(name, 0.0, told, (Span(named[0].start, named[0].end, "false premise"),))
    return Score(name, 0.0, f"it says nothing of the premise ({premise})")


def _same(one: Quantity, other: Quantity) -> bool:
    return abs(one.value - other.value) <= 0.005 * max(one.value, other.value)


def _said(text: Text, amount: Quantity) -> str:
    return text.clean[amount.start : amount.end]
