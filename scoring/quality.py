"""Base quality: relevance, completeness, actionability and business impact, each 0 to 1."""

from __future__ import annotations

import math

from scoring.content import Found
from scoring.evidence import Evidence
from scoring.score import Score, Span

WEIGHTS = {
    "relevance": 0.25,
    "completeness": 0.25,
    "actionability": 0.30,
    "business impact": 0.20,
}
LEVELS = ((0.90, "excellent"), (0.75, "good"), (0.60, "acceptable"), (0.40, "poor"))
THRESHOLD = 0.75

_AMOUNTS = ("money", "percent")
_FIGURES = (*_AMOUNTS, "duration", "count", "size", "multiple")
_OWN = 4
_STEPS = 5
_QUANTIFIED = 3
_NEWS = 15
"""New words by which two thirds of what can be said is said; there is always a little more."""


def level_of(value: float) -> str:
    """The name of a base quality."""
    return next((name for least, name in LEVELS if value >= least), "inadequate")


def dimensions_of(evidence: Evidence, content: tuple[Found, ...]) -> tuple[Score, ...]:
    """The four dimensions, in the order of their names in `WEIGHTS`."""
    return (
        relevance(evidence),
        completeness(content),
        actionability(evidence),
        business_impact(evidence, content),
    )


def relevance(evidence: Evidence) -> Score:
    """How far the answer takes up what was asked, and says something about it."""
    near = evidence.near
    value = (near.value + near.subject) / 2 * (0.7 + 0.3 * _said(evidence))
    figures = f", {near.figures} of {near.asked_figures} figures" if near.asked_figures else ""
    sentence = f"takes up {near.terms:.0%} of the question's own terms{figures}"
    return Score("relevance", value, sentence)


def completeness(found: tuple[Found, ...]) -> Score:
    """The weighted share of the rubric's required content that is there, to the power of 1.5.

    So one thing that is missing costs little, and an answer cut short much.
    """
    total = sum(each.content.weight for each in found)
    value = (sum(each.content.weight * each.share for each in found) / total) ** 1.5
    missing = [each.content.asks for each in found if each.share < 0.5]
    sentence = f"lacks {'; '.join(missing)}" if missing else "has all that the rubric asks for"
    return Score("completeness", value, sentence, tuple(s for each in found for s in each.spans))


def actionability(evidence: Evidence) -> Score:
    """Concrete steps, with figures, times and people."""
    told = evidence.recommendations
    steps = sum(
        each.steps * (1.0 if each.specific or each.quantified else 0.5)
        for each in told
        if each.firm
    )
    hedged = sum(0.6 for each in told if not each.firm)
    quantified = sum(1 for each in told if each.quantified and (each.firm or each.specific))
    timed = len({time.sentence for time in evidence.times})
    owners, parts = evidence.rubric.owners, evidence.reading.parts
    owned = sum(1 for n in evidence.reading.told if not owners.isdisjoint(parts[n]))
    value = (
        0.40 * min(1.0, (steps + hedged) / _STEPS)
        + 0.30 * min(1.0, quantified / _QUANTIFIED)
        + 0.15 * min(1.0, timed / 2)
        + 0.15 * min(1.0, owned / 1)
    )
    spans = tuple(Span(each.start, each.end, "recommendation") for each in told)
    sentence = (
        f"{len(told)} recommendations, {quantified} of them with figures, "
        f"{timed} sentences say when, {owned} say who"
    )
    return Score("actionability", value, sentence, spans)


def business_impact(evidence: Evidence, found: tuple[Found, ...]) -> Score:
    """What it brings in figures that fit the customer's, and whether it says what that takes.

    For costs only amounts and shares count as figures, for other subjects all of them; where the
    question has none, there is nothing that they could be calculated from.
    """
    costs = evidence.rubric.applies("cost")
    figures = [
        quantity
        for quantity, _ in evidence.reading.quantities
        if quantity.kind in (_AMOUNTS if costs else _FIGURES)
    ]
    own = len(evidence.ties.new) if costs else len({(q.kind, q.value) for q in figures})
    tied = len(evidence.tied)
    shares = [each.share * each.content.weight for each in found if each.content.impact]
    wanted = sum(each.content.weight for each in found if each.content.impact)
    parts = [(0.35, min(1.0, own / _OWN)), (0.40, sum(shares) / wanted if wanted else None)]
    parts.append((0.25, min(1.0, tied / 2) if evidence.asked.figures else None))
    known = [(weight, part) for weight, part in parts if part is not None]
    value = sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)
    spans = tuple(Span(q.start, q.end, q.kind) for q in figures)
    sentence = f"{own} figures of its own, {tied} sentences calculate from the question"
    return Score("business impact", value, sentence, spans)


def _said(evidence: Evidence) -> float:
    new = len(evidence.reading.news) + len(evidence.reading.figures) / 2
    return 1 - math.exp(-new / _NEWS)
