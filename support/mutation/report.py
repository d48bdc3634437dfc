"""What came of the mutants, per room and per file, with every survivor named."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from support.evidence.writing import put_json
from support.mutation.rooms import ROOMS
from support.mutation.sample import NOT_DRAWN, UNNOTICED, drawn, verdicts
from support.suite import REPORTS

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
"""Survivors that no test can notice, each with why."""

_STOPPED, _UNCALLED = 2, 255
"""What the tool writes down where it was stopped, and where it could not call the tests."""


def write(place: Path, share: float, seed: int) -> dict[str, Any]:
    """Prints the scores and writes `reports/mutation.json`.

    `score` is the share in percent of the mutants tried that a test noticed; those that no test
    comes by count as survivors, and so do those listed as equivalent.
    """
    explained = explanations(EQUIVALENT)
    there = [name for name in ROOMS if (place / name / "mutants").exists()]
    rooms = {name: results(place / name, share, seed) for name in there}
    found = [each for name in rooms for each in survivors(place / name)]
    for each in found:
        each["why_equivalent"] = explained.get(key_of(each), "")
    report = {
        **_sum(room["all"] for room in rooms.values()),
        "drawn": {"share": share, "seed": seed} | _sum(room["drawn"] for room in rooms.values()),
        "rooms": rooms,
        "equivalent": sum(bool(each["why_equivalent"]) for each in found),
        "survivors": found,
    }
    put_json(REPORTS / "mutation.json", report)
    _print(rooms, report)
    return report


def explanations(path: Path) -> dict[tuple[str, str, str], str]:
    """Why a survivor is equivalent, by file, what stood there and what took its place."""
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", [])
    return {key_of(each): each["why"] for each in listed}


def key_of(mutant: Mapping[str, Any]) -> tuple[str, str, str]:
    """What names a mutant also after lines have moved."""
    return mutant["file"], mutant["was"], mutant["becomes"]


def counted(codes: Iterable[int | None]) -> dict[str, float]:
    """`mutants`, how many were `tried`, `killed` and `survived`, and the `score` in percent."""
    by_code = Counter(codes)
    tried = by_code.total() - sum(by_code[code] for code in (None, NOT_DRAWN, _STOPPED, _UNCALLED))
    survived = sum(by_code[code] for code in UNNOTICED)
    return _scored(by_code.total(), tried, tried - survived)


def _sum(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    parts = list(parts)
    mutants, tried, killed = (
        int(sum(part[name] for part in parts)) for name in ("mutants", "tried", "killed")
    )
    return _scored(mutants, tried, killed)


def _scored(mutants: int, tried: int, killed: int) -> dict[str, float]:
    score = round(100 * killed / tried, 1) if tried else 0.0
    return {
        "mutants": mutants,
        "tried": tried,
        "killed": killed,
        "survived": tried - killed,
        "score": score,
    }


def results(place: Path, share: float = 1.0, seed: int = 1) -> dict[str, Any]:
    """The figures of one copy: of `all` its mutants, of each of its `files`, and of those `drawn`.

    What was drawn and is tried in full is a fair sample, whatever else was tried before.
    """
    files: dict[str, dict[str, float]] = {}
    sample: list[int | None] = []
    for path in sorted((place / "mutants").rglob("*.meta")):
        codes = verdicts(place, json.loads(path.read_text())["exit_code_by_key"])
        if codes:
            name = str(path.relative_to(place / "mutants")).removesuffix(".meta")
            files[name] = counted(codes.values())
            sample += [code for each, code in codes.items() if drawn(each, share, seed)]
    return {"all": _sum(files.values()), "drawn": counted(sample), "files": files}


def survivors(place: Path) -> list[dict[str, Any]]:
    """Every mutant of a copy that was not noticed, with what it changes."""
    done = subprocess.run(
        [sys.executable, "-m", "support.mutation.differences"],
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _print(rooms: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    lines = [f"{'':24} mutants  tried  killed  survived   score"]
    for name, room in rooms.items():
        lines.append(_row(name, room["all"]))
        if room["drawn"]["mutants"] < room["all"]["mutants"]:
            lines.append(_row("  of these the sample", room["drawn"]))
    lines.append(_row("together", report))
    lines.append(f"explained as equivalent: {report['equivalent']}")
    sys.stdout.write("\n".join(lines) + "\n")


def _row(name: str, figures: Mapping[str, float]) -> str:
    return (
        f"{name:24} {figures['mutants']:7} {figures['tried']:6} {figures['killed']:7} "
        f"{figures['survived']:9} {figures['score']:6.1f}%"
    )
