"""At the end of a run people see the scorecard, also where nothing can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.evidence import closing
from support.evidence.tests.samples import results, scenario
from support.verdict import HarnessError, Outcome


@pytest.mark.parametrize(
    ("taken", "written"),
    [
        ("reports/summary.json", "reports/allure-results/environment.properties"),
        ("reports/allure-results/environment.properties", "reports/summary.json"),
    ],
)
def test_what_cannot_be_written_is_said_after_the_scorecard_and_the_rest_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], taken: str, written: str
) -> None:
    (tmp_path / taken).mkdir(parents=True)
    with pytest.raises(HarnessError, match=r"^the results could not be written: .*director"):
        closing.close_run(results(), tmp_path / "reports")
    assert "promises kept" in capsys.readouterr().out
    assert (tmp_path / written).is_file()


def test_a_file_in_the_place_of_the_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = tmp_path / "reports"
    reports.write_text("mine")
    with pytest.raises(HarnessError, match=re.escape(str(reports))):
        closing.close_run(results(), reports)
    assert "promises kept" in capsys.readouterr().out
    assert reports.read_text() == "mine"


def test_what_can_be_written_is_written(tmp_path: Path) -> None:
    closing.close_run(results(), tmp_path / "reports")
    assert (tmp_path / "reports" / "summary.json").is_file()
    assert (tmp_path / "reports" / "scorecard.html").is_file()
    assert (tmp_path / "reports" / "summary.md").is_file()


def test_evidence_that_cannot_be_written_takes_a_line_and_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = tmp_path / "reports"
    (reports / "scorecard.html").mkdir(parents=True)
    (reports / "history.jsonl").write_text('{"version": 0}\n{"version": 1, "star')
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "nowhere" / "job.md"))
    closing.close_run(results(scenario()), reports)
    *_, verdict, page, job, past = capsys.readouterr().out.splitlines()
    assert verdict == "✓ met: 1 of 1 promise kept (1 met)"
    assert page.startswith("Left out: ")
    assert "scorecard.html" in page
    assert job.startswith("Left out: ")
    assert "job.md" in job
    assert "line 2 cannot be read and line 1 comes from another version of the suite" in past
    assert all(line.endswith("the verdict is not affected.") for line in (page, job, past))
    assert (reports / "history.aside-1.jsonl").read_text().startswith('{"version": 0}')
    assert (reports / "summary.json").is_file()


def test_the_second_run_says_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closing.close_run(results(scenario()), tmp_path)
    assert "Since" not in capsys.readouterr().out
    closing.close_run(results(scenario(Outcome.NOT_MET)), tmp_path)
    out = capsys.readouterr().out
    assert "The chat comes alive: met then, not met now" in out
    assert out.splitlines()[-1] == "✗ not met: 0 of 1 promise kept (1 not met)"
