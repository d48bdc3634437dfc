"""`python -m support.bench`: prints the figures as a table and writes `reports/bench.json`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from support.bench import golden, intake, spreading, stamping
from support.bench.racing import Row
from support.evidence import front
from support.evidence.writing import put_json
from support.suite import REPORTS
from support.verdict import HarnessError

PARTS: dict[str, tuple[Callable[[int], list[Row]], int]] = {
    "stamping": (stamping.stamps, 1),
    "intake": (intake.against_others, 5),
    "sessions": (intake.many_sessions, 3),
    "spreading": (spreading.spreading, 5),
    "overhead": (golden.overhead, 3),
    "verdicts": (golden.verdicts, 10),
}
"""Each part with the rounds it takes by default."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what was asked for; 1 where a part could not be measured.

    A figure beyond its target is told and does no more: a machine that others use gives no verdict.
    """
    parser = argparse.ArgumentParser(description="What the suite itself costs, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; or all")
    parser.add_argument("--rounds", type=int, help="instead of each part's own number of rounds")
    chosen = parser.parse_args(arguments)
    if chosen.rounds is not None and chosen.rounds < 1:
        parser.error("--rounds takes a whole number from 1 on")
    if unknown := [name for name in chosen.parts if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    print(", ".join(f"{key} {fact}" for key, fact in front.machine_facts().items()), flush=True)
    rows, failed = [], False
    for name in chosen.parts or PARTS:
        measure, rounds = PARTS[name]
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            found = measure(chosen.rounds or rounds)
        except HarnessError as error:
            print(f"  not measured: {error}", file=sys.stderr)
            failed = True
            continue
        rows += found
        for row in found:
            print(_line(row), flush=True)
    _write(rows, beside=bool(chosen.parts))
    return int(failed)


def _line(row: Row) -> str:
    sign = "✓" if row.reached else "✗"
    return f"  {sign} {row.words:<38} {row.value:>10.3f}   {row.target:<9} {row.spread}"


def _write(rows: Sequence[Row], *, beside: bool) -> None:
    """What was measured now; `beside` what was measured before on the same machine, or alone.

    Where all was asked for and a part could not be measured, no old figure stands in its place.
    """
    path = REPORTS / "bench.json"
    machine = front.machine_facts()
    try:
        before = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    data = before if beside and before.get("machine") == machine else {}
    data |= {row.key: round(row.value, 6) for row in rows}
    data["machine"] = machine
    data["spread"] = {**data.get("spread", {}), **{row.key: row.spread for row in rows}}
    put_json(path, data)


if __name__ == "__main__":
    sys.exit(main())
