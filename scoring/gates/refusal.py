"""The gate against refusals and deflections."""

from __future__ import annotations

import re

from scoring.gates.gate import ClosedGate
from scoring.reading import Reading
from scoring.recommendations import Recommendation
from scoring.score import Span
from scoring.words import word_set

_REFUSES = re.compile(
    r"\b(?:can ?not|can't|unable to|not able to|won't|will not|am not allowed to|not permitted to"
    r"|couldn't|could not|must decline to|have to decline)"
    r" (?:\w+ )?(?:help|assist|answer|advise|comply|provide|discuss|support|respond|share|offer"
    r"|give|make|comment|process|fulfil)"
    r"|\b(?:outside|beyond) (?:of )?(?:what i|my|the scope|our)|\bi must decline|\bas an ai\b"
    r"|\bi'm sorry, but\b|\bi am sorry, but\b|\bi regret that\b|\bdecline to\b"
    r"|\b(?:contact|reach out to|ask|consult|speak to|talk to|open a ticket with)"
    r" (?:\w+ ){0,4}(?:support|sales|specialist|representative|professional|expert|adviser|advisor)"
)
_SIGNS = word_set(
    "can cannot can't unable not won't couldn't decline declined outside beyond ai sorry regret",
    "contact reach ask consult speak talk open",
)
"""Without one of these words there is nothing to look for."""
_ENOUGH_ADVICE = 3


def refusal(reading: Reading, recommendations: tuple[Recommendation, ...]) -> ClosedGate | None:
    """Closed when it declines or sends elsewhere, and gives hardly any advice of its own."""
    text = reading.text
    found = None if _SIGNS.isdisjoint(text.tokens) else _REFUSES.search(text.lower)
    if not found:
        return None
    advice = sum(1 for each in recommendations if each.firm and (each.figures or each.timed))
    if advice >= _ENOUGH_ADVICE:
        return None
    return ClosedGate(
        "refusal",
        f'it declines to answer ("{text.clean[found.start() : found.end()]}")',
        0.2,
        (Span(found.start(), found.end(), "refusal"),),
    )
