"""What became of everything that went wrong on purpose: a table, and `reports/resilience.json`.

`python -m support.resilience_figures` reads the summary of the last run. What hostile agents did to
the suite joins in where `reports/hostile.json` is there.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from support.evidence import refusal
from support.evidence.writing import put_json
from support.suite import REPORTS

TAG, PLACES = "resilience", "geography"
"""Tags of scenarios in which something goes wrong, and of those that are about places instead."""

BY_THE_AGENT = {"needs.process_faults", "needs.faults_on_command"}
"""Tags of scenarios in which the agent says what goes wrong, or dies of it.

Where the line goes wrong it is the suite's own customer who notices: no figure of the agent.
"""

HOSTILE = ("bad_inputs", "clear_verdicts", "hangs", "crashes", "fuzz_frames")

DETECT, CLEAR = "time to detect", "time without a clear state"
RECOVER = ("time to recover", "time to an answer", "cancel confirmed")
QUALITY = "time to restored quality"

Scenario = Mapping[str, Any]


def figures(summary: Mapping[str, Any], hostile: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a run of the suite.

    `judged` are the faults about which there is a verdict, `recovered` those of which it is good;
    times are in seconds, each the median and the slowest over all faults, None where nothing was
    measured; what goes wrong with a line has no time to detect. `events_lost` and `events_repeated`
    are None where no delivery was judged.
    """
    troubles = [each for each in summary["scenarios"] if _is_trouble(each)]
    judged = [each for each in troubles if each["outcome"] in ("met", "not_met")]
    return {
        "faults": len(troubles),
        "judged": len(judged),
        "recovered": sum(each["outcome"] == "met" for each in judged),
        "events_lost": _total(troubles, "events lost"),
        "events_repeated": _total(troubles, "events repeated"),
        "time_to_detect_s": _spread(filter(_is_the_agents, troubles), DETECT, CLEAR),
        "time_to_recover_s": _spread(troubles, *RECOVER),
        "time_to_restored_quality_s": _spread(troubles, QUALITY),
        "regions": sorted({name for each in summary["scenarios"] for name in _regions(each)}),
        **{key: hostile[key] for key in HOSTILE if key in hostile},
    }


def table(summary: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """The same for people: a line for each fault, and what it comes to."""
    rows = [("what went wrong", "outcome", "noticed", "recovered", "as good", "lost", "again")]
    for each in filter(_is_trouble, summary["scenarios"]):
        rows.append(
            (
                each["name"],
                each["outcome"].replace("_", " "),
                _cell(_values(each, DETECT, CLEAR) if _is_the_agents(each) else ()),
                _cell(_values(each, *RECOVER)),
                _cell(_values(each, QUALITY)),
                _count(each, "events lost"),
                _count(each, "events repeated"),
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    lost, again = found["events_lost"], found["events_repeated"]
    told = f"{found['recovered']} of {found['faults']} faults survived, {found['judged']} judged"
    lines += ["", f"{told}; events lost: {_known(lost)}, repeated: {_known(again)}"]
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
    found = figures(summary, beside)
    if not found["faults"]:
        print("nothing went wrong on purpose in the last run", file=sys.stderr)
        return 1
    put_json(folder / "resilience.json", found)
    print(f"\n{table(summary, found)}")
    return 0


def _is_trouble(scenario: Scenario) -> bool:
    return TAG in scenario["tags"] and PLACES not in scenario["tags"]


def _is_the_agents(scenario: Scenario) -> bool:
    return not BY_THE_AGENT.isdisjoint(scenario["tags"])


def _regions(scenario: Scenario) -> Iterable[str]:
    if PLACES not in scenario["tags"]:
        return
    for figure in scenario["figures"]:
        _, found, name = figure["name"].partition(", the customer from ")
        if found:
            yield name


def _values(scenario: Scenario, *names: str) -> list[float]:
    told = scenario["figures"]
    return [f["value"] for f in told if f["name"] in names and f["value"] is not None]


def _total(scenarios: Sequence[Scenario], name: str) -> int | None:
    values = [value for each in scenarios for value in _values(each, name)]
    return int(sum(values)) if values else None


def _spread(scenarios: Iterable[Scenario], *names: str) -> dict[str, float | None]:
    values = [value for each in scenarios for value in _values(each, *names)]
    if not values:
        return {"median": None, "slowest": None}
    return {"median": round(statistics.median(values), 3), "slowest": round(max(values), 3)}


def _cell(values: Sequence[float]) -> str:
    return f"{max(values):.2f} s" if values else "-"


def _count(scenario: Scenario, name: str) -> str:
    values = _values(scenario, name)
    return f"{sum(values):.0f}" if values else "-"


def _known(value: int | None) -> str:
    return "not measured" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
