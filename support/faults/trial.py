"""The suite tried on an agent that deserves to fail: one scenario, one planted defect."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from support.agents import profile
from support.evidence import refusal
from support.faults.defects import catalogue
from support.verdict import HarnessError

ROOT = Path(__file__).parents[2]
_WITHIN_S = 300
"""Seconds for one scenario, or for a few features: many times what the slowest takes on a busy
machine, so that only a suite that hangs comes by it.
"""
_PATIENCE = """
[patience]  # longer than the silence that is promised never to be
opening_s = 4.0
silence_s = 12.0
answer_s = 60.0
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the suite said: exit status, and the results of the scenarios that it ran."""

    status: int
    scenarios: tuple[dict[str, Any], ...]
    printed: str

    @property
    def first_failure(self) -> dict[str, Any] | None:
        """The first scenario that was not met; None where all were."""
        return next((each for each in self.scenarios if each["outcome"] != "met"), None)


def try_defect(defect: str, scenario: str) -> Trial:
    """Runs one scenario against a healthy agent with one planted defect."""
    if defect not in catalogue():
        raise HarnessError(f"there is no planted defect called {defect!r} in the catalogue")
    with tempfile.TemporaryDirectory(prefix="golden-path-") as folder:
        agent = Path(folder) / "defective.toml"
        text = (profile.FOLDER / "reference.toml").read_text(encoding="utf-8")
        command = ["{python}", "-m", "support.faults.defective_agent", defect]
        written = re.sub(
            r"(?m)^command = .*$",
            lambda _: f"command = {msgspec.json.encode(command).decode()}",
            text,
        )
        agent.write_text(written + _PATIENCE, encoding="utf-8")
        return try_scenario(agent, scenario, Path(folder))


def try_scenario(agent: Path, scenario: str, folder: Path) -> Trial:
    """Runs one scenario, by the beginning of its title, against the agent of this profile.

    A title ends with the row of an outline's table: "... (customers: 10)"; a name does not.
    """
    tags = ("--tags", "@load or not @load")  # always true: what takes long is tried, too
    name = f"^{re.escape(scenario.partition(' (')[0])}"
    trial = run_suite(folder, *tags, "--name", name, "-D", f"agent={agent}")
    meant = tuple(each for each in trial.scenarios if each["name"].startswith(scenario))
    return replace(trial, scenarios=meant)


def run_suite(folder: Path, *arguments: str) -> Trial:
    """Runs the features as a user would, with this folder for its reports."""
    try:
        done = subprocess.run(
            command(folder, *arguments),
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_WITHIN_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise HarnessError(f"the suite did not come to an end within {_WITHIN_S} s") from error
    return Trial(done.returncode, results_in(folder), done.stdout + done.stderr)


def command(folder: Path, *arguments: str) -> list[str]:
    """The command line of such a run; prepares the folder."""
    shutil.copy(ROOT / "behave.ini", folder)
    return [sys.executable, "-m", "behave", str(ROOT / "features"), *arguments]


def results_in(folder: Path) -> tuple[dict[str, Any], ...]:
    """The scenarios of the summary that a run left in this folder; none where it left none.

    A run that was refused left none: what is there is of the run before.
    """
    summary = folder / "reports" / "summary.json"
    if refusal.read(folder / "reports") or not summary.is_file():
        return ()
    return tuple(msgspec.json.decode(summary.read_bytes())["scenarios"])
