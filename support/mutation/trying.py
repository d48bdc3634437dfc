"""Mutants are written into a copy and tried there, one after another, beside whatever else runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from support.mutation import tree
from support.mutation.rooms import Room

_FAREWELL_S = 20


def try_room(room: Room, place: Path, *, share: float, seed: int, until: float) -> str:
    """Tries the mutants of a room that have no verdict yet, until all have one or time is up.

    `place` is the folder of the copy; `until` is on the monotonic clock. Returns what went wrong,
    empty where nothing did.
    """
    place.mkdir(parents=True, exist_ok=True)
    again = ["again"] if tree.lay(room, place) else []
    writing = ["-m", "support.mutation.writing", str(share), str(seed), *again]
    tool = str(Path(sys.executable).with_name("mutmut"))
    written = _run([sys.executable, *writing], place, None)
    return written or _run([tool, "run", "--max-children", "1"], place, until)


def _run(command: list[str], place: Path, until: float | None) -> str:
    """Runs it in the copy, politely; that it is stopped when time is up is no failure."""
    log = place / "log.txt"
    with log.open("w") as out:
        running = subprocess.Popen(
            ["nice", "-n", "19", *command],  # noqa: S607
            cwd=place,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=_environment(place),
            start_new_session=True,
        )
        try:
            status = running.wait(None if until is None else max(until - time.monotonic(), 1))
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            _stop(running)
            return ""
    return log.read_text(errors="replace")[-2000:] if status else ""


def _environment(place: Path) -> dict[str, str]:
    """What a test starts finds the mutants too; mutants are no code whose coverage counts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return kept | {"PYTHONPATH": str(place / "mutants")}


def _stop(running: subprocess.Popen[bytes]) -> None:
    os.killpg(running.pid, signal.SIGINT)
    try:
        running.wait(_FAREWELL_S)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
