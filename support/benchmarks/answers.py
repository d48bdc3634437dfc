"""What one run's answer says, as figures: whether, or how often, it does what was promised."""

from __future__ import annotations

from collections.abc import Callable

from scoring.asks import Ask, answered
from scoring.events import RunLog
from scoring.findings import Finding
from scoring.gates.arithmetic import broken_sums as contradictions
from scoring.score import Score
from support.benchmarks.promises import counted
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.verdict import TIME, Direction, Limit, Measurement

ONCE = Limit(1, TIME, Direction.AT_LEAST)
"""What must be found at least once; a score of 1 is such a find."""


def of_answer(name: str, judged: Callable[[RunLog], Score], unit: str = TIME) -> Measure:
    """A measure of the answer of a run, from a score of it; a run without an answer has none."""

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(name, unit, run):
            return missing
        score = judged(run)
        return Measurement(name, unit, score.value, score.explanation)

    return measure


def ask_answered(ask: Ask) -> Measure:
    """A measure of whether the answer takes up one thing that was asked, and shows it."""
    return of_answer(f"answered: {ask.what}", lambda run: answered(run.answer, ask))


def broken_sums(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    """How many statements of the answer contradict others, or what is spent, in their figures."""
    name = "sums that do not add up"
    if missing := unfinished(name, "faults", run):
        return missing
    wrong = contradictions(run.question, run.answer)
    found = [Finding(each.reason, None) for each in wrong]
    return counted(name, found, "every sum holds", run.asked_at)


def unfinished(name: str, unit: str, run: RunLog) -> Measurement | None:
    """What to say of a run without an answer; None where there is one to judge."""
    if run.completed:
        return None
    if run.ending is not None:
        return Measurement(name, unit, None, "the run ended without an answer", failed=True)
    why = f"the run did not end: {run.gave_up or 'nothing more came'}"
    return Measurement(name, unit, None, why, failed=not run.impatient)
