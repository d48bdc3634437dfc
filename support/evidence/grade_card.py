"""The service levels of a run as people read them: each with its figure, and the grade."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from support.benchmarks.grade import NOT_ACCEPTABLE, Benchmark, grade_of
from support.evidence.clean import one_line
from support.verdict import Outcome, readable

_INDENT = "      "


def lines(benchmarks: Sequence[Benchmark], signs: dict[Outcome, str], width: int) -> Iterator[str]:
    """Each benchmark with figure, limit and what is behind it; then the grade, or why none."""
    if not benchmarks:
        return
    yield ""
    yield "Service levels"
    for each in benchmarks:
        label = f"  {signs[each.outcome]} {each.outcome.words:<13}  {one_line(each.name, 60):<30}"
        yield f"{label}  {_held(each)}"[:width].rstrip()
        told, more = one_line(each.reason, 400), _INDENT + "  "
        if each.outcome is not Outcome.MET:
            told = f"→ {told}"
        yield from textwrap.wrap(told, width, initial_indent=_INDENT, subsequent_indent=more)
    yield f"  Grade: {told_grade(benchmarks)}"


def told_grade(benchmarks: Sequence[Benchmark]) -> str:
    """The grade with what it rests on, or why there is none."""
    met = sum(each.outcome is Outcome.MET for each in benchmarks)
    grade = grade_of(benchmarks)
    if grade is None:
        judged = sum(each.outcome in (Outcome.MET, Outcome.NOT_MET) for each in benchmarks)
        return f"none, since only {judged} of {len(benchmarks)} were judged"
    least = "; an enterprise accepts B and better" if grade == NOT_ACCEPTABLE else ""
    return f"{grade} ({met} of {len(benchmarks)} met{least})"


def _held(each: Benchmark) -> str:
    if each.figure is None:
        return "no value"
    found = each.figure.measurement
    value = "no value" if found.value is None else readable(found.value, found.unit)
    return f"{value:<16}  {each.figure.limit}"
