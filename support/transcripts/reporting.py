"""A verdict about a recording as text; the same verdict is the same text, byte for byte."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from support.evidence.clean import one_line
from support.evidence.scorecard import SIGNS, WIDTH
from support.transcripts.judging import RunVerdict, Verdict
from support.verdict import Figure, Measurement, Outcome

_INDENT = "      "


def report(name: str, verdict: Verdict, how: str) -> list[str]:
    """The lines about one recording; `how` tells how its protocol came to be known."""
    lines = [f"{SIGNS[verdict.outcome]} {verdict.outcome.words}: {one_line(name, 200)}"]
    known = f"protocol {verdict.protocol}, {how}; {verdict.received:,} messages received"
    lines.append(f"  {known}, {verdict.unmapped:,} of them unmapped")
    if verdict.reason:
        lines += _wrapped(f"→ {one_line(verdict.reason)}", "  ")
    for number, run in enumerate(verdict.runs, 1):
        lines += _run(number, run)
    return lines


def _run(number: int, run: RunVerdict) -> Iterator[str]:
    yield f"  question {number}: “{one_line(run.question, 70)}”"
    for figure in run.figures:
        yield from _wrapped(_figure(figure), _INDENT)
    yield from _wrapped(f"  {' · '.join(_time(each) for each in run.times)}", _INDENT)


def _figure(figure: Figure) -> str:
    known = figure.outcome in (Outcome.MET, Outcome.NOT_MET)
    words = "" if known else f"{figure.outcome.words}: "
    return f"{SIGNS[figure.outcome]} {figure.measurement.name}: {words}{one_line(figure.reason)}"


def _time(found: Measurement) -> str:
    if found.value is None:
        return f"{found.name}: none"
    lag = "" if found.harness_lag is None else f" (harness lag {found.harness_lag * 1000:.1f} ms)"
    return f"{found.name}: {found.value:.3f} s{lag}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )
