"""The grade of a run: the share of its benchmarks that were met.

A+ from 95 % on, A from 90 %, B+ from 85 %, B from 80 %, which is the least that an enterprise
accepts. A grade is given only when the seven were part of the run and every benchmark was judged:
met or not met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.results import RunResults, ScenarioResult
from support.verdict import Figure, Outcome

SEVEN = (
    "golden path completion",
    "first event latency",
    "event delivery latency (p95)",
    "business value under load",
    "token throughput",
    "memory per user session",
    "concurrent users served",
)
"""What every graded run must have judged; a team's own benchmarks join them."""

_GRADES = (("A+", 95), ("A", 90), ("B+", 85), ("B", 80))
"""Per cent of the benchmarks met, from which on a grade is given."""

NOT_ACCEPTABLE = "not acceptable"

_WORST = (
    Outcome.BROKEN,
    Outcome.NOT_MET,
    Outcome.NOT_MEASURED,
    Outcome.NOT_SUPPORTED,
    Outcome.MET,
)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What one benchmark came to; `figure` is None where none was taken, `reason` says why."""

    name: str
    outcome: Outcome
    reason: str
    figure: Figure | None = None


def benchmarks_of(results: RunResults) -> list[Benchmark]:
    """Every benchmark of this run, the seven first, and each once: the worst that it came to.

    Empty where the run was about none of them; otherwise those of the seven that were no part of
    it stand as not measured, so that none is silently dropped.
    """
    found: dict[str, list[Benchmark]] = {}
    for result in results.scenarios:
        for name in result.benchmarks:
            found.setdefault(name, []).append(_benchmark(name, result))
    if not found:
        return []
    names = [*SEVEN, *(name for name in found if name not in SEVEN)]
    missing = "it was no part of this run"
    return [
        min(found[name], key=lambda each: _WORST.index(each.outcome))
        if name in found
        else Benchmark(name, Outcome.NOT_MEASURED, missing)
        for name in names
    ]


def grade_of(benchmarks: Sequence[Benchmark]) -> str | None:
    """The grade, or None where not all were judged."""
    judged = [each for each in benchmarks if each.outcome in (Outcome.MET, Outcome.NOT_MET)]
    if not judged or len(judged) < len(benchmarks):
        return None
    return grade(sum(each.outcome is Outcome.MET for each in judged), len(judged))


def grade(met: int, of: int) -> str:
    """The grade for so many benchmarks met of so many."""
    return next((name for name, share in _GRADES if met * 100 >= share * of), NOT_ACCEPTABLE)


def _benchmark(name: str, result: ScenarioResult) -> Benchmark:
    figure = next((each for each in result.figures if each.measurement.name == name), None)
    if figure is not None:
        return Benchmark(name, figure.outcome, figure.reason, figure)
    headline = next(
        (each for each in result.figures if each.outcome is result.outcome),
        None,
    )
    return Benchmark(name, result.outcome, result.reason, headline)
