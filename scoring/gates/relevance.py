"""The gate against answers to another question, however good they are."""

from __future__ import annotations

from scoring.gates.gate import ClosedGate
from scoring.reading import Reading
from scoring.recommendations import Recommendation
from scoring.relevance import Closeness

_FEW_FIGURES = 3
_NEAR = 0.63
"""Answers to other questions of the same field hardly reach this (of 570 labelled ones the next
below is at 0.52); true ones do, also where all their figures are of one digit (0.64)."""
_TERMS = 0.12


def relevance(near: Closeness, reading: Reading) -> ClosedGate | None:
    """Closed when the answer takes up neither the words nor the figures of the question.

    An answer full of figures must be close in its figures, too; one without may be general.
    """
    figures = sum(1 for each, _ in reading.quantities if each.kind in ("money", "percent"))
    if near.value >= _NEAR or (figures < _FEW_FIGURES and near.terms >= _TERMS):
        return None
    missing = ", ".join(near.missing[:5]) or "its subject"
    if near.asked_figures and not near.figures:
        missing = f"its figures, nor on {missing}"
    return ClosedGate("relevance", f"it is not about this question: nothing on {missing}", 0.3)


def advice(recommendations: tuple[Recommendation, ...], wanted: int) -> ClosedGate | None:
    """Closed when it tells nobody what to do, although that was asked."""
    firm = sum(
        each.steps for each in recommendations if each.firm and (each.specific or each.quantified)
    )
    if firm >= wanted:
        return None
    sentence = f"it says {'hardly anything' if firm else 'nothing'} that the customer could do"
    return ClosedGate("advice", sentence, 0.5)
