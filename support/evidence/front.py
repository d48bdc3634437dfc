"""The report's front: what was tested, on which machine, and what came of it."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil

from support.benchmarks.grade import benchmarks_of
from support.evidence.clean import one_line
from support.evidence.grade_card import told_grade
from support.evidence.scorecard import kept
from support.results import RunResults
from support.verdict import Outcome


def write(results: RunResults, folder: Path) -> None:
    """Writes the facts beside the results from which the report is made."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{_escaped(key, key=True)}={_escaped(value)}\n" for key, value in _facts(results)]
    (folder / "environment.properties").write_text("".join(lines), encoding="ascii")


def machine_facts() -> dict[str, str]:
    """Where the harness runs: what one must know to compare two runs' timings."""
    cores = psutil.cpu_count(logical=False)
    memory = psutil.virtual_memory().total / 2**30
    facts = {
        "system": f"{platform.system()} {platform.release()}",
        "processor": f"{platform.machine()}, {_usable_cpus()} CPUs usable",
        "memory": f"{memory:.0f} GB",
        "python": platform.python_version(),
    }
    if cores:
        facts["processor"] += f" ({cores} cores)"
    return facts


def _usable_cpus() -> int:
    if hasattr(os, "sched_getaffinity"):  # a container may own fewer than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _facts(results: RunResults) -> list[tuple[str, str]]:
    facts = {"Verdict": f"{results.outcome.words}, {kept(results)}"}
    if benchmarks := benchmarks_of(results):
        facts["Grade"] = told_grade(benchmarks)
    if results.interrupted:
        facts["Stopped"] = "yes, before the end"
    for outcome in Outcome:
        if outcome is not Outcome.MET and results.count(outcome):
            facts[outcome.words.capitalize()] = str(results.count(outcome))
    for key, value in results.agent.items():
        facts["Agent" if key == "name" else f"Agent {one_line(key, 60)}"] = one_line(value)
    for key, value in results.machine.items():
        facts[one_line(key, 60).capitalize()] = one_line(value)
    return list(facts.items())


def _escaped(text: str, *, key: bool = False) -> str:
    # The format is Latin-1 with UTF-16 escapes; ASCII alone is read alike by every reader.
    out = []
    for unit in _utf16(text):
        char = chr(unit)
        if not " " <= char <= "~":
            out.append(f"\\u{unit:04x}")
        elif char in "\\#!" or (char in "=: " and key):
            out.append("\\" + char)
        else:
            out.append(char)
    return "".join(out)


def _utf16(text: str) -> list[int]:
    raw = text.encode("utf-16-be", "replace")
    return [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]
