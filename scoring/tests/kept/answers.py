"""Judgements of whole answers, of their figures and of their clauses."""

from __future__ import annotations

import random
import re
from functools import partial

from scoring.asks import SHOWN, Ask, answered
from scoring.assess import assess
from scoring.card import as_dict, as_lines
from scoring.clauses import Clause, affirmed, clauses, set_aside
from scoring.consistency import agreement, same_figure, statements
from scoring.gates.arithmetic import broken_sums
from scoring.general_features import features
from scoring.premises import objection
from scoring.provenance import offered, parts_of, taken, uses
from scoring.similarity import key_terms, relevance, similarity
from scoring.sums.reading import read
from scoring.tests.kept.store import Kept
from scoring.tests.probes import INDEPENDENT, PROBES
from scoring.text import read_text

_ALL = [each | {"id": f"{each['id']} of theirs"} for each in INDEPENDENT] + PROBES
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CHANGED = 3
"""Further versions of each answer, each with other figures."""


def cards() -> Kept:
    """Everything that is said of each known answer, and how it is printed."""
    for probe in _ALL:
        yield probe["id"], partial(_card, probe["question"], probe["answer"])


def _card(question: str, answer: str) -> object:
    card = assess(question, answer)
    return as_dict(card), list(as_lines(card)), card.marks


def sums() -> Kept:
    """What is wrong with the figures of each known answer, and where some of them are changed."""
    for probe in _ALL:
        for number in range(_CHANGED + 1):
            changed = with_other_figures(probe["answer"], number)
            yield f"{probe['id']} {number}", partial(broken_sums, probe["question"], changed)


def with_other_figures(answer: str, number: int) -> str:
    """The answer with about one figure in four changed, always the same ones; 0 leaves it."""
    chance = random.Random(f"{number} {len(answer)}")

    def other(found: re.Match[str]) -> str:
        if not number or chance.random() < 0.75:
            return found[0]
        value = float(found[0].replace(",", ""))
        return f"{value * chance.choice((0.1, 0.5, 2, 3, 10, 12, 100)):,.6g}".replace("e+", "")

    return _FIGURE.sub(other, answer)


def readings() -> Kept:
    """How each known answer is read: blocks, sentences, words, quantities and what they are."""
    for probe in _ALL:
        yield probe["id"], partial(_read, probe["question"], probe["answer"])


def _read(*texts: str) -> object:
    return [read(read_text(each)) for each in texts]


def said() -> Kept:
    """Which clauses each known answer has, and which of its words are affirmed there."""
    for probe in _ALL[::2]:
        yield probe["id"], partial(_clauses, probe["answer"])


def _clauses(answer: str) -> object:
    text = read_text(answer)
    found = [each for sentence in text.sentences for each in clauses(text, sentence)]
    return [
        (each, [(affirmed(text, each, at), set_aside(text, each, at)) for at in _words(each)])
        for each in found
    ]


def _words(clause: Clause) -> range:
    return range(clause.first, clause.last)


def general() -> Kept:
    """What can be seen of each known answer, to its own question and to another one."""
    for one, other in zip(_ALL, (*_ALL[7:], *_ALL[:7]), strict=True):
        yield one["id"], partial(_features, one["answer"], one["question"], other["question"])


def _features(answer: str, *questions: str) -> object:
    return [features(read_text(question), read_text(answer)) for question in questions]


def comparisons() -> Kept:
    """How each known answer compares with another one, with other figures, with its question."""
    for one, other in zip(_ALL, (*_ALL[1:], _ALL[0]), strict=True):
        yield one["id"], partial(_compared, one["question"], one["answer"], other["answer"])


def _compared(question: str, answer: str, other: str) -> object:
    changed = with_other_figures(answer, 2)
    own = statements(answer)
    things = [" ".join(sorted(each.about)) for each in own[:3]]
    shown = taken(changed)
    parts = list(parts_of({"question": question, "rows": [{"told": answer}]}))
    terms = key_terms(question)
    asks = [Ask(" ".join(terms[:size]), by) for by in sorted(SHOWN) for size in (2, 4)]
    return (
        own,
        [same_figure(answer, changed, thing) for thing in things],
        agreement(answer, changed),
        [objection(changed, each.said) for each in own[:3]],
        relevance(question, answer, terms[:1]),
        relevance(question, other),
        similarity(answer, other),
        similarity(answer, changed, terms[:2]),
        (offered(parts), uses(shown, offered(parts))),
        [answered(answer, ask) for ask in asks],
    )
