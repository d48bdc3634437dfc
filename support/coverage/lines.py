"""Line and branch coverage of `support` and `scoring` by the whole suite."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

RUNS: Sequence[Sequence[str]] = (("pytest", "-q"), ("behave",))
"""What is measured: the unit tests, then the features."""

_SHOWN = 15
"""Files with the least coverage that are told by name."""


def measured(data: Path, runs: Sequence[Sequence[str]] = RUNS) -> tuple[dict[str, Any], int]:
    """Runs everything under measurement, child processes too; `data` is a folder of its own.

    Returns what `coverage json` says, and how many of the runs failed: the lines that a failed
    test reached count all the same.
    """
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    measuring = {**os.environ, "COVERAGE_FILE": str(data.resolve() / "coverage")}
    failed = sum(
        subprocess.run(
            [sys.executable, "-m", "coverage", "run", "-m", *run], env=measuring, check=False
        ).returncode
        != 0
        for run in runs
    )
    told = data / "coverage.json"
    for command in (("combine", "-q"), ("json", "-q", "-i", "-o", str(told))):
        subprocess.run([sys.executable, "-m", "coverage", *command], env=measuring, check=True)
    found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return found, failed


def figures(found: Mapping[str, Any]) -> dict[str, Any]:
    """`line_coverage` and `branch_coverage` in percent, and those of each file that lacks any."""
    return {
        **_percent(found["totals"]),
        "files": {
            name: _percent(file["summary"]) | {"missing_lines": file["missing_lines"]}
            for name, file in sorted(found["files"].items())
            if file["summary"]["missing_lines"] or file["summary"]["missing_branches"]
        },
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures for people, the files that lack most first."""
    yield f"line coverage {found['line_coverage']:.1f}%, branches {found['branch_coverage']:.1f}%"
    most = sorted(found["files"].items(), key=lambda each: -len(each[1]["missing_lines"]))
    for name, file in most[:_SHOWN]:
        share, missing = file["line_coverage"], file["missing_lines"]
        yield f"  {share:5.1f}%  {name}: {len(missing)} lines, the first {missing[:5]}"


def _percent(summary: Mapping[str, int]) -> dict[str, float]:
    return {
        "line_coverage": _share(summary["covered_lines"], summary["num_statements"]),
        "branch_coverage": _share(summary["covered_branches"], summary["num_branches"]),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0
