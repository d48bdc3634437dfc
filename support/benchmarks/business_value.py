"""What an answer is worth, as figures: the card of `scoring.assess` held to what features state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.card import Card
from scoring.events import RunLog
from scoring.factors import tool_integration
from scoring.quality import THRESHOLD
from scoring.tools import tool_uses
from support.lag import HarnessLag
from support.verdict import Direction, Limit, Measurement

OfCard = Callable[[Card], Measurement]
"""What reads one figure from a card."""

NO_PASS = Limit(0, "passes")
"""An answer that deserves it must not pass even once."""


def at_least(share: float) -> Limit:
    """A lower limit in per cent, from a share."""
    return Limit(round(100 * share, 6), "%", Direction.AT_LEAST)


def around(share: float, distance: float) -> tuple[Limit, Limit]:
    """The limits, in per cent, of what is a share give or take a distance."""
    lower, upper = round(100 * (share - distance), 6), round(100 * (share + distance), 6)
    return Limit(lower, "%", Direction.AT_LEAST), Limit(upper, "%")


def so_many(number: int, of_what: str = "") -> Limit:
    """A lower limit for what is counted."""
    return Limit(number, of_what, Direction.AT_LEAST)


def business_value(card: Card) -> Measurement:
    """The six factors together, in per cent; not measured where too few could be scored."""
    return _percent("business value", card.overall.value, _because(card, card.overall.explanation))


def base_quality(card: Card) -> Measurement:
    """The answer by itself, after the gates, in per cent."""
    quality = card.factor("quality")
    return _percent("quality of the answer", quality.value, _because(card, quality.explanation))


def cost_check(card: Card) -> Measurement:
    """The mean of the cost check's five parts, in per cent; not measured on other subjects."""
    cost = card.factor("cost")
    return _percent("cost check", cost.value, cost.explanation)


def specific_saving(card: Card) -> Measurement:
    """Whether the first part of the cost check is met: the saving as an amount."""
    if not card.checks:
        return Measurement("specific saving", "", None, card.factor("cost").explanation)
    first = card.checks[0]
    return Measurement("specific saving", "", int((first.value or 0) >= 1), first.explanation)


def counted(name: str) -> OfCard:
    """How often something was counted in the answer, by its name on the card."""

    def measure(card: Card) -> Measurement:
        count = card.count(name)
        return Measurement(name, "", count.value, count.explanation)

    return measure


def findings_used(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    """How many completed tool calls brought something that stands in the answer.

    What the question or an earlier call held already is nobody's finding (`scoring.tools`).
    """
    calls = tool_uses(run, run.answer)
    told = tool_integration(run, (), calls, run.answer).explanation
    used = sum(call.used for call in calls)
    return unanswered(run) or Measurement("findings used", "findings", used, told)


def unanswered(run: RunLog) -> Measurement | None:
    """That there is no answer of which anything could be said: a failure; None where there is."""
    if run.answer.strip():
        return None
    unknown = run.hurried and run.impatient
    why = f"there is no answer: {run.gave_up or 'the run brought none'}"
    return Measurement("answer", "%", None, why, failed=not unknown)


def passes(card: Card) -> Measurement:
    """Whether the answer by itself would pass: 1 or 0."""
    value = card.factor("quality").value or 0.0
    words = f"{value:.1%} against {THRESHOLD:.0%}: {_because(card, 'no gate is closed')}"
    return Measurement("passes", "passes", int(value >= THRESHOLD), words)


def rejected_because(reason: str) -> OfCard:
    """Whether a gate closed with these words in its reason: 1 or 0."""

    def measure(card: Card) -> Measurement:
        told = "; ".join(f"{gate.name}: {gate.reason}" for gate in card.gates)
        found = any(reason in f"{gate.name}: {gate.reason}" for gate in card.gates)
        return Measurement("rejection", "", int(found), told or "no gate closed")

    return measure


def spread(first: Card, second: Card) -> Measurement:
    """How much more the first answer is worth than the second, in points of 100."""
    values = [card.factor("quality").value or 0.0 for card in (first, second)]
    why = f"{values[0]:.0%} against {values[1]:.0%}"
    return Measurement("spread", "%", round(100 * (values[0] - values[1]), 6), why)


def judged_as(subject: str, cards: Sequence[Card]) -> Measurement:
    """How many answers were judged by the rubric of this subject."""
    found = [card.rubric for card in cards]
    return Measurement("yardstick", "", found.count(subject), f"judged as: {', '.join(found)}")


def _because(card: Card, otherwise: str) -> str:
    """The reason of the gate that holds it down, where one is closed."""
    told = "; ".join(gate.reason for gate in card.gates)
    return told or otherwise


def _percent(name: str, value: float | None, why: str) -> Measurement:
    return Measurement(name, "%", None if value is None else round(100 * value, 6), why)
