"""What is written at the end: of a scenario its scorecard, of a run the summary and the front."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from support.evidence import attach, front, scorecard, summary
from support.evidence.outcome import benchmarks, ending, title
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
    )
    results.scenarios.append(result)
    attach.html("Scorecard", scorecard.as_html(result))


def close_run(results: RunResults, folder: Path) -> None:
    """Prints the scorecard, then writes the summary and the report's front.

    Raises `HarnessError` where one of them could not be written; the other one is.
    """
    scorecard.show(results, sys.stdout)
    problems = []
    writers: tuple[Callable[[], None], ...] = (
        lambda: summary.write(results, folder / "summary.json"),
        lambda: front.write(results, folder / "allure-results"),
    )
    for write in writers:
        try:
            write()
        except OSError as error:
            problems.append(str(error))
    if problems:
        raise HarnessError(f"the results could not be written: {'; '.join(problems)}")
