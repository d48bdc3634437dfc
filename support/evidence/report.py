"""Builds the report, one HTML file, from the results of the last run.

    python -m support.evidence.report                      build it
    python -m support.evidence.report --prepare            install the tool that builds it
    python -m support.evidence.report --run ARGUMENTS...   run Behave, then build it

The report is evidence, never the verdict: where it cannot be built, one line says so, the results
stay, and the exit status is Behave's (or 0).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from support.evidence import folder_lock, front_page, one_file, report_tool
from support.evidence.report_tool import ROOT, CannotBuild
from support.verdict import HarnessError

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it."""

_SCRATCH = "allure.new."


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    if arguments[:1] == ["--prepare"]:
        return _attempt(report_tool.prepare)
    if arguments[:1] != ["--run"]:
        return _attempt(_build_and_tell)
    before = _summary()
    try:
        status = _behave(list(arguments[1:]))
    except KeyboardInterrupt:
        status = STOPPED
    # A run begins by taking the last one's summary away: where it is still there, none has begun.
    if before is not None and before == _summary():
        print("Nothing was judged; the last report is as it was.")
    else:
        _attempt(_build_and_tell)
    return status


def build(root: Path = ROOT) -> Path:
    """Builds `reports/allure/index.html`; raises `CannotBuild`."""
    reports = root / "reports"
    results, folder = reports / "allure-results", reports / "allure"
    tool = root / "node_modules" / "allure" / "cli.js"
    try:
        with folder_lock.alone_in(reports):
            if not any(results.glob("*-result.json")):
                raise CannotBuild("nothing was judged, so there is nothing to show")
            if not tool.is_file():
                raise CannotBuild("its tool is not installed; `make install` does that")
            node = report_tool.find_node()
            for left in reports.glob(f"{_SCRATCH}*"):  # of a build that was killed
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=reports) as scratch:
                return _build(root, [node, tool], Path(scratch), folder)
    except HarnessError as error:
        raise CannotBuild(f"a run is under way: {error}") from error
    except OSError as error:
        raise CannotBuild(f"it cannot be written: {error}") from error


def _build(root: Path, tool: list[str | Path], scratch: Path, folder: Path) -> Path:
    lighter, fresh = scratch / "results", scratch / "report"
    one_file.lighten(folder.with_name("allure-results"), lighter)
    command = [*tool, "generate", lighter, "--config", root / "allurerc.mjs", "--output", fresh]
    report_tool.call(command, root, report_tool.BUILD_LIMIT)
    page = fresh / "index.html"
    if not page.is_file():
        raise CannotBuild("Allure ended without writing it")
    text = page.read_text("utf-8")
    page.write_text(one_file.with_front(one_file.keep_to_itself(text), folder.parent), "utf-8")
    # The old report stays until the new one is whole.
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
    return folder / "index.html"


def _behave(arguments: list[str]) -> int:
    from behave.__main__ import main as behave  # noqa: PLC0415 - building needs no Behave

    return int(behave(arguments))


def _summary() -> tuple[int, int] | None:
    """What tells one summary from another; None where there is none."""
    try:
        found = (ROOT / "reports" / "summary.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _build_and_tell() -> None:
    if not report_tool.is_prepared():
        report_tool.prepare()
    report_tool.provide_node()
    print(f"\nReport: {build()}")


def _attempt(task: Callable[[], object]) -> int:
    try:
        task()
    except CannotBuild as error:
        print(f"The report could not be built ({error}); the verdict is not affected.")
        if (page := ROOT / "reports" / front_page.NAME).is_file():
            print(f"The scorecard, which needs no tool, is there: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
