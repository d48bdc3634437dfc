"""A run that would judge nothing is refused in one sentence, and nothing is lost by it."""

from pathlib import Path
from typing import Any

import pytest
from behave.configuration import Configuration
from behave.exception import ConfigError
from behave.runner_util import collect_feature_locations

from support.evidence import refusal, report, report_tool, selection
from support.faults.trial import ROOT
from support.runner import SuiteRunner
from support.verdict import HarnessError

FEATURE = """@golden_path
Feature: A customer gets an answer
  @slow
  Scenario: The answer comes
    When a customer asks
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one feature, and with the report of a run before."""
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "one.feature").write_text(FEATURE)
    (tmp_path / "features" / "bad.txt").write_text("Perhaps so")
    for name in ("allure", "allure-results", "junit", "recordings"):
        (tmp_path / "reports" / name).mkdir(parents=True)
        (tmp_path / "reports" / name / "kept").touch()
    for name in ("summary.json", "summary.md", "scorecard.html", "history.jsonl"):
        (tmp_path / "reports" / name).write_text("yesterday")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(*words: str) -> Any:
    return Configuration(list(words), load_config=False)


def _files(folder: Path) -> dict[Path, int]:
    return {each: each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}


def refused(*words: str) -> str:
    config = asked(*words)
    with pytest.raises(HarnessError) as found:
        selection.check(lambda: collect_feature_locations(config.paths), config)
    return str(found.value)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["features/none.feature"], "there is no feature features/none.feature"),
        (["features/none"], "there is no feature features/none"),
        (
            ["features", "--name", "B", "--name", "C"],
            "no scenario below features answers to the name 'B' or 'C'",
        ),
        (["features", "--tags", "@golden_pat"], "; did you mean @golden_path?"),
        (["features", "--tags", "@golden_path and @quick"], "quick)"),
        (["features", "--tags", "not @slow"], "no scenario below features answers to the tags"),
    ],
)
def test_a_selection_that_nothing_answers_to_is_refused(words: list[str], why: str) -> None:
    assert why in refused(*words)
    assert "\n" not in refused(*words)


def test_a_tag_that_is_carried_is_not_taken_for_a_slip() -> None:
    assert "did you mean" not in refused("features", "--tags", "@slow and @other_things")


def test_a_feature_that_cannot_be_read_is_refused(here: Path) -> None:
    (here / "features" / "bad.txt").rename(here / "features" / "bad.feature")
    assert refused("features").startswith("a feature cannot be read: ")
    assert "\n" not in refused("features")


@pytest.mark.parametrize("words", [[], ["--tags", "@slow"], ["--name", "The answer"]])
def test_a_selection_that_something_answers_to_is_taken(words: list[str]) -> None:
    config = asked("features", *words)
    selection.check(lambda: collect_feature_locations(config.paths), config)


@pytest.mark.parametrize(
    "words",
    [
        ["features", "-D", "agent=nobody"],
        ["features", "-D", "patience=x"],
        ["features/none.feature"],
        ["features", "--tags", "@nobody"],
    ],
)
def test_whoever_is_refused_keeps_the_last_report(here: Path, words: list[str]) -> None:
    before = _files(here)
    with pytest.raises(ConfigError):
        SuiteRunner(asked(*words)).run_with_paths()
    noted = here / "reports" / refusal.NAME
    after = _files(here)
    assert after.pop(noted) > 0
    assert after == before


def test_the_last_report_is_not_shown_as_that_of_a_refused_run(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "ROOT", here)
    monkeypatch.setattr(report, "_behave", lambda _arguments: 1)
    assert report.main(["--run"]) == 1
    assert capsys.readouterr().out == "Nothing was judged; the last report is as it was.\n"


def test_after_a_run_the_report_is_built(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_arguments: list[str]) -> int:
        (here / "reports" / "new.json").write_text("today")
        (here / "reports" / "new.json").replace(here / "reports" / "summary.json")
        return 0

    monkeypatch.setattr(report, "ROOT", here)
    monkeypatch.setattr(report, "_behave", run)
    monkeypatch.setattr(report, "build", lambda: here / "index.html")
    monkeypatch.setattr(report_tool, "is_prepared", lambda: True)
    monkeypatch.setattr(report_tool, "provide_node", lambda: "node")
    assert report.main(["--run"]) == 0
    assert capsys.readouterr().out.endswith("index.html\n")


def test_the_suite_itself_has_golden_paths() -> None:
    config = asked(str(ROOT / "features"), "--tags", "@golden_path")
    selection.check(lambda: collect_feature_locations(config.paths), config)
