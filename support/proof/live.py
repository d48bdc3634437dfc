"""Defects tried live: those that no recording can show, each by the suite as a user starts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from support.faults.trial import Trial, try_defect
from support.proof.matrix import Claim
from support.proof.rows import Row
from support.verdict import HarnessError, Outcome

AT_ONCE = 2
"""Trials at the same time."""


def tried(rows: Sequence[Row], progress: Callable[[Claim], None]) -> list[Claim]:
    """What every row came to; a full house is tried with nothing beside it."""
    crowded = [row for row in rows if row.room == "full house"]
    others = [row for row in rows if row not in crowded]
    found: dict[Row, Claim] = {}
    for group, at_once in ((others, AT_ONCE), (crowded, 1)):
        with ThreadPoolExecutor(at_once) as pool:
            for row, claim in zip(group, pool.map(_tried, group), strict=True):
                found[row] = claim
                progress(claim)
    return [found[row] for row in rows]


def _tried(row: Row) -> Claim:
    try:
        return claim_of(row, try_defect(row.fault, row.promise))
    except HarnessError as error:
        return Claim(row, Outcome.BROKEN, str(error))


def claim_of(row: Row, trial: Trial) -> Claim:
    """The row with what the suite said of its defect."""
    failure = trial.first_failure
    if failure is not None:
        return Claim(row, Outcome(failure["outcome"]), failure["reason"])
    ran = bool(trial.scenarios)
    return Claim(row, Outcome.MET if ran else None, "it passed" if ran else "it did not run")
