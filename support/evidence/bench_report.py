"""How long the report of very many scenarios takes: `python -m support.evidence.bench_report`.

Multiplies the results of the last run, with all their attachments, until there are so many
scenarios (1,000, unless another number is said), builds the report from them, and prints the time,
the size of the one file and, where there is a Chromium, how long it takes to open.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from support.evidence import front_page, history, report
from support.evidence.changes import compare, trend
from support.evidence.report_tool import ROOT, CannotBuild
from support.plurals import counted

SCENARIOS, MOST_SECONDS = 1000, 60
OPENING_S = 120
"""Seconds after which a page is taken for one that does not open."""

Found = TypeVar("Found")


def main(arguments: Sequence[str]) -> int:
    """The command line; exit status 1 where it took too long, 2 where it could not be tried."""
    wanted = int(arguments[0]) if arguments[:1] and arguments[0].isdigit() else SCENARIOS
    with tempfile.TemporaryDirectory(prefix="golden-path-") as folder:
        root = Path(folder)
        try:
            size = multiply(ROOT / "reports", root / "reports", wanted)
            for name in ("allurerc.mjs", "package.json", "node_modules"):
                (root / name).symlink_to(ROOT / name)
            front_s, _ = _timed(lambda: _front(root / "reports"))
            build_s, page = _timed(lambda: report.build(root))
        except (CannotBuild, OSError, ValueError, KeyError) as error:
            print(f"It could not be tried: {error}", file=sys.stderr)
            return 2
        print(f"{counted(wanted, 'scenario')} with {size / 1e6:.0f} MB of attachments")
        print(f"  scorecard, history and trend   {front_s:6.1f} s")
        print(f"  the report as one file         {build_s:6.1f} s   (at most {MOST_SECONDS} s)")
        print(f"  size of the file               {page.stat().st_size / 1e6:6.1f} MB")
        print(f"  opened in a browser            {_opened(page)}")
        return int(front_s + build_s > MOST_SECONDS)


def multiply(source: Path, target: Path, wanted: int) -> int:
    """Copies the results again and again, each under names of its own; the bytes of attachments.

    Raises `ValueError` where there are no results to start with.
    """
    results = sorted((source / "allure-results").glob("*-result.json"))
    data = msgspec.json.decode((source / "summary.json").read_bytes())
    known = {(each["feature"], each["name"]): each for each in data["scenarios"]}
    if not results:
        raise ValueError("there are no results; run the suite first")
    folder = target / "allure-results"
    folder.mkdir(parents=True)
    scenarios, size = [], 0
    for number, path in zip(range(wanted), itertools.cycle(results), strict=False):
        result = msgspec.json.decode(path.read_bytes())
        feature = next(e["value"] for e in result["labels"] if e["name"] == "feature")
        scenario = known.get((feature, result["name"]), data["scenarios"][0])
        name = f"{result['name']} ({number})"
        result |= {"uuid": str(number), "name": name, "fullName": f"{feature}: {name}"}
        result |= {"historyId": str(number), "testCaseId": str(number)}
        size += _copy_attachments(result, path.parent, folder, str(number))
        (folder / f"{number}-result.json").write_bytes(msgspec.json.encode(result))
        scenarios.append({**scenario, "feature": feature, "name": name})
    counts = {key: sum(e["outcome"] == key for e in scenarios) for key in data["counts"]}
    data |= {"scenarios": scenarios, "counts": counts}
    (target / "summary.json").write_bytes(msgspec.json.encode(data))
    return size


def _copy_attachments(holder: dict[str, Any], source: Path, target: Path, prefix: str) -> int:
    size = 0
    for each in holder.get("attachments", ()):
        name = f"{prefix}-{each['source']}"
        if not (target / name).exists():
            shutil.copyfile(source / each["source"], target / name)
        each["source"] = name
        size += (target / name).stat().st_size
    return size + sum(
        _copy_attachments(step, source, target, prefix) for step in holder.get("steps", ())
    )


def _front(reports: Path) -> None:
    """What every run of the suite does at its end, with a history of fifty such runs."""
    data = msgspec.json.decode((reports / "summary.json").read_bytes())
    run = history.run_of(data)
    path = reports / history.NAME
    if problem := history.keep(path, history.Past([run] * 49), run):
        raise OSError(problem)
    earlier = history.read(path).runs
    data |= {"changes": compare(data, earlier), "trend": trend(data, earlier)}
    front_page.write(data, reports)


def _opened(page: Path) -> str:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return "not tried: there is no Chromium"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000"]
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *flags, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()]
        try:
            took, done = _timed(
                lambda: subprocess.run(command, capture_output=True, timeout=OPENING_S, check=False)
            )
        except subprocess.TimeoutExpired:
            return f"no, not within {OPENING_S} s"
    shown = done.stdout.count(b'data-testid="tree-leaf"')
    return (
        f"{took:6.1f} s   ({shown} results on the screen)" if shown else "no: it shows no results"
    )


def _timed(task: Callable[[], Found]) -> tuple[float, Found]:
    began = time.monotonic()
    found = task()
    return time.monotonic() - began, found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
