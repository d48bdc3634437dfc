"""`reports/summary.json`: the whole run as data, in the form that `summary.schema.json` fixes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from support.benchmarks.grade import Benchmark, benchmarks_of, grade_of
from support.evidence.changes import compare, trend
from support.evidence.clean import one_line
from support.evidence.history import Run
from support.evidence.writing import put_json
from support.results import RunResults, ScenarioResult
from support.verdict import Figure, Outcome

VERSION = 1
SCHEMA = Path(__file__).with_name("summary.schema.json")


def write(data: Mapping[str, Any], path: Path) -> None:
    """Writes the run as `as_data` has it."""
    put_json(path, data)


def as_data(results: RunResults, earlier: Sequence[Run] = ()) -> dict[str, Any]:
    """The run as plain data, in the order of the schema, held against earlier runs."""
    data = _of_run(results)
    return data | {"changes": compare(data, earlier), "trend": trend(data, earlier)}


def _of_run(results: RunResults) -> dict[str, Any]:
    benchmarks = benchmarks_of(results)
    return {
        "version": VERSION,
        "suite": metadata.version("golden-path"),
        "started": results.started,
        "outcome": results.outcome.value,
        "grade": grade_of(benchmarks),
        "benchmarks": [_benchmark(each) for each in benchmarks],
        "interrupted": results.interrupted,
        "counts": {outcome.value: results.count(outcome) for outcome in Outcome},
        "agent": _facts(results.agent),
        "machine": _facts(results.machine),
        "features": _features(results.scenarios),
        "scenarios": [_scenario(result) for result in results.scenarios],
    }


def _facts(facts: Any) -> dict[str, str]:
    return {one_line(str(key), 100): one_line(str(value)) for key, value in facts.items()}


def _features(scenarios: Sequence[ScenarioResult]) -> list[dict[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for each in scenarios:
        found.setdefault(each.feature, (each.capability, each.stake))
    return [
        {
            "name": one_line(name),
            "capability": one_line(capability, 100),
            "stake": one_line(stake, 1000),
        }
        for name, (capability, stake) in found.items()
    ]


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    return {
        "feature": one_line(result.feature),
        "name": one_line(result.name),
        "tags": [one_line(tag) for tag in result.tags],
        "outcome": result.outcome.value,
        "sentence": one_line(result.sentence),
        "reason": one_line(result.reason, 2000),
        "duration_s": _number(result.duration_s) or 0.0,
        "figures": [_figure(figure) for figure in result.figures],
    }


def _benchmark(benchmark: Benchmark) -> dict[str, Any]:
    return {
        "name": one_line(benchmark.name),
        "outcome": benchmark.outcome.value,
        "reason": one_line(benchmark.reason, 2000),
        "figure": _figure(benchmark.figure) if benchmark.figure else None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    measurement, limit = figure.measurement, figure.limit
    lag = measurement.harness_lag
    return {
        "name": one_line(measurement.name),
        "value": _number(measurement.value),
        "unit": one_line(measurement.unit, 40),
        "limit": _number(limit.value),
        "tolerance": _number(limit.tolerance),
        "direction": limit.direction.value,
        "outcome": figure.outcome.value,
        "reason": one_line(figure.reason, 2000),
        "harness_lag_ms": _number(lag * 1000) if measurement.timing and lag is not None else None,
    }


def _number(value: float | None) -> float | None:
    # JSON knows neither infinity nor "not a number"; both mean that there is no figure.
    return None if value is None or not math.isfinite(value) else round(value, 6)
