"""The card: what a whole run is worth, by six weighted factors, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.gates.gate import ClosedGate
from scoring.quality import THRESHOLD, level_of
from scoring.score import Score, Span

ENOUGH = 70
"""Per cent of the weight that must be scored for the whole to be measured."""

WEIGHTS = {
    "quality": 30,
    "performance": 20,
    "coordination": 15,
    "tools": 15,
    "cost": 15,
    "feasibility": 5,
}
"""Per cent of the whole; what is unscored leaves its part to the others."""

NAMES = {
    "quality": "base quality",
    "performance": "performance",
    "coordination": "multi-agent coordination",
    "tools": "tool integration",
    "cost": "cost quantification",
    "feasibility": "implementation feasibility",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the six: its score, and the per cent of the whole that it weighs when all count."""

    key: str
    score: Score

    @property
    def weight(self) -> int:
        """Per cent of the whole, as long as every factor is scored."""
        return WEIGHTS[self.key]


@dataclass(frozen=True, slots=True)
class Card:
    """The judgement of one run.

    `overall` is the weighted mean of the scored factors, unscored with less than `ENOUGH` of the
    weight; a closed gate keeps it at or below the base quality, which is then below `THRESHOLD`.
    `dimensions` make up the base quality, `checks` the cost check; `counts` are what was counted
    in the answer. `marks` are the parts of `text`, the answer as it was read, that all this rests
    on.
    """

    overall: Score
    factors: tuple[Factor, ...]
    dimensions: tuple[Score, ...]
    checks: tuple[Score, ...]
    gates: tuple[ClosedGate, ...]
    counts: tuple[Score, ...]
    text: str
    marks: tuple[Span, ...]
    rubric: str

    @property
    def level(self) -> str:
        """Excellent, good, acceptable, poor or inadequate; or not measured."""
        return "not measured" if self.overall.value is None else level_of(self.overall.value)

    @property
    def passed(self) -> bool | None:
        """Whether the whole reaches the threshold; None where it is not measured."""
        return None if self.overall.value is None else self.overall.value >= THRESHOLD

    def factor(self, key: str) -> Score:
        """The score of one factor, by its key in `WEIGHTS`."""
        return next(factor.score for factor in self.factors if factor.key == key)

    def count(self, name: str) -> Score:
        """What was counted under this name."""
        return next(count for count in self.counts if count.name == name)


def overall(
    factors: Sequence[Factor], *, gate: ClosedGate | None = None, ceiling: float = 1.0
) -> Score:
    """The weighted mean of the scored factors; unscored with less than `ENOUGH` of the weight.

    A closed gate decides in every case: the whole is then at most `ceiling`, whatever else shines.
    """
    name = "business value"
    scored = [(each, each.score.value) for each in factors if each.score.value is not None]
    weight = sum(each.weight for each, _ in scored)
    missing = ", ".join(each.score.name for each in factors if each.score.value is None)
    mean = sum(each.weight * value for each, value in scored) / max(weight, 1)
    if gate is not None:
        return Score(name, min(mean, ceiling), f"held down, whatever else it has: {gate.reason}")
    if weight < ENOUGH:
        told = f"only {weight}% of the weight could be scored, {ENOUGH}% are needed"
        return Score(name, None, f"{told}; unscored: {missing}")
    told = f"{len(scored)} of {len(factors)} factors"
    worst, value = max(scored, key=lambda each: each[0].weight * (1 - each[1]))
    if value < 1:
        told += f"; most is lost by {worst.score.name}, {value:.2f}: {worst.score.explanation}"
    if missing:
        told += f"; unscored, so that the others weigh more: {missing}"
    return Score(name, mean, told)


def as_dict(card: Card) -> dict[str, Any]:
    """The card for programs."""
    return {
        "business_value": _score(card.overall),
        "level": card.level,
        "passed": card.passed,
        "rubric": card.rubric,
        "factors": [
            {"key": each.key, "weight_percent": each.weight} | _score(each.score)
            for each in card.factors
        ],
        "dimensions": [_score(each) for each in card.dimensions],
        "cost_check": [_score(each) for each in card.checks],
        "closed_gates": [{"name": gate.name, "reason": gate.reason} for gate in card.gates],
        "counts": [_score(each) for each in card.counts],
        "text": card.text,
    }


def as_lines(card: Card) -> Iterator[str]:
    """The card for people, a line a judgement."""
    quality = card.factor("quality")
    yield f"{_line('business value', card.overall)}  ({card.level})"
    yield f"judged as: {card.rubric}"
    for title, scores in (
        ("Factors", [factor.score for factor in card.factors]),
        (f"Base quality: {level_of(quality.value or 0.0)}", card.dimensions),
        ("Cost check", card.checks),
        ("Counted in the answer", card.counts),
    ):
        if scores:
            yield ""
            yield title
            yield from (f"  {_line(score.name, score)}" for score in scores)
    yield ""
    yield "Closed gates" if card.gates else "No gate is closed"
    yield from (f"  {gate.name}: {gate.reason}" for gate in card.gates)


def _line(name: str, score: Score) -> str:
    if score.value is None:
        value = "unscored"
    elif score.unit == "of 1":
        value = f"{score.value:.3f}"
    else:
        value = f"{score.value:g}"
    return f"{value:<9} {name}: {score.explanation}"


def _score(score: Score) -> dict[str, Any]:
    return {
        "name": score.name,
        "value": score.value,
        "unit": score.unit,
        "explanation": score.explanation,
        "spans": [[span.start, span.end, span.mark] for span in score.spans],
    }
