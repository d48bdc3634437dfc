"""What became of everything that went wrong on purpose: a table, and `reports/resilience.json`.

`python -m support.resilience_figures` reads the summary of the last run. What hostile agents did to
the suite joins in where `reports/hostile.json` is there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from support.evidence import refusal
from support.evidence.survived import (
    CLEAR,
    DETECT,
    QUALITY,
    RECOVER,
    Scenario,
    figures,
    is_the_agents,
    is_trouble,
    known,
    values_of,
)
from support.evidence.writing import put_json
from support.suite import REPORTS

HOSTILE = ("bad_inputs", "clear_verdicts", "hangs", "crashes", "fuzz_frames")


def table(summary: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """The same for people: a line for each fault, and what it comes to."""
    rows = [("what went wrong", "outcome", "noticed", "recovered", "as good", "lost", "again")]
    for each in filter(is_trouble, summary["scenarios"]):
        rows.append(
            (
                each["name"],
                each["outcome"].replace("_", " "),
                _cell(values_of(each, DETECT, CLEAR) if is_the_agents(each) else ()),
                _cell(values_of(each, *RECOVER)),
                _cell(values_of(each, QUALITY)),
                _count(each, "events lost"),
                _count(each, "events repeated"),
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    lost, again = found["events_lost"], found["events_repeated"]
    told = f"{found['recovered']} of {found['faults']} faults survived, {found['judged']} judged"
    lines += ["", f"{told}; events lost: {known(lost)}, repeated: {known(again)}"]
    if "bad_inputs" in found:
        lines.append(
            f"hostile agents: {found['bad_inputs']} bad inputs tried, {found['clear_verdicts']} "
            f"clear verdicts, {found['hangs']} hangs, {found['crashes']} crashes"
        )
    return "\n".join(line.rstrip() for line in lines)


def main(folder: Path = REPORTS) -> int:
    """Writes the file and prints the table; exit status 1 where there is nothing to tell."""
    if why := refusal.read(folder):
        print(f"nothing was judged, so there are no figures: {why}", file=sys.stderr)
        return 1
    try:
        summary = msgspec.json.decode((folder / "summary.json").read_bytes())
    except (OSError, ValueError) as error:
        print(f"there is no summary of a run in {folder}: {error}", file=sys.stderr)
        return 1
    hostile = folder / "hostile.json"
    beside = msgspec.json.decode(hostile.read_bytes()) if hostile.is_file() else {}
    found = figures(summary) | {key: beside[key] for key in HOSTILE if key in beside}
    if not found["faults"]:
        print("nothing went wrong on purpose in the last run", file=sys.stderr)
        return 1
    put_json(folder / "resilience.json", found)
    print(f"\n{table(summary, found)}")
    return 0


def _cell(values: Sequence[float]) -> str:
    return f"{max(values):.2f} s" if values else "-"


def _count(scenario: Scenario, name: str) -> str:
    values = values_of(scenario, name)
    return f"{sum(values):.0f}" if values else "-"


if __name__ == "__main__":
    sys.exit(main())
