"""The quality gate: whether the last run may go on, by rules that stand in one place.

    python -m support.evidence.gate [GRADE]

It reads `reports/summary.json` and prints every rule with what came of it. The rules: the run came
to its end; something was met; nothing was not met, not measured or broken; and the grade is GRADE
or better. Without GRADE that is B, the least that an enterprise accepts, and a run without service
levels, which has no grade, may go on; whoever names a grade is refused without one.

Exit status 0: it may; 1: it may not; 2: there is nothing to read, or the last run was refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from support.evidence import refusal
from support.evidence.clean import one_line
from support.evidence.scorecard import for_stream
from support.plurals import counted, were

GRADES = ("A+", "A", "B+", "B")
"""From the best down; whatever is none of them is not acceptable."""

SUMMARY = Path("reports/summary.json")
Rule = tuple[bool, str]

_HOW = "the service levels were no part of this run; `make all` judges them"


class CannotTell(Exception):
    """There is nothing to judge by; the message is one sentence."""


def rules(data: Mapping[str, Any], wanted: str | None = None) -> Iterator[Rule]:
    """Each rule with whether this run kept it, in words; `wanted` is the grade that was named."""
    least = wanted or GRADES[-1]
    counts = data["counts"]
    stopped = bool(data["interrupted"])
    yield not stopped, f"the run {'was stopped before' if stopped else 'came to'} its end"
    met = counts["met"]
    told = f"{counted(met, 'promise')} {were(met)} met"
    yield met > 0, told if met else "nothing was met"
    for outcome in ("not_met", "not_measured", "broken"):
        words = outcome.replace("_", " ")
        number = counts[outcome]
        yield number == 0, f"{counted(number, 'promise') if number else 'no promises'} {words}"
    if data["benchmarks"]:
        grade = data["grade"]
        good = grade in GRADES[: GRADES.index(least) + 1]
        yield good, f"the grade is {grade or 'not given'}; wanted is {least} or better"
    else:
        named = f"wanted is {wanted} or better" if wanted else "none was asked for (GRADE=B does)"
        yield wanted is None, f"there is no grade, and {named}: {_HOW}"


def read(path: Path) -> Mapping[str, Any]:
    """The summary of the last run; raises `CannotTell`."""
    if why := refusal.read(path.parent):
        raise CannotTell(f"the last run was refused and judged nothing: {why}")
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
    wanted = arguments[0] if arguments else None
    if len(arguments) > 1 or (wanted is not None and wanted not in GRADES):
        told = one_line(" ".join(arguments), 60)
        print(f"The grade {told!r} is none: expected one of {', '.join(GRADES)}.", file=sys.stderr)
        return 2
    try:
        judged = list(rules(read(SUMMARY), wanted))
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
