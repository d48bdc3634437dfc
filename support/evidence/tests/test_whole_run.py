"""Runs Behave on made-up features with all five outcomes, then reads what it left behind."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
FEATURE = """
@golden_path
Feature: Answers are worth having
  Background:
    Given an agent

  Scenario: Kept
    Then it passes

  Scenario: Broken promise
    Then it says too little
    And it passes

  Scenario: Not seen
    Then it cannot be seen

  @no_handoffs
  Scenario: Beyond it
    Then it passes

  @bad_preparation
  Scenario: Badly prepared
    Then it passes

  @bad_end
  Scenario: Badly ended
    Then it passes

  Scenario: Harness trips
    Then the harness trips

  Scenario: Unknown words
    Then the moon is full

  Scenario: Hostile
    Then it is hostile

  Scenario Outline: Rows
    Then it takes <number>
    Examples: Sizes
      | number | colour |
      | 3      | red    |

  @load
  Scenario: Takes long
    Then it passes
"""
STEPS = r"""
from behave import given, then
from hamcrest import assert_that, greater_than
from support.verdict import NotMeasured

@given("an agent")
def agent(context): pass

@then("it passes")
def passes(context): pass

@then("it says too little")
def too_little(context): assert_that(3, greater_than(5), "words in the answer")

@then("it cannot be seen")
def unseen(context): raise NotMeasured("the harness was 210 ms late")

@then("the harness trips")
def trips(context): raise RuntimeError("no port was free")

@then("it is hostile")
def hostile(context): assert False, "said \x1b[31m\x00\ud800 ]]> <script>alert(1)</script>"

@then("it takes {number:d}")
def takes(context, number): pass
"""
HOOKS = """
def before_scenario(context, scenario):
    if "no_handoffs" in scenario.effective_tags:
        scenario.skip("its protocol has no handoffs")
    if "bad_preparation" in scenario.effective_tags:
        raise RuntimeError("the port is taken")

def after_scenario(context, scenario):
    if "bad_end" in scenario.effective_tags:
        raise RuntimeError("the process would not die")
