"""`python -m support.parallel.ratio`: both ways are run alike, and what differs is told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.parallel import ratio


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _running(monkeypatch: pytest.MonkeyPatch, serial: str, parallel: str) -> list[list[str]]:
    """Runs come to these outcomes; no outcome is a run in which nothing was judged."""
    called: list[list[str]] = []

    def run(arguments: list[str], *, cwd: Path, timeout: float, check: bool) -> Any:
        assert cwd.is_dir()
        called.append(arguments)
        return subprocess.CompletedProcess(arguments, 0)

    def results_in(folder: Path) -> list[dict[str, str]]:
        outcome = serial if folder.name == "serial" else parallel
        return [{"feature": "f", "name": "a", "outcome": outcome}] if outcome else []

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(ratio, "results_in", results_in)
    return called


@pytest.mark.parametrize(
    ("outcomes", "status", "differing"),
    [
        (("met", "met"), 0, []),
        (("met", "not_met"), 1, ["a (f): met one after another, not_met side by side"]),
        (("met", ""), 1, ["a (f): met one after another, not run side by side"]),
        (("", ""), 1, []),
    ],
)
def test_only_the_same_verdicts_both_ways_are_enough(
    outcomes: tuple[str, str],
    status: int,
    differing: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    called = _running(monkeypatch, *outcomes)
    assert ratio.main(["--tags", "@users"]) == status
    told = json.loads(Path("reports/parallel.json").read_text("utf-8"))
    assert (told["verdicts_differ"], told["scenarios"]) == (differing, int(bool(outcomes[0])))
    printed = capsys.readouterr().out
    assert f"verdicts that differ: {len(differing)}" in printed
    assert all(each in printed for each in differing)
    one, beside = called
    assert one[-2:] == beside[-2:] == ["--tags", "@users"]
    assert "--jobs" not in one
    assert beside[beside.index("--jobs") + 1] == "2"
