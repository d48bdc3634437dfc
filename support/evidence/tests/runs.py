"""Runs as the summary has them, and as the history keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from support.evidence import history, summary
from support.evidence.tests.samples import figure, results, scenario
from support.results import RunResults
from support.verdict import Outcome


def data_of(run: RunResults, earlier: Sequence[history.Run] = ()) -> dict[str, Any]:
    return summary.as_data(run, earlier)


def of_value(
    value: float | None, outcome: Outcome = Outcome.MET, *, lag: float = 0.0003
) -> RunResults:
    """A run of one promise with one figure, in seconds, of which less is better."""
    one = figure(outcome, value=value, lag=lag)
    return results(replace(scenario(outcome, one), capability="Golden path", stake="Revenue."))


def past(*values: float, outcome: Outcome = Outcome.MET) -> list[history.Run]:
    """Earlier runs of the same promise, one a value."""
    return [history.run_of(data_of(of_value(value, outcome))) for value in values]
