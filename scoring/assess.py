"""The judgement of a whole run: question, answer and event log become a card."""

from __future__ import annotations

from collections.abc import Collection

from scoring.answer import AnswerVerdict, judge_answer
from scoring.card import Card, Factor, overall
from scoring.cost import cost_check
from scoring.counted import counts_of, marks_of
from scoring.events import RunLog
from scoring.factors import (
    base_quality,
    coordination,
    fast_and_substantial,
    feasibility,
    tool_integration,
    tool_marks,
)
from scoring.rubric import Rubric, default_rubrics
from scoring.score import Score
from scoring.similarity import without_secrets
from scoring.tools import tool_uses


def assess(
    question: str,
    answer: str,
    log: RunLog | None = None,
    *,
    rubric: Rubric | None = None,
    cannot: Collection[str] = (),
    secrets: Collection[str] = (),
) -> Card:
    """Judges what a run was worth, from its question, its answer and its event log.

    `rubric` is a yardstick of one's own, tried first; where it does not take the question, the one
    that comes with the suite for such a question does.
    `cannot` are capabilities that the agent's protocol does not have ("tools", "teams"): what
    they would show is unscored. Without a log nothing but the answer's own factors is scored.
    `secrets` stand in the question only to be found again, and are no part of what it asks.
    """
    question = without_secrets(question, secrets)
    verdict = judge_answer(question, answer, (rubric, *default_rubrics()) if rubric else None)
    calls = [] if log is None else tool_uses(log, verdict.text.clean)
    checks = cost_check(verdict)
    scores = {
        "quality": base_quality(verdict),
        "performance": fast_and_substantial(verdict, log),
        "coordination": coordination(log, cannot),
        "tools": tool_integration(log, cannot, calls, verdict.text.clean),
        "cost": checks.score,
        "feasibility": feasibility(verdict),
    }
    factors = tuple(Factor(key, _applied(key, score, verdict)) for key, score in scores.items())
    gate = min(verdict.gates, key=lambda each: each.cap, default=None)
    return Card(
        overall=overall(factors, gate=gate, ceiling=verdict.value),
        factors=factors,
        dimensions=verdict.dimensions,
        checks=checks.parts,
        gates=verdict.gates,
        counts=counts_of(verdict),
        text=verdict.text.clean,
        marks=(*marks_of(verdict), *tool_marks(calls)),
        rubric=verdict.rubric,
    )


def _applied(key: str, score: Score, verdict: AnswerVerdict) -> Score:
    """The score, or none where the rubric says that this factor does not count for its subject."""
    if verdict.yardstick.applies(key) or score.value is None:
        return score
    return Score(score.name, None, f"it does not count for {verdict.rubric} questions")
