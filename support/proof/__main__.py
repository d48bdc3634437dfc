"""The whole proof: `python -m support.proof`; about twenty minutes on two processors.

Prints what it does and what it found, and writes proof.json, defect_matrix.json,
defect_matrix.html and detection.md to reports/. Exit status 1 where it is no proof.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import msgspec

from support.evidence.writing import put, put_json
from support.faults.defects import catalogue
from support.faults.trial import ROOT
from support.proof import boundaries, chain, clean, live, matrix, picture, printed
from support.proof.acting import profile_of, record, record_staged
from support.proof.fleets import Recorded
from support.proof.outcome import Proof
from support.proof.rows import Row, rows
from support.proof.workshop import BESIDE, ROOMS, Tried, Workshop, open_here, tried_here
from support.suite import REPORTS

_WORKERS = 2 * (os.cpu_count() or 1)
"""Defects under way at the same time: most of their time is the agent's own pace."""
_SEEDS = range(5)
_TOO_MANY = ("Beyond the contract",)
"""Where limits are tried, a full house is recorded too; but not hundreds at a time."""
_FEW = 2
"""Plans at the same time where limits of milliseconds are tried."""


def main() -> int:
    """Tries everything; returns the exit status."""
    began, proof, every = time.monotonic(), Proof(), rows(ROOT)
    REPORTS.mkdir(exist_ok=True)
    reports = REPORTS.absolute()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", flush=True)

    with tempfile.TemporaryDirectory(prefix="golden-path-") as folder:
        _all(proof, every, Path(folder), say)
    _write(proof, reports)
    for line in printed.report(proof, reports):
        print(line)
    say("this is a proof" if proof.holds else "this is NO proof")
    return 0 if proof.holds else 1


def _all(proof: Proof, every: Sequence[Row], folder: Path, say: picture.Say) -> None:
    """What one process does by itself first, then all that many do."""
    workshop = Workshop(folder, (*ROOMS, *BESIDE), _TOO_MANY)
    try:
        proof.boundaries, proof.chain = _harness(workshop, say)
        for seed in _SEEDS:
            proof.clean.append(clean.tried(workshop, seed, busy=seed == _SEEDS[-1]))
            found = proof.clean[-1]
            say(f"{len(found.cells)} healthy recordings: {len(found.alarms)} false alarms")
    finally:
        workshop.close()
    _matrix(proof, every, folder, say)


def _harness(
    workshop: Workshop, say: picture.Say
) -> tuple[list[boundaries.Sides], list[chain.Trouble]]:
    """Every limit from both sides, and the suite turned against itself.

    A healthy recording that could not be measured says nothing of a limit: it is made once more,
    and said to be. One that broke the limit is never made again.
    """
    limits = boundaries.boundaries()
    keys = {limit: boundaries.key_of_promise(workshop, limit.promise) for limit in limits}
    recorded = _healthy(workshop, set(keys.values()))
    tested = []
    for limit in limits:
        found = boundaries.tried(workshop, recorded, limit)
        if found.clouded:
            say(f"limit of {limit.figure}: recorded once more, as {found.why}")
            recorded = {**recorded, **_healthy(workshop, {keys[limit]})}
            found = boundaries.tried(workshop, recorded, limit)
        tested.append(found)
        say(f"limit of {limit.figure}: {'held' if found.held else found.why}")
    troubles = chain.tried(workshop)
    for trouble in troubles:
        say(f"{trouble.name}: {trouble.outcome.words}")
    return tested, troubles


def _healthy(workshop: Workshop, keys: Collection[str]) -> Recorded:
    """The healthy agent, recorded for the scenarios with these keys."""
    plans = {key: plan for key, plan in workshop.plans.items() if key in keys}
    staged = {key: staging for key, staging in workshop.bench.stagings.items() if key in keys}
    quiet = {key: plan for key, plan in plans.items() if key not in staged}
    return {
        **record(profile_of(""), quiet, _FEW),
        **record_staged(profile_of(""), plans, staged),
    }


def _matrix(proof: Proof, every: Sequence[Row], folder: Path, say: picture.Say) -> None:
    """Every defect, from recordings where they can show it, live otherwise."""
    healthy, found = _recorded(every, folder, say)
    proof.healthy = healthy
    others = [row for row in every if not _is_recorded(row, healthy)]
    tried_live = dict(zip(others, live.tried(others, lambda c: say(_words(c))), strict=True))
    declared = matrix.companions()
    for row in every:
        known = tried_live.get(row)
        proof.claims.append(known or matrix.claim(row, found[row.fault].cells))
    for defect, tried in found.items():
        own = [row for row in every if row.fault == defect]
        proof.strays += matrix.strays(tried, own, declared)
        proof.tried.append(tried)


def _is_recorded(row: Row, healthy: Tried) -> bool:
    """Whether the promise is judged from recordings, and the defect shows in them.

    What begins with so many answers of an agent would begin elsewhere where many ask at once.
    """
    judged = any(cell.scenario.startswith(row.promise) for cell in healthy.cells)
    return judged and catalogue()[row.fault].action != "start"


def _recorded(
    every: Sequence[Row], folder: Path, say: picture.Say
) -> tuple[Tried, dict[str, Tried]]:
    """The healthy agent, and every defect of which some promise can tell from recordings."""
    context = multiprocessing.get_context("spawn")
    found: dict[str, Tried] = {}
    with ProcessPoolExecutor(_WORKERS, context, open_here, (folder,)) as pool:
        healthy = pool.submit(tried_here, "").result()
        defects = dict.fromkeys(row.fault for row in every if _is_recorded(row, healthy))
        under_way = {pool.submit(tried_here, defect): defect for defect in defects}
        for done in as_completed(under_way):
            tried = done.result()
            found[tried.defect] = tried
            red = sum(cell.outcome.value == "not_met" for cell in tried.cells)
            took = f"{tried.recording_s:.0f} s + {tried.judging_s:.0f} s"
            say(f"{len(found):>3} of {len(defects)} ({took}), {red:>2} red: {tried.defect}")
    return healthy, {defect: found[defect] for defect in defects}


def _words(claim: matrix.Claim) -> str:
    verdict = "caught" if claim.as_named else f"NOT CAUGHT ({claim.said[:200]})"
    return f"live, {claim.row.room}: {claim.row.fault}: {verdict}"


def _write(proof: Proof, reports: Path) -> None:
    put_json(reports / "proof.json", proof.figures(reports))
    data = picture.data(proof)
    put(reports / "defect_matrix.json", msgspec.json.encode(data))
    put(reports / "defect_matrix.html", picture.page(data))
    put(reports / "detection.md", printed.detection_table(proof))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("stopped by hand: nothing is proved")
