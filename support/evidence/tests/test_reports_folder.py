"""A folder for reports that cannot be used ends the run in one sentence, before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.evidence.folder_lock import alone_in
from support.faults.trial import Trial, run_suite

ONE = ("--name", "^The work begins with its start")


def _is_a_file(reports: Path) -> None:
    reports.write_text("mine")


def _leads_nowhere(reports: Path) -> None:
    reports.symlink_to(reports.parent / "nowhere")


def _has_a_folder_for_a_summary(reports: Path) -> None:
    (reports / "summary.json").mkdir(parents=True)


def _with_nobody(folder: Path) -> Trial:
    """A run of one scenario that begins, and is over at once: the agent is not there."""
    agent = folder / "nobody.toml"
    agent.write_text('name = "Nobody"\nurl = "ws://127.0.0.1:1/ws"\n')
    return run_suite(folder, *ONE, "-D", f"agent={agent}")


@pytest.mark.parametrize("spoil", [_is_a_file, _leads_nowhere, _has_a_folder_for_a_summary])
def test_reports_that_cannot_be_prepared_are_told_in_one_sentence(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "reports")
    trial = run_suite(tmp_path, *ONE)
    assert trial.status == 1
    assert "ConfigError: the folder reports cannot be prepared: " in trial.printed
    assert "Traceback" not in trial.printed
    assert len(trial.printed.strip().splitlines()) <= 2


def test_a_link_is_taken_away_and_what_it_leads_to_is_kept(tmp_path: Path) -> None:
    elsewhere, reports = tmp_path / "elsewhere", tmp_path / "reports"
    for name in "recordings", "junit", "allure-results":
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "mine.txt").write_text("mine")
    reports.mkdir()
    for name in "recordings", "junit", "allure-results":
        (reports / name).symlink_to(elsewhere / name)
    trial = _with_nobody(tmp_path)
    assert "Traceback" not in trial.printed
    assert not any(path.is_symlink() for path in reports.iterdir())
    assert len(list(elsewhere.rglob("mine.txt"))) == 3


def test_files_in_the_place_of_folders_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for name in "recordings", "junit", "allure-results":
        (tmp_path / "reports" / name).write_text("a file")
    trial = _with_nobody(tmp_path)
    assert "Traceback" not in trial.printed
    assert (tmp_path / "reports" / "allure-results").is_dir()


def test_the_pages_of_the_last_run_are_forgotten_and_its_history_is_not(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("scorecard.html", "summary.md", "summary.json"):
        (reports / name).write_text("yesterday")
    (reports / "history.jsonl").write_text('{"version": 0}\n')
    trial = _with_nobody(tmp_path)
    assert trial.status == 1
    assert "yesterday" not in {
        path.read_text() for path in reports.iterdir() if path.suffix in (".html", ".md", ".json")
    }
    assert (reports / "history.aside-1.jsonl").read_text() == '{"version": 0}\n'


def test_a_second_run_in_the_same_folder_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    results = tmp_path / "reports" / "allure-results"
    results.mkdir(parents=True)
    (results / "1-result.json").write_text("of the run that goes on")
    with alone_in(tmp_path / "reports"):
        trial = run_suite(tmp_path, *ONE)
    assert trial.status == 1
    assert "another run is writing into reports/ at this moment" in trial.printed
    assert (results / "1-result.json").is_file()
