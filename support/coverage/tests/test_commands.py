"""`python -m support.coverage`: what is run, what is written, and when that is enough."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.coverage import __main__ as command
from support.coverage import lines
from support.recording import RECV, Frame, Recording, save

FOUND = {
    "totals": {
        "covered_lines": 97,
        "num_statements": 100,
        "missing_lines": 3,
        "covered_branches": 19,
        "num_branches": 20,
        "missing_branches": 1,
    },
    "files": {
        "support/a.py": {
            "summary": {
                "covered_lines": 7,
                "num_statements": 10,
                "missing_lines": 3,
                "covered_branches": 0,
                "num_branches": 0,
                "missing_branches": 0,
            },
            "missing_lines": [4, 5, 9],
        },
        "support/b.py": {
            "summary": {
                "covered_lines": 90,
                "num_statements": 90,
                "missing_lines": 0,
                "covered_branches": 20,
                "num_branches": 20,
                "missing_branches": 0,
            },
            "missing_lines": [],
        },
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("at_least", "failed", "status"), [("95", 0, 0), ("96", 0, 1), ("95", 1, 1)]
)
def test_the_figures_of_the_code_are_written_and_held_to_what_is_asked(
    at_least: str,
    failed: int,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lines, "measured", lambda _data: (FOUND, failed))
    assert command.main(["lines", "--at-least", at_least]) == status
    written = json.loads(Path("reports/coverage.json").read_text(encoding="utf-8"))
    assert (written["line_coverage"], written["branch_coverage"]) == (97.0, 95.0)
    assert list(written["files"]) == ["support/a.py"]
    said = capsys.readouterr()
    assert "line coverage 97.0%, branches 95.0%" in said.out
    assert "support/a.py: 3 lines, the first [4, 5, 9]" in said.out
    assert ("runs failed" in said.err) is bool(failed)


def test_everything_is_run_under_measurement(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def run(arguments: list[str], *, env: dict[str, str], check: bool) -> Any:
        called.append(arguments[2:])
        assert env["COVERAGE_FILE"] == str(folder / "data" / "coverage")
        if "json" in arguments:
            Path(arguments[-1]).write_text(json.dumps(FOUND), encoding="utf-8")
        return subprocess.CompletedProcess(arguments, int("behave" in arguments))

    monkeypatch.setattr(subprocess, "run", run)
    (folder / "data").mkdir()
    (folder / "data" / "old").touch()
    assert lines.measured(folder / "data") == (FOUND, 1)
    assert not (folder / "data" / "old").exists()
    assert called[0] == ["coverage", "run", "-m", "pytest", "-q"]
    assert called[1] == ["coverage", "run", "-m", "behave"]
    assert called[2][:2] == ["coverage", "combine"]


def _tour(*_: object) -> Any:
    async def toured() -> list[Recording]:
        return [_greeted("tourist")]

    return toured()


def _greeted(name: str) -> Recording:
    greeting = Frame(0.0, RECV, '{"type": "connection_established"}')
    return Recording({"protocol": "native", "customer": name}, (greeting,))


def test_the_tour_counts_beside_the_features_and_is_told_apart(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "toured", _tour)
    save(_greeted("customer 1"), folder / "reports" / "recordings", "a feature", "customer 1")
    assert command.main(["protocol"]) == 1
    written = json.loads((folder / "reports" / "protocol_coverage.json").read_text("utf-8"))
    assert written["sessions"] == 2
    assert written["protocol_coverage"] == written["by_features_alone"] < 2
    assert "refused (401), outside" in written["missing"]
    said = capsys.readouterr().out
    assert "by the features and a scripted tour together" in said
    assert "in 2 recorded sessions" in said
    assert "the features alone: 1 of" in said
    assert command.main(["protocol", "--at-least", "1"]) == 0


def test_without_any_recording_of_features_nothing_is_said_to_be_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command, "toured", _tour)
    assert command.main(["protocol", "--at-least", "0"]) == 1
