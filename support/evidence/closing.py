"""What is written at the end: of a scenario its scorecard, of a run the summary and the front."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from support.evidence import (
    attach,
    change_list,
    front,
    front_page,
    history,
    markdown,
    scenario_page,
    scorecard,
    summary,
)
from support.evidence.outcome import benchmarks, capability, ending, title
from support.results import RunResults, ScenarioResult
from support.verdict import Figure, HarnessError


def close_scenario(results: RunResults, scenario: Any, figures: Sequence[Figure]) -> None:
    """Adds the scenario's result and attaches its scorecard; one never begun has none."""
    end = ending(scenario)
    if end is None:
        return
    result = ScenarioResult(
        feature=str(scenario.feature.name),
        name=title(scenario),
        tags=tuple(map(str, [*scenario.feature.tags, *scenario.tags])),
        outcome=end.outcome,
        reason=end.reason,
        duration_s=float(scenario.duration),
        figures=tuple(figures),
        benchmarks=benchmarks(scenario),
        sentence=end.sentence,
        capability=capability(scenario),
        stake=" ".join(map(str, scenario.feature.description)),
    )
    results.scenarios.append(result)
    attach.html("Scorecard", scenario_page.as_html(result))


def close_run(results: RunResults, folder: Path) -> None:
    """Prints the scorecard, then writes what is left of the run: for programs, people and later.

    Raises `HarnessError` where the summary or the report's front could not be written; everything
    else is. The history, the page and the text beside them are evidence: where they cannot be
    written, one line says so.
    """
    path = folder / history.NAME
    past = history.read(path)
    data = summary.as_data(results, past.runs)
    scorecard.show(results, sys.stdout, change_list.lines(data))
    problems = _tried(
        lambda: summary.write(data, folder / "summary.json"),
        lambda: front.write(results, folder / "allure-results"),
    )
    beside = _tried(
        lambda: front_page.write(data, folder),
        lambda: markdown.write(data, folder),
    )
    remarks = [f"Left out: {problem}; the verdict is not affected." for problem in beside]
    if results.scenarios:
        remarks.append(history.keep(path, past, history.run_of(data)))
    for remark in filter(None, remarks):
        print(scorecard.for_stream(remark, sys.stdout))
    if problems:
        raise HarnessError(f"the results could not be written: {'; '.join(problems)}")


def _tried(*writers: Callable[[], None]) -> list[str]:
    """Calls every writer; returns why some of them could not write."""
    problems = []
    for write in writers:
        try:
            write()
        except OSError as error:
            problems.append(str(error))
    return problems
