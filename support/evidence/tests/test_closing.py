"""At the end of a run people see the scorecard, also where nothing can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.evidence import closing
from support.evidence.tests.samples import results
from support.verdict import HarnessError


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
