"""Business value under load: what each answer is worth while other users are served.

Every answer is judged by itself, as an answer to nobody else is (0 to 1), and the worst decides;
the median, and what the same questions brought users alone, stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scoring.card import Card
from support.verdict import Measurement

NAME = "business value under load"


def of_card(card: Card) -> Measurement:
    """The value of one answer, with what carried it and what it lost by."""
    return Measurement(NAME, "", card.overall.value, card.overall.explanation)


def compared(found: Sequence[Measurement]) -> str:
    """What users alone got, in words; empty where nobody asked alone."""
    if not found:
        return ""
    values = [each.value for each in found if each.value is not None]
    if len(values) < len(found):
        return "what a user alone gets could not be judged"
    return f"a user alone gets {min(values):.3f} at worst, {median(values):.3f} in the median"
