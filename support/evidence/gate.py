"""The quality gate: whether the last run may go on, by rules that stand in one place.

    python -m support.evidence.gate [GRADE]

It reads `reports/summary.json` and prints every rule with what came of it. The rules: the run came
to its end; something was met; nothing was not met, not measured or broken; and the grade, where
service levels were part of the run, is GRADE or better (B, unless said: the least that an
enterprise accepts). Exit status 0: it may; 1: it may not; 2: there is nothing to read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from support.evidence.clean import one_line
from support.evidence.scorecard import for_stream

GRADES = ("A+", "A", "B+", "B")
"""From the best down; whatever is none of them is not acceptable."""

SUMMARY = Path("reports/summary.json")
Rule = tuple[bool, str]


class CannotTell(Exception):
    """There is nothing to judge by; the message is one sentence."""


def rules(data: Mapping[str, Any], least: str) -> Iterator[Rule]:
    """Each rule with whether this run kept it, in words."""
    counts = data["counts"]
    stopped = bool(data["interrupted"])
    yield not stopped, f"the run {'was stopped before' if stopped else 'came to'} its end"
    met = counts["met"]
    yield met > 0, f"{met} promises were met" if met else "nothing was met"
    for outcome in ("not_met", "not_measured", "broken"):
        words = outcome.replace("_", " ")
        yield counts[outcome] == 0, f"{counts[outcome] or 'no'} promises {words}"
    if data["benchmarks"]:
        grade = data["grade"]
        good = grade in GRADES[: GRADES.index(least) + 1]
        yield good, f"the grade is {grade or 'not given'}; wanted is {least} or better"
    else:
        yield True, "there is no grade: the service levels were no part of this run"


def read(path: Path) -> Mapping[str, Any]:
    """The summary of the last run; raises `CannotTell`."""
    try:
        data = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise CannotTell(f"there is no {path}; a run of the suite writes it") from None
    except (OSError, msgspec.DecodeError) as error:
        raise CannotTell(f"{path} cannot be read: {one_line(str(error))}") from error
    if not {"counts", "interrupted", "grade", "benchmarks"} <= data.keys():
        raise CannotTell(f"{path} is no summary of a run by this version of the suite")
    return data


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    least = arguments[0] if arguments else GRADES[-1]
    if least not in GRADES or len(arguments) > 1:
        told = one_line(" ".join(arguments), 60)
        print(f"The grade {told!r} is none: expected one of {', '.join(GRADES)}.", file=sys.stderr)
        return 2
    try:
        judged = list(rules(read(SUMMARY), least))
    except CannotTell as error:
        print(f"The gate cannot tell: {error}.", file=sys.stderr)
        return 2
    for good, words in judged:
        print(for_stream(f"{'✓' if good else '✗'} {words}", sys.stdout))
    passed = all(good for good, _ in judged)
    print(f"The gate is {'open' if passed else 'closed'}.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
