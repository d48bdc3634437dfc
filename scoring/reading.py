"""An answer read beside its question: which sentences say something, and what is new in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum

from scoring.english import CLASSES
from scoring.quantities import Quantity, find_quantities
from scoring.question import EMPTY, NUMBERS, Asked
from scoring.text import Sentence, Text
from scoring.words import is_number, triples_of

_REPEATED = 0.6
"""Share of a sentence's word triples that stood before: it says the same again."""
_ECHOED = 0.5
_SHORT = 4
_REMARK = 8
"""Words up to which a label before a colon says what the rest is about, however plain that is."""
_CALM = 20
"""Pairs in good order that every text is credited with, so that a few words prove nothing."""

_NO_ORDER = re.compile(
    r"c (?=c)|d (?=[cdhimpqsv])|h (?=[cp])|m (?=[cmsv])|n (?=n)|p (?=[cimpv])|s (?=[cdpqs])"
    r"|v (?=v)|V (?=i)"
)
"""Pairs of words that English sentences hardly have ("the of", "for is", "we the", "7 12"): those
that are at least twelve times as frequent when the words of 900 answers are shuffled."""
_HEAP = re.compile(r"(?:[xVb] (?:n )*){10}")
"""So many names in a row, without a sign, that nothing holds them together."""
_AMOUNTS = frozenset((" ", "% ", " $", "% $", " \u20ac", "% \u20ac", " \u00a3", "% \u00a3"))
"""What stands between words that no comma parts."""


class Says(Enum):
    """What a sentence contributes."""

    SOMETHING = "something"
    NOTHING = "nothing that is new"
    REPEATED = "what was said before"
    ECHOED = "what was asked"
    DISORDER = "words without the order of a sentence"


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of an answer, each with what it says; `told` holds those that count.

    `classes` has one letter a word (see `scoring.english.CLASSES`; n: a number, x: a name);
    `quantities` are those in sentences that count, each with the number of its sentence;
    `parts` are the stems of each sentence, `stems` those of all that count; `news` are the stems
    that neither the question nor every text on any subject has, `figures` the numbers; `disorder`
    is the share of pairs of words that no sentence has.
    """

    text: Text
    asked: Asked
    says: tuple[Says, ...]
    told: tuple[int, ...]
    classes: str
    quantities: tuple[tuple[Quantity, int], ...]
    news: frozenset[str]
    figures: frozenset[str]
    stems: frozenset[str]
    disorder: float
    parts: tuple[set[str], ...]

    def share(self, kind: Says) -> float:
        """The share of the words that stand in sentences of this kind."""
        pairs = zip(self.text.sentences, self.says, strict=True)
        words = sum(each.last - each.first for each, says in pairs if says is kind)
        return words / max(1, len(self.text.tokens))


def read_answer(asked: Asked, text: Text) -> Reading:
    """Sort the sentences by what they say; the order of paragraphs hardly matters."""
    get = CLASSES.get
    classes = "".join(
        [get(t) or ("n" if t[0] <= "9" and is_number(t) else "x") for t in text.tokens]
    )
    order = _order(text, classes)
    seen: set[tuple[str, ...]] = set()
    news: set[str] = set()
    figures: set[str] = set()
    stems: set[str] = set()
    says: list[Says] = []
    parts: list[set[str]] = []
    for sentence in text.sentences:
        first, last = sentence.first, sentence.last
        of = set(text.stems[first:last])
        parts.append(of)
        triples = triples_of(text.tokens[first:last])
        heaped = _HEAP.search(order, 2 * first, 2 * last) is not None
        kind = _kind(triples, seen, asked, heaped=heaped)
        seen.update(triples)
        if kind is Says.SOMETHING:
            told = of - EMPTY
            numbers = {stem for stem in told if stem[0] <= "9" and is_number(stem)}
            fresh = told - asked.terms - numbers
            counts = numbers - asked.numbers or not NUMBERS.isdisjoint(of)
            if not (fresh or counts or _is_label(text, sentence)):
                kind = Says.NOTHING
            else:
                news |= fresh
                figures |= numbers
            stems |= of if kind is Says.SOMETHING else of & asked.terms
        says.append(kind)
    told_ones = tuple(n for n, kind in enumerate(says) if kind is Says.SOMETHING)
    return Reading(
        text=text,
        asked=asked,
        says=tuple(says),
        told=told_ones,
        classes=classes,
        quantities=_counted(text, says),
        news=frozenset(news),
        figures=frozenset(figures),
        stems=frozenset(stems),
        disorder=_disorder(order),
        parts=tuple(parts),
    )


def _order(text: Text, classes: str) -> str:
    """Two letters a word: its class, and a blank where nothing parts it from the next word."""
    lower = text.lower
    gaps = zip(classes, text.ends, [*text.starts[1:], len(lower)], strict=False)
    return "".join([f"{c} " if lower[end:start] in _AMOUNTS else f"{c}." for c, end, start in gaps])


def _disorder(order: str) -> float:
    """The share of pairs of words, not parted by a sign, that no sentence has."""
    wrong = len(_NO_ORDER.findall(order))
    return wrong / (order.count(" ") + _CALM) if wrong > 1 else 0.0


def _kind(
    triples: set[tuple[str, ...]],
    seen: set[tuple[str, ...]],
    asked: Asked,
    *,
    heaped: bool,
) -> Says:
    if heaped:
        return Says.DISORDER
    known = len(seen.intersection(triples))
    if known >= _REPEATED * len(triples) and known:
        return Says.REPEATED
    if len(triples) >= _SHORT - 2:
        echoed = len(asked.triples.intersection(triples))
        if echoed >= _ECHOED * len(triples):
            return Says.ECHOED
    return Says.SOMETHING


def _is_label(text: Text, sentence: Sentence) -> bool:
    """Whether it announces what follows, as a heading or "Steps:" does, or what it is itself, as
    "Risk: usage" does.
    """
    if text.blocks[sentence.block].kind == "heading" or text.clean[sentence.end - 1] == ":":
        return True
    first = sentence.first
    return text.clean.startswith(":", text.ends[first]) and sentence.last - first <= _REMARK


def _counted(text: Text, says: list[Says]) -> tuple[tuple[Quantity, int], ...]:
    counted = []
    starts = [sentence.start for sentence in text.sentences]
    for quantity in find_quantities(text.clean):
        number = bisect_left(starts, quantity.start + 1) - 1
        if number >= 0 and says[number] is Says.SOMETHING:
            counted.append((quantity, number))
    return tuple(counted)
