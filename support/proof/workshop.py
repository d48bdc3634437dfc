"""One worker of the proof: records a defect and lets every promise judge what was recorded."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support.faults.trial import ROOT
from support.proof.acting import profile_of, record
from support.proof.bench import Bench
from support.proof.fleets import Plans
from support.proof.ids import repeatable
from support.results import ScenarioResult
from support.verdict import HarnessError, Outcome

ROOMS = (
    "golden_path", "business_value", "industries", "service_levels", "teamwork",
    "users/privacy.feature", "control",
)  # fmt: skip
"""Features whose promises are judged from recordings; all others are tried live.

Who has to be kept out, what a network does and how much memory something takes cannot be told from
what a customer heard; and neighbours must not be disturbed by whatever else is being recorded.
"""

BESIDE = ("users/neighbours.feature", "users/messages.feature", "load", "resilience")
"""Features that are recorded as well where limits are tried."""

LIVE = (
    "Specialists take the time that such work takes",
    "What the agent does is on the customer's screen at once",
)
"""Further promises that are only tried live: the agent at the pace of people, and milliseconds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one promise said of one defect; `broken` are the names of figures that were not met,
    each with its reason.
    """

    scenario: str
    room: str
    outcome: Outcome
    reason: str
    broken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One defect, recorded and judged; times in seconds."""

    defect: str
    cells: tuple[Cell, ...]
    recording_s: float
    judging_s: float


class Workshop:
    """A bench with the plans of all features, in a folder of its own below the one given."""

    def __init__(
        self, folder: Path, rooms: Sequence[str] = ROOMS, without: Sequence[str] = LIVE
    ) -> None:
        self._stack = contextlib.ExitStack()
        enter = self._stack.enter_context
        enter(contextlib.chdir(tempfile.mkdtemp(dir=folder)))
        self.profile = profile_of("")
        paths = [ROOT / "features" / room for room in rooms]
        self.bench = Bench(enter(repeatable()), self.profile, paths, without)
        self.plans: Plans = self.bench.plans()

    def close(self) -> None:
        """Goes back to where it came from; the folder is removed by whoever gave it."""
        self._stack.close()

    def tried(self, defect: str) -> Tried:
        """Records the healthy agent with this defect (none: as it is); every promise judges it."""
        began = time.monotonic()
        recorded = record(profile_of(defect), self.plans)
        done = time.monotonic()
        cells = tuple(map(cell_of, self.bench.judged(self.plans, recorded)))
        return Tried(defect, cells, done - began, time.monotonic() - done)


def cell_of(result: ScenarioResult) -> Cell:
    """A scenario's result, without all that was kept."""
    broken = tuple(
        (figure.measurement.name, figure.reason)
        for figure in result.figures
        if figure.outcome is Outcome.NOT_MET
    )
    return Cell(result.name, result.feature, result.outcome, result.reason, broken)


_here: list[Workshop] = []


def open_here(folder: Path) -> None:
    """Opens the workshop of this process, which Ctrl-C ends at once; its agents follow it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.nice(5)
    _here.append(Workshop(folder))


def tried_here(defect: str) -> Tried:
    """Tries a defect in the workshop of this process; where that fails, nothing is caught."""
    try:
        return _here[0].tried(defect)
    except HarnessError as error:
        return Tried(defect, (Cell("", "", Outcome.BROKEN, str(error)),), 0.0, 0.0)
