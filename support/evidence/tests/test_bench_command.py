"""How long a large report takes: what is told, and when that is too long."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.evidence import bench_report, report, summary
from support.evidence.report_tool import CannotBuild
from support.evidence.tests.runs import data_of
from support.evidence.tests.samples import results, scenario
from support.evidence.tests.test_front_page import left

LEAVES = b'<li data-testid="tree-leaf"></li>'


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A last run to multiply; building the report itself is left to a stand-in."""
    reports = tmp_path / "reports"
    reports.mkdir()
    left(reports, "a")
    result = reports / "allure-results" / "a-result.json"
    result.write_text(result.read_text("utf-8").replace("../", ""), "utf-8")
    summary.write(data_of(results(scenario(name="a"))), reports / "summary.json")

    def build(folder: Path) -> Path:
        assert (folder / "reports" / "scorecard.html").is_file()
        page = folder / "index.html"
        page.write_text("a page", "utf-8")
        return page

    monkeypatch.setattr(bench_report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "build", build)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    return tmp_path


@pytest.mark.parametrize(("most_s", "status"), [(3600, 0), (0, 1)])
def test_a_report_that_takes_too_long_fails(
    most_s: int,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench_report, "MOST_SECONDS", most_s)
    assert bench_report.main(["3"]) == status
    told = capsys.readouterr().out
    assert told.startswith("3 scenarios with ")
    assert f"(at most {most_s} s)" in told
    assert "not tried: there is no Chromium" in told


def test_a_report_that_cannot_be_built_is_no_figure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(_folder: Path) -> Path:
        raise CannotBuild("its tool is not installed")

    monkeypatch.setattr(report, "build", build)
    assert bench_report.main(["2"]) == 2
    assert capsys.readouterr().err == "It could not be tried: its tool is not installed\n"


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (LEAVES * 4, r"\d s   \(4 results on the screen\)"),
        (b"", "no: it shows no results"),
        (None, f"no, not within {bench_report.OPENING_S} s"),
    ],
)
def test_it_is_opened_in_a_browser_where_there_is_one(
    shown: bytes | None, told: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], *, timeout: float, **_: Any) -> Any:
        assert command[-1] == page.as_uri()
        if shown is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(command, 0, shown)

    page = root / "index.html"
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    assert re.search(told, bench_report._opened(page))
