import os
import stat
import sys
from pathlib import Path

import pytest

from support.evidence import report, report_tool
from support.evidence.folder_lock import alone_in

ALLURE = """<!DOCTYPE html><html><head><title>x</title></head><body>
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
<script>app()</script></body></html>"""


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with results, an installed tool, and a Node that plays Allure."""
    base = tmp_path / "a project"
    (base / "reports" / "allure-results").mkdir(parents=True)
    (base / "reports" / "allure-results" / "1-result.json").write_text("{}")
    (base / "node_modules" / "allure").mkdir(parents=True)
    (base / "node_modules" / "allure" / "cli.js").touch()
    (base / "page.html").write_text(ALLURE)
    program(
        tmp_path / "bin" / "node",
        'case "$1" in --version) echo v20.1.0; exit;; esac\n'
        'for last; do :; done; mkdir -p "$last" && cp page.html "$last/index.html"\n',
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(report, "ROOT", base)
    return base


def test_the_report_is_built_and_calls_nobody(root: Path) -> None:
    page = report.build(root).read_text()
    assert "googletagmanager" not in page
    assert "<script>app()</script>" in page
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "https:" not in page


def test_what_a_killed_build_left_is_taken_away(root: Path) -> None:
    left = root / "reports" / "allure.new.abc"
    left.mkdir()
    report.build(root)
    assert sorted(each.name for each in (root / "reports").iterdir()) == [
        "allure",
        "allure-results",
    ]


def test_while_a_run_writes_there_no_report_is_built(root: Path) -> None:
    (root / "reports" / "allure-results" / "1-result.json").unlink()
    with (
        alone_in(root / "reports"),
        pytest.raises(report_tool.CannotBuild, match="a run is under way: another run"),
    ):
        report.build(root)


def test_a_failing_tool_leaves_the_old_report(root: Path, tmp_path: Path) -> None:
    old = root / "reports" / "allure" / "index.html"
    old.parent.mkdir()
    old.write_text("old")
    program(
        tmp_path / "bin" / "node",
        'case "$1" in --version) echo v22.0.0; exit;; esac\necho "Error: bad results" >&2; exit 3',
    )
    with pytest.raises(report_tool.CannotBuild, match="status 3: Error: bad results"):
        report.build(root)
    assert old.read_text() == "old"


def test_where_nothing_was_judged_there_is_nothing_to_build(root: Path) -> None:
    (root / "reports" / "allure-results" / "1-result.json").unlink()
    with pytest.raises(
        report_tool.CannotBuild, match=r"^nothing was judged, so there is nothing to show$"
    ):
        report.build(root)


def test_an_old_node_is_no_node(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin" / "node", "echo v18.20.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "nowhere"))
    with pytest.raises(report_tool.CannotBuild, match="no Node 20 or newer"):
        report.build(root)


def test_a_report_that_cannot_be_built_takes_one_line_and_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_network() -> None:
        raise report_tool.CannotBuild("npm ended with status 1: no network")

    monkeypatch.setattr(report_tool, "prepare", no_network)
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report_tool, "is_prepared", lambda: False)
    monkeypatch.setattr(report, "_behave", lambda _arguments: 1)
    assert report.main([]) == 0
    assert report.main(["--run", "--tags", "@golden_path"]) == 1
    line = (
        "The report could not be built (npm ended with status 1: no network); "
        "the verdict is not affected."
    )
    assert capsys.readouterr().out.splitlines() == [line, line]


def test_after_ctrl_c_the_report_is_still_built(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "_behave", stopped)
    monkeypatch.setattr(report_tool, "is_prepared", lambda: True)
    monkeypatch.setattr(report, "build", lambda: root / "index.html")
    assert report.main(["--run"]) == 130
    assert capsys.readouterr().out.endswith("index.html\n")


def test_a_changed_lock_file_asks_for_a_new_installation(root: Path) -> None:
    lock, installed = root / "package-lock.json", root / "node_modules" / ".package-lock.json"
    lock.touch()
    assert not report_tool.is_prepared(root)
    installed.touch()
    os.utime(lock, (1, 1))
    assert report_tool.is_prepared(root)
    os.utime(installed, (0, 0))
    assert not report_tool.is_prepared(root)


def test_a_node_is_provided_where_only_the_tool_is_installed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[str] = []
    monkeypatch.setattr(report_tool, "is_prepared", lambda: True)
    monkeypatch.setattr(report_tool, "provide_node", lambda: called.append("node"))
    monkeypatch.setattr(report, "build", lambda: root / "index.html")
    assert report.main([]) == 0
    assert called == ["node"]
    assert capsys.readouterr().out.endswith("index.html\n")
