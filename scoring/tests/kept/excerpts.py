"""Judgements of short answers: one missing or other word moves them, as it does no long one."""

from __future__ import annotations

import random
from functools import partial

from scoring.advice import is_asked, is_dropped
from scoring.assess import assess
from scoring.card import as_dict, as_lines
from scoring.clauses import affirmed, clauses, set_aside
from scoring.general_features import features
from scoring.general_request import request_of
from scoring.provenance import offered, taken, uses
from scoring.question import read_question
from scoring.similarity import key_terms, relevance, similarity
from scoring.tests.kept.store import Kept
from scoring.tests.probes import INDEPENDENT, PROBES
from scoring.text import read_text

_EXCERPTS, _HEAPS, _LENGTH = 5, 60, 24
_WORDS = str.split(
    "do not never no without instead of rather than nothing stop pause avoid cannot is are "
    "the a all any we you it they and or but then so that while move copy delete keep cut "
    "deploy releases data costs team engineer platform week 2 4 by Friday must should would "
    "may will also only just later reason need hesitate , , , . . ; : ( ) ? - in on to for "
    "breach forbidden not allowed ruled out this it mitigation risk whether frozen hold on "
    "$4,000 12% save saves review route cache Halve the from with one two region thing"
)
_ASKS = str.split(
    "why is can could should write list give translate summarize name five 3 12 twenty words "
    "sentences items ways tips steps into French a poem letter email about the cost of our "
    "cloud except bill $40,000 a month 15% 2 TB and without REF-12AB34CD 1000 hours in 2026 ?"
)


def excerpts() -> Kept:
    """Everything that is said of a sentence or a few of each known answer."""
    for at, probe in enumerate((*INDEPENDENT, *PROBES)):
        name = f"{at} {probe['id']}"
        chance = random.Random(f"excerpt {name}")
        yield name, partial(_judged, probe["question"], probe["answer"], chance)


def _judged(question: str, answer: str, chance: random.Random) -> object:
    some = excerpts_of(answer, chance)
    pairs = zip(some, [*some[1:], some[0]], strict=True)
    return [_all_of(question, each, other) for each, other in pairs]


def excerpts_of(answer: str, chance: random.Random) -> list[str]:
    """Some sentences in a row out of an answer, with one word that is another."""
    text = read_text(answer)
    told = [text.clean[each.start : each.end] for each in text.sentences] or [answer]
    some = []
    for _ in range(_EXCERPTS):
        first = chance.randrange(len(told))
        joint = chance.choice((" ", "\n\n", "\n- "))
        words = joint.join(told[first : first + chance.choice((1, 2, 5))]).split(" ")
        words[chance.randrange(len(words))] = chance.choice(_WORDS)
        some.append(" ".join(words))
    return some


def _all_of(question: str, answer: str, other: str) -> object:
    card = assess(question, answer)
    return (
        as_dict(card),
        list(as_lines(card)),
        card.marks,
        features(read_text(question), read_text(answer)),
        similarity(answer, other),
        relevance(question, answer, key_terms(question)[:2]),
        uses(taken(answer), offered([other])),
    )


def heaps() -> Kept:
    """What is affirmed, dropped and asked in words that stand in any order."""
    for number in range(_HEAPS):
        yield str(number), partial(_heaped, random.Random(f"heap {number}"))


def _heaped(chance: random.Random) -> object:
    found: list[object] = []
    for _ in range(_EXCERPTS * 2):
        text = read_text(_some(chance, _WORDS))
        for number, sentence in enumerate(text.sentences):
            said = [
                (clause, [(affirmed(text, clause, at), set_aside(text, clause, at))
                          for at in range(clause.first, clause.last)])
                for clause in clauses(text, sentence)
            ]  # fmt: skip
            dropped = [is_dropped(text, number, sentence.start + far) for far in (0, 9)]
            found.append((said, is_asked(text, sentence), dropped))
        asked = _some(chance, _ASKS)
        card = assess(asked, text.clean)
        seen = features(read_text(asked), text)
        found.append((request_of(read_text(asked)), read_question(asked), as_dict(card), seen))
    return found


def _some(chance: random.Random, words: list[str]) -> str:
    heap = " ".join(chance.choice(words) for _ in range(chance.randrange(3, _LENGTH)))
    return heap.replace(" ,", ",").replace(" .", ".").replace(" ?", "?").replace(" ;", ";")
