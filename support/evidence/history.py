"""`reports/history.jsonl`: what earlier runs came to, one line a run, the newest last.

The file is bounded and never decides anything: where it cannot be read or written, that is said in
a sentence, what it held is kept aside, and the verdict stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from support.evidence.writing import put
from support.plurals import counted, were

NAME = "history.jsonl"
VERSION = 1
MOST_RUNS, MOST_BYTES = 200, 8_000_000
"""The oldest runs go first; a run of 50 promises takes about 15 kB."""

UNREADABLE_BYTES = 8 * MOST_BYTES
"""A file that is larger than this was never written here, and is not read into memory."""


class Verdict(msgspec.Struct, array_like=True):
    """How one promise ended, and the value of each of its figures that had one."""

    outcome: str
    figures: dict[str, float] = {}


class Run(msgspec.Struct):
    """One run; `promises` by feature and scenario, `machine` is where the harness was."""

    version: int
    started: str
    agent: str
    profile: str
    machine: str
    outcome: str
    grade: str | None
    promises: dict[str, Verdict]
    agent_version: str = ""
    interrupted: bool = False

    def count(self, outcome: str) -> int:
        """How many promises ended this way."""
        return sum(verdict.outcome == outcome for verdict in self.promises.values())


@dataclass(slots=True)
class Past:
    """Earlier runs, the newest last; `damage` says what of the file could not be used."""

    runs: list[Run] = field(default_factory=list)
    damage: str = ""


def run_of(data: Mapping[str, Any]) -> Run:
    """A run as the history keeps it, from the data of its summary."""
    agent, machine = data["agent"], data["machine"]
    return Run(
        version=VERSION,
        started=data["started"],
        agent=agent.get("name", ""),
        agent_version=agent.get("version", ""),
        profile=agent.get("profile", ""),
        machine=", ".join(filter(None, map(machine.get, ("processor", "memory")))),
        outcome=data["outcome"],
        grade=data["grade"],
        interrupted=data["interrupted"],
        promises={promise: _verdict(each) for promise, each in promises_of(data)},
    )


def promises_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every scenario of a summary with the name under which the history knows it."""
    for scenario in data["scenarios"]:
        yield f"{scenario['feature']} / {scenario['name']}", scenario


def _verdict(scenario: Mapping[str, Any]) -> Verdict:
    figures = {
        each["name"]: float(each["value"])
        for each in scenario["figures"]
        if each["value"] is not None
    }
    return Verdict(scenario["outcome"], figures)


def read(path: Path) -> Past:
    """The earlier runs that can be read; never raises."""
    try:
        if not path.exists():
            return Past()
        if path.stat().st_size > UNREADABLE_BYTES:
            return Past(damage=f"it is larger than {UNREADABLE_BYTES:,} bytes")
        lines = path.read_bytes().splitlines()
    except OSError as error:
        return Past(damage=f"it cannot be read ({error.strerror or error})")
    runs: list[Run] = []
    bad: list[int] = []
    old: list[int] = []
    for number, line in enumerate(lines, 1):
        try:
            run = msgspec.json.decode(line, type=Run)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            (old if _of_another_version(line) else bad).append(number)
        else:
            if run.version == VERSION:
                runs.append(run)
            else:
                old.append(number)
    told = [_told(bad, "cannot be read"), _told(old, "comes from another version of the suite")]
    return Past(runs, " and ".join(filter(None, told)))


def _of_another_version(line: bytes) -> bool:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(found, dict) and "version" in found and found["version"] != VERSION


def _told(lines: list[int], what: str) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"line {lines[0]}{more} {what}"


def keep(path: Path, past: Past, run: Run) -> str:
    """Adds a run to the file; returns a sentence where something was wrong, or nothing.

    What could not be used is kept beside it under another name before the file is written anew. A
    reader sees the old file or the new one, never a part.
    """
    try:
        aside = _set_aside(path) if past.damage else None
        _write(path, [*past.runs, run])
    except OSError as error:
        why = error.strerror or error
        what = f"; {past.damage}" if past.damage else ""
        return f"The history {path} could not be kept ({why}{what}); the verdict is not affected."
    if aside is None:
        return ""
    return (
        f"The history {path} was damaged ({past.damage}): {counted(len(past.runs), 'run')} of it "
        f"{were(len(past.runs))} taken over, all that it held is kept as {aside.name}, and the "
        "verdict is not affected."
    )


def _set_aside(path: Path) -> Path:
    """Gives the file a name that is not taken; nothing is overwritten."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.aside-{number}{path.suffix}")).exists():
        number += 1
    return path.rename(aside)


def _write(path: Path, runs: list[Run]) -> None:
    lines = [msgspec.json.encode(run) + b"\n" for run in runs[-MOST_RUNS:]]
    size = sum(map(len, lines))
    while size > MOST_BYTES and len(lines) > 1:
        size -= len(lines.pop(0))
    put(path, b"".join(lines))