"""
Behave = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def behave(tmp_path_factory: pytest.TempPathFactory) -> Behave:
    folder = tmp_path_factory.mktemp("suite")
    steps = folder / "features" / "steps"
    area = folder / "features" / "golden_path"
    steps.mkdir(parents=True)
    area.mkdir()
    (area / "answers.feature").write_text(FEATURE)
    (steps / "steps.py").write_text(STEPS)
    (folder / "features" / "environment.py").write_text(HOOKS)
    settings = (ROOT / "behave.ini").read_text().splitlines(keepends=True)
    ours = [line for line in settings if not line.startswith("runner")]
    (folder / "behave.ini").write_text("".join(ours))

    def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "behave", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    call.folder = folder  # type: ignore[attr-defined]
    return call


@pytest.fixture(scope="module")
def shown(behave: Behave) -> str:
    run = behave()
    assert run.returncode == 1
    assert run.stderr == ""
    return run.stdout


@pytest.fixture(scope="module")
def recorded(behave: Behave, shown: str) -> dict[str, dict[str, Any]]:
    folder = behave.folder / "reports" / "allure-results"  # type: ignore[attr-defined]
    found = [json.loads(file.read_text("utf-8")) for file in folder.glob("*-result.json")]
    return {each["name"]: each for each in found}


def after(shown: str, headline: str) -> str:
    """The line that names the scenario, and those that explain it."""
    lines = shown.splitlines()
    start = next(index for index, line in enumerate(lines) if headline in line)
    rest = lines[start + 1 : start + 6]
    end = next((i for i, line in enumerate(rest) if not line.startswith(" " * 10)), len(rest))
    return "\n".join([lines[start], *rest[:end]])


@pytest.mark.parametrize(
    ("name", "outcome", "words"),
    [
        ("Kept", "✓ met", ""),
        ("Broken promise", "✗ not met", "words in the answer: expected a value greater than <5>"),
        ("Not seen", "? not measured", "→ the harness was 210 ms late"),
        ("Beyond it", "○ not supported", "→ its protocol has no handoffs"),
        ("Badly prepared", "! broken", "RuntimeError: the port is taken"),
        ("Badly ended", "! broken", "RuntimeError: the process would not die"),
        ("Harness trips", "! broken", "RuntimeError: no port was free; the stack trace is in the"),
        ("Unknown words", "! broken", "the suite does not know this sentence"),
        ("Hostile", "✗ not met", "]]> <script>alert(1)</script>"),
        ("Rows (number: 3, colour: red)", "✓ met", ""),
    ],
)
def test_people_see_each_outcome_and_why(shown: str, name: str, outcome: str, words: str) -> None:
    told = after(shown, f" {name}")
    assert told.splitlines()[0].strip().startswith(outcome)
    assert words in told


def test_no_stack_trace_no_terminal_sequence_and_nothing_unselected_is_shown(shown: str) -> None:
    assert "Traceback" not in shown
    assert "\x1b" not in shown
    assert "Takes long" not in shown
    assert shown.count("Answers are worth having") == 1


def test_the_failing_sentence_and_its_place_are_named(shown: str) -> None:
    told = after(shown, " Broken promise")
    assert "Then it says too little" in told
    assert "answers.feature:" in told


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("Kept", "passed", "met"),
        ("Broken promise", "failed", "not met"),
        ("Not seen", "broken", "not measured"),
        ("Beyond it", "skipped", "not supported"),
        ("Badly prepared", "broken", "broken"),
        ("Badly ended", "broken", "broken"),
        ("Unknown words", "broken", "broken"),
        ("Hostile", "failed", "not met"),
    ],
)
def test_the_report_tells_the_outcomes_apart(
    recorded: dict[str, dict[str, Any]], name: str, status: str, outcome: str
) -> None:
    labels = {each["name"]: each["value"] for each in recorded[name]["labels"]}
    assert recorded[name]["status"] == status
    assert labels["outcome"] == outcome
    assert labels["epic"] == "Golden path"


def test_only_what_was_selected_is_in_the_report(recorded: dict[str, dict[str, Any]]) -> None:
    assert len(recorded) == 10
    assert recorded["Beyond it"]["statusDetails"]["message"] == "its protocol has no handoffs"
    assert "Traceback" in recorded["Harness trips"]["statusDetails"]["trace"]
    assert [step["status"] for step in recorded["Broken promise"]["steps"]] == [
        "passed",
        "failed",
        "skipped",
    ]


def test_junit_stays_xml_whatever_the_agent_said(behave: Behave, shown: str) -> None:
    folder = behave.folder / "reports" / "junit"  # type: ignore[attr-defined]
    (file,) = folder.glob("*.xml")
    suite = ET.parse(file).getroot()  # noqa: S314 - made by the code under test
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert cases["Hostile"].find("failure") is not None
    assert cases["Beyond it"].find("skipped") is not None


def test_a_second_run_forgets_the_first_and_tags_replace_the_default(behave: Behave) -> None:
    run = behave("--tags", "@load")
    folder = behave.folder / "reports" / "allure-results"  # type: ignore[attr-defined]
    assert run.returncode == 0
    names = [json.loads(each.read_text())["name"] for each in folder.glob("*-result.json")]
    assert names == ["Takes long"]


def test_the_default_selection_can_be_narrowed(behave: Behave) -> None:
    run = behave("--tags", "{config.tags} and @bad_end")
    assert "Badly ended" in run.stdout
    assert "Takes long" not in run.stdout


def test_a_dry_run_leaves_results_alone(behave: Behave) -> None:
    folder = behave.folder / "reports" / "allure-results"  # type: ignore[attr-defined]
    before = sorted(folder.iterdir())
    assert "· not run        Kept" in behave("--dry-run", "--no-junit").stdout
    assert sorted(folder.iterdir()) == before
