"""`reports/summary.json`: the whole run as data, in the form that `summary.schema.json` fixes."""

from __future__ import annotations

import math
import os
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from support.benchmarks.grade import Benchmark, benchmarks_of, grade_of
from support.evidence.clean import one_line
from support.results import RunResults, ScenarioResult
from support.verdict import Figure, Outcome

VERSION = 1
SCHEMA = Path(__file__).with_name("summary.schema.json")


def write(results: RunResults, path: Path) -> None:
    """Writes the run; a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(as_data(results)), indent=2)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text + b"\n")
        fresh.chmod(0o644)  # a temporary file is private; a report is for everybody
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def as_data(results: RunResults) -> dict[str, Any]:
    """The run as plain data, in the order of the schema."""
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
        "scenarios": [_scenario(result) for result in results.scenarios],
    }


def _facts(facts: Any) -> dict[str, str]:
    return {one_line(str(key), 100): one_line(str(value)) for key, value in facts.items()}


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    return {
        "feature": one_line(result.feature),
        "name": one_line(result.name),
        "tags": [one_line(tag) for tag in result.tags],
        "outcome": result.outcome.value,
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
