"""What running features side by side gains: both ways in one go, on the same machine.

    python -m support.parallel.ratio [options of Behave]

Prints wall times, their ratio and every verdict that differs; writes `reports/parallel.json` with
`serial_s`, `parallel_s`, `parallel_ratio`, `jobs`, `scenarios` and `verdicts_differ`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from support.evidence.writing import put_json
from support.faults.trial import command, results_in
from support.suite import REPORTS

JOBS = 2
_LONGEST_S = 5400.0

Verdicts = dict[tuple[str, str], str]
"""The outcome of each scenario, by the names of its feature and its own."""


def main(arguments: Sequence[str]) -> int:
    """Runs the features both ways; 1 where a verdict differs or nothing was judged."""
    with tempfile.TemporaryDirectory(prefix="golden-path-") as place:
        serial_s, serial = _run(Path(place) / "serial", *arguments)
        parallel_s, parallel = _run(Path(place) / "parallel", "--jobs", str(JOBS), *arguments)
    changed = differing(serial, parallel)
    ratio = parallel_s / serial_s
    told = {
        "serial_s": round(serial_s, 1),
        "parallel_s": round(parallel_s, 1),
        "parallel_ratio": round(ratio, 3),
        "jobs": JOBS,
        "scenarios": len(serial),
        "verdicts_differ": changed,
    }
    put_json(REPORTS / "parallel.json", told)
    print(
        f"{len(serial)} scenarios: one after another {serial_s:.0f} s, {JOBS} side by side "
        f"{parallel_s:.0f} s, ratio {ratio:.2f} (at most 0.65); verdicts that differ: "
        f"{len(changed)}"
    )
    for each in changed:
        print(f"  {each}")
    return int(bool(changed) or not serial)


def differing(serial: Verdicts, parallel: Verdicts) -> list[str]:
    """Each scenario whose verdict is not the same both ways, in a sentence."""
    return [
        f"{name} ({feature}): {serial.get((feature, name), 'not run')} one after another, "
        f"{parallel.get((feature, name), 'not run')} side by side"
        for feature, name in sorted(serial.keys() | parallel.keys())
        if serial.get((feature, name)) != parallel.get((feature, name))
    ]


def _run(folder: Path, *arguments: str) -> tuple[float, Verdicts]:
    folder.mkdir()
    began = time.monotonic()
    subprocess.run(command(folder, *arguments), cwd=folder, timeout=_LONGEST_S, check=False)
    took = time.monotonic() - began
    return took, {(each["feature"], each["name"]): each["outcome"] for each in results_in(folder)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
