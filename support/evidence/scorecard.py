"""Scorecards: what one scenario and what a whole run came to, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

from support.benchmarks.grade import benchmarks_of
from support.evidence import grade_card
from support.evidence.clean import one_line
from support.plurals import counted
from support.results import RunResults, ScenarioResult
from support.verdict import Figure, Outcome, readable

SIGNS = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.NOT_MEASURED: "?",
    Outcome.NOT_SUPPORTED: "○",
    Outcome.BROKEN: "!",
}
"""A sign beside each outcome, so that nobody depends on colour."""

WIDTH, REASON_LIMIT = 100, 400
_INDENT = "      "
_ASCII = str.maketrans({"✓": "+", "✗": "x", "○": "o", "─": "-", "…": ".", "·": "|", "→": ">"})


def value_of(figure: Figure) -> str:
    """The measured value as people write it, or that there is none."""
    value = figure.measurement.value
    return "no value" if value is None else readable(value, figure.measurement.unit)


def lag_of(figure: Figure) -> str:
    """What the harness itself may have added to a timing; empty for other figures."""
    measurement = figure.measurement
    if not measurement.timing:
        return ""
    lag = measurement.harness_lag
    return "harness lag unknown" if lag is None else f"harness lag {lag * 1000:.1f} ms"


def kept(results: RunResults) -> str:
    """The run in five words: `14 of 15 promises kept`; what is not supported is no promise."""
    asked = len(results.scenarios) - results.count(Outcome.NOT_SUPPORTED)
    return f"{results.count(Outcome.MET)} of {counted(asked, 'promise')} kept"


def counts(results: RunResults) -> str:
    """How many scenarios ended in which way, the ways that did not occur left out."""
    parts = [f"{results.count(each)} {each.words}" for each in Outcome if results.count(each)]
    return ", ".join(parts) or "nothing was judged"


def as_text(results: RunResults, since: Iterable[str] = ()) -> str:
    """The run for a terminal, at most 100 columns wide, without colours.

    `since` are lines about what changed since the last run.
    """
    return "\n".join(_lines(results, since)) + "\n"


def show(results: RunResults, stream: TextIO, since: Iterable[str] = ()) -> None:
    """Prints the run, whatever characters the terminal can show."""
    stream.write(for_stream(as_text(results, since), stream))


def for_stream(text: str, stream: TextIO) -> str:
    """The text in characters that the stream can take; signs keep their meaning."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    return text


def _lines(results: RunResults, since: Iterable[str]) -> Iterator[str]:
    yield "─" * WIDTH
    agent = [one_line(results.agent.get(key, ""), 60) for key in ("name", "version")]
    profile = one_line(results.agent.get("profile", ""), 60)
    about = " ".join(filter(None, agent)) + (f" (profile {profile})" if profile else "")
    if about.strip():
        yield f"Scorecard of {about.strip()}"
    if caution := results.agent.get("caution"):
        yield from _wrapped(f"! {one_line(caution)}", "")
    feature = None
    for result in results.scenarios:
        if result.outcome is Outcome.NOT_SUPPORTED:
            continue
        if result.feature != feature:
            feature = result.feature
            yield ""
            yield one_line(feature, WIDTH)
        yield from _scenario(result)
    yield from _not_supported(results)
    yield from grade_card.lines(benchmarks_of(results), SIGNS, WIDTH)
    yield from _changes(since)
    yield ""
    if results.interrupted:
        yield "The run was stopped before its end: what did not run is not counted."
    # The last line is the one that people see first.
    yield f"{SIGNS[results.outcome]} {results.outcome.words}: {kept(results)} ({counts(results)})"


def _changes(since: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(since):
        if not number:
            yield ""
        yield from _wrapped(one_line(line, REASON_LIMIT), "  " * bool(number))


def _scenario(result: ScenarioResult) -> Iterator[str]:
    time = f"{result.duration_s:.1f} s"
    label = f"  {SIGNS[result.outcome]} {result.outcome.words:<13}  "
    room = WIDTH - len(label) - len(time) - 2
    first, *rest = textwrap.wrap(one_line(result.name), room) or [""]
    yield f"{label}{first:<{room}}  {time}"
    yield from (" " * len(label) + line for line in rest)
    told = any(figure.outcome is not Outcome.MET for figure in result.figures)
    reason = one_line(result.reason, REASON_LIMIT)
    if result.outcome is not Outcome.MET and reason and not told:
        yield from _wrapped(f"→ {reason}", _INDENT)
    for figure in result.figures:
        yield from _wrapped(_figure(figure), _INDENT)


def _figure(figure: Figure) -> str:
    name = one_line(figure.measurement.name, 80)
    if all(told in figure.reason for told in (value_of(figure), str(figure.limit))):
        # The reason is a whole sentence already.
        return f"{SIGNS[figure.outcome]} {name}: {one_line(figure.reason, REASON_LIMIT)}"
    held = ", ".join(filter(None, (value_of(figure), str(figure.limit), lag_of(figure))))
    line = f"{SIGNS[figure.outcome]} {name}: {held}"
    full = f"{line} · {one_line(figure.reason, REASON_LIMIT)}"
    # A limit that was kept needs no second line: the figure itself says why.
    fits = len(_INDENT + full) <= WIDTH
    return full if fits or figure.outcome is not Outcome.MET else line


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )


def _not_supported(results: RunResults) -> Iterator[str]:
    skipped = [each for each in results.scenarios if each.outcome is Outcome.NOT_SUPPORTED]
    if not skipped:
        return
    yield ""
    yield "Not supported: the profile says that this agent cannot show it"
    for result in skipped:
        reason = one_line(result.reason, REASON_LIMIT)
        text = f"{SIGNS[result.outcome]} {one_line(result.name)} · {reason}"
        yield from _wrapped(text, "  ")
