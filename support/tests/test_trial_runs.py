"""How a planted defect is put to the test: the profile written, the scenario meant, the time."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from support.faults import trial
from support.faults.defects import catalogue
from support.faults.trial import Trial, try_defect, try_scenario
from support.verdict import HarnessError

MET = {"name": "Cancelling stops the work (customers: 1)", "outcome": "met"}
RED = {"name": "Cancelling stops the work (customers: 10)", "outcome": "not_met"}


def test_a_defect_that_is_not_in_the_catalogue_is_refused() -> None:
    with pytest.raises(HarnessError, match="no planted defect called 'it sulks' in the catalogue"):
        try_defect("it sulks", "Cancelling stops the work")


def test_the_suite_meets_the_healthy_agent_behind_the_defect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def run(agent: Path, scenario: str, folder: Path) -> Trial:
        asked.append((tomllib.loads(agent.read_text("utf-8")), scenario, folder))
        return Trial(1, (RED,), "")

    monkeypatch.setattr(trial, "try_scenario", run)
    defect = next(iter(catalogue()))
    assert try_defect(defect, "Cancelling stops the work").first_failure == RED
    ((profile, scenario, folder),) = asked
    assert profile["launch"]["command"][-2:] == ["support.faults.defective_agent", defect]
    assert profile["patience"]["answer_s"] == 60.0
    assert scenario == "Cancelling stops the work"
    assert not folder.exists()


def test_a_title_chooses_its_own_row_and_a_name_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def run(_folder: Path, *arguments: str) -> Trial:
        asked.append(arguments)
        return Trial(1, (MET, RED), "")

    monkeypatch.setattr(trial, "run_suite", run)
    agent = tmp_path / "agent.toml"
    assert try_scenario(agent, str(MET["name"]), tmp_path).scenarios == (MET,)
    assert try_scenario(agent, "Cancelling stops the work", tmp_path).scenarios == (MET, RED)
    assert try_scenario(agent, "Cancelling starts", tmp_path).first_failure is None
    assert {each[each.index("--name") + 1] for each in asked[:2]} == {
        "^Cancelling\\ stops\\ the\\ work"
    }
    assert f"agent={agent}" in asked[0]


def test_a_run_that_does_not_end_is_the_suites_own_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], *, timeout: float, **_: object) -> Any:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(HarnessError, match="the suite did not come to an end within"):
        trial.run_suite(tmp_path)


def test_a_run_is_told_with_all_that_it_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_: object) -> Any:
        return subprocess.CompletedProcess(command, 1, "out, ", "err")

    monkeypatch.setattr(subprocess, "run", run)
    assert trial.run_suite(tmp_path) == Trial(1, (), "out, err")
