"""What can be seen of a good answer to any question, as numbers before any weighing.

Substance, relevance and form are those of the sentences that count (`scoring.general_kept`);
repetition and copying are those of the whole. Letter case plays no part.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log, log1p

from scoring.english import GENERIC
from scoring.general_kept import MOST_WORDS, Asked, Kept, keep, read_request, share_foreign
from scoring.general_manner import Features, figures, form, voice
from scoring.text import Text

KINDS = ("choice", "list", "creative", "document", "extraction", "why", "yes or no")
"""Kinds of work for which the weight of new words differs."""

_NEW_WORD_STEPS = (4, 10, 20, 40, 80)
_WORD_STEPS = (5, 100, 200, 400)
"""Where the worth of one more word changes; between two steps it is constant in the logarithm."""

_USUAL_NEW_WORDS = 2.0
"""log(1 + new words) of a short answer, so that asking for one kind of work moves it little."""

_NO_ANSWER = frozenset(("nooutput", "noinput", "output", "none", "input", "n", "a"))
"""What stands where a program had no answer to give."""


def features(question: Text, answer: Text) -> dict[str, Features]:
    """Every feature by its group and name: the same names for every answer, finite numbers."""
    asked = read_request(question)
    kept = keep(asked, answer)
    new = log1p(len(set(kept.terms) - asked.distinct - GENERIC))
    return {
        "substance": _substance(kept, new),
        "repetition": _repetition(kept),
        "relevance": _relevance(kept, asked, answer),
        "wording": _wording(kept, asked, answer),
        "form": form(kept, asked, answer.lower),
        "voice": voice(answer.lower),
        "figures": figures(answer.lower),
        "request": _request(kept, asked, answer, new),
    }


def _substance(kept: Kept, new: float) -> Features:
    """How much it says that the question did not; `new` is log(1 + distinct new terms)."""
    terms = kept.terms
    length, many = log1p(len(kept.stems)), len(terms) + 5
    found = {f"new words over {step}": max(0.0, new - log1p(step)) for step in _NEW_WORD_STEPS}
    found |= {f"words over {step}": max(0.0, length - log1p(step)) for step in _WORD_STEPS}
    return found | {
        "new words": new,
        "sentences": log1p(kept.sentences),
        "variety": len(set(terms)) / (len(terms) ** 0.85 + 1),
        "specific words": sum(1 for term in terms if term not in GENERIC) / many,
        "long words": sum(map(len, terms)) / many / 5,
        "function words": 1 - len(terms) / (len(kept.stems) + 5),
    }


def _repetition(kept: Kept) -> Features:
    stems, terms = kept.heard, kept.terms
    triples = len(stems) - 2
    distinct = len(set(zip(stems, stems[1:], stems[2:], strict=False)))
    most = max(Counter(terms).values()) if terms else 0
    return {
        "repeated sentences": kept.repeated,
        "repeated phrases": 1 - distinct / triples if triples > 0 else 0.0,
        "one word over and over": most / (len(terms) + 5),
        "same beginnings": kept.same_start,
    }


def _relevance(kept: Kept, asked: Asked, answer: Text) -> Features:
    said = set(kept.stems)
    longest = sorted(asked.terms, key=lambda stem: (-len(stem), stem))[:5]
    covered = len(asked.terms & said) / (len(asked.terms) or 1)
    opening = sum(1 for stem in kept.stems[:12] if stem in asked.terms) / 12
    kinds = asked.request.kinds
    return {
        "terms covered": covered,
        "terms of a short question covered": covered * min(1.0, 30 / (len(asked.terms) + 1)),
        "longest terms covered": sum(1 for stem in longest if stem in said) / (len(longest) or 1),
        "opens on the subject": opening,
        "rewrite keeps the content": covered * ("rewrite" in kinds),
        "other script": abs(share_foreign(answer.lower) - asked.foreign)
        * ("translation" not in kinds),
    }


def _wording(kept: Kept, asked: Asked, answer: Text) -> Features:
    """Whether it speaks in words of its own, where the question brings a text along."""
    stems, asks, kinds = answer.stems[:MOST_WORDS], asked.stems, asked.request.kinds
    fours = set(zip(asks, asks[1:], asks[2:], asks[3:], strict=False))
    runs = list(zip(stems, stems[1:], stems[2:], stems[3:], strict=False))
    pairs = set(pairwise(asks))
    of = len(stems) - kept.idle
    copied = sum(1 for run in runs if run in fours) / (of + 3)
    taken = sum(1 for term in kept.terms if term in asked.distinct) / (len(kept.terms) + 5)
    return {
        "words taken from the question": taken,
        "copied": copied,
        "copied pairs": sum(1 for pair in pairwise(stems) if pair in pairs) / (of + 3),
        "translation not translated": taken * ("translation" in kinds),
    }


def _request(kept: Kept, asked: Asked, answer: Text, new: float) -> Features:
    """Whether there is an answer at all, and as much of it as this kind of question wants."""
    request, total = asked.request, len(kept.heard)
    missed = 0.0
    if request.number:
        missed = min(2.0, abs(log((_given(kept, asked, answer) + 0.5) / (request.number + 0.5))))
    found = {f"new words, asked for {kind}": 0.0 for kind in KINDS}
    for kind in request.kinds.intersection(KINDS):
        found[f"new words, asked for {kind}"] = new - _USUAL_NEW_WORDS
    return found | {
        "nothing": float(not answer.stems),
        "next to nothing": float(total <= 3),
        "no output": float(0 < total <= 2 and _NO_ANSWER.issuperset(kept.tokens)),
        "number asked for missed": missed,
    }


def _given(kept: Kept, asked: Asked, answer: Text) -> int:
    """How many of the unit asked for the answer has."""
    unit = asked.request.unit
    if unit == "word":
        return len(kept.stems)
    if unit == "sentenc":
        return kept.sentences
    if unit == "paragraph":
        return len({block.paragraph for block in kept.blocks})
    items = sum(1 for block in kept.blocks if block.kind == "item")
    return items or (len(kept.blocks) if len(kept.blocks) > 1 else answer.lower.count(",") + 1)
