"""Whether the quality of answers holds over time; if not, when it fell, by what, and until when."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.answer import AnswerVerdict, judge_answer
from scoring.consistency import agreement
from scoring.drift import USUAL, Fall, Graded, falls
from scoring.events import RunLog
from support.verdict import Limit, Measurement

NO_FALL = Limit(0, "falls")
CONSISTENCY = "agreement with what was said before"


def graded(runs: Sequence[RunLog]) -> list[Graded]:
    """Every answer with its quality, at the seconds after the first question at which it came.

    Quality is what `scoring.judge_answer` gives, times the share of its figures that are what the
    first answer to the same question said. An answer that never came is worth nothing.
    """
    first: dict[str, str] = {}
    verdicts = [judge_answer(run.question, run.answer) for run in runs]
    gates = sorted({gate.name for verdict in verdicts for gate in verdict.gates})
    found = []
    for run, verdict in zip(runs, verdicts, strict=True):
        agreed = agreement(first.setdefault(run.question, run.answer), run.answer)
        at = (run.ending.at if run.ending else run.closed_at) - runs[0].asked_at
        parts = _parts(verdict, gates) | {CONSISTENCY: agreed}
        found.append(Graded(at, verdict.value * agreed, parts))
    return found


def quality_held(answers: Sequence[Graded]) -> Measurement:
    """How often quality fell over these answers; see `scoring.drift` for the method."""
    name = "falls of quality"
    if len(answers) <= USUAL:
        few = f"{len(answers)} answers are too few, the usual level is learned from {USUAL}"
        return Measurement(name, "falls", None, few)
    found = falls(answers)
    if found:
        return Measurement(name, "falls", len(found), "; ".join(each.sentence for each in found))
    least = min(each.value for each in answers)
    held = f"{len(answers)} answers, never below {least:.2f}"
    return Measurement(name, "falls", 0, held)


def falls_of(answers: Sequence[Graded]) -> list[Fall]:
    """The falls, for a picture; none where there are too few answers to tell."""
    return falls(answers) if len(answers) > USUAL else []


def _parts(verdict: AnswerVerdict, gates: Sequence[str]) -> dict[str, float]:
    closed = {gate.name for gate in verdict.gates}
    parts = {each.name: each.value or 0.0 for each in verdict.dimensions}
    return parts | {f"the gate against {name}": float(name not in closed) for name in gates}
