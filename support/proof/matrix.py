"""Defects and promises: what was caught, for which reason, and what else turned red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from support.proof.rows import Row
from support.proof.workshop import Cell, Tried
from support.verdict import Outcome

COMPANIONS = Path(__file__).with_name("companions.toml")
TALK = "conversation"
"""The check that a conversation began, which has no figure."""


class Companion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What some defects cannot but break too; the head of companions.toml says what parts mean."""

    defects: list[str]
    checks: list[str]
    because: str

    def covers(self, defect: str, check: str) -> bool:
        """Whether this check is a companion of this defect."""
        return _matches(defect, self.defects) and _matches(check, self.checks)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    companion: list[Companion]


@dataclass(frozen=True, slots=True)
class Claim:
    """What came of one row: the outcome and reason of the scenario that decided."""

    row: Row
    outcome: Outcome | None
    said: str

    @property
    def caught(self) -> bool:
        """The named promise was not met."""
        return self.outcome is Outcome.NOT_MET

    @property
    def as_named(self) -> bool:
        """It was not met for the named reason."""
        return self.caught and self.row.reason in self.said


@dataclass(frozen=True, slots=True)
class Stray:
    """A promise that turned red though the defect is not its business."""

    defect: str
    scenario: str
    check: str
    reason: str


def companions(path: Path = COMPANIONS) -> list[Companion]:
    """The declared companions; raises `msgspec.ValidationError` where the file is none."""
    return msgspec.toml.decode(path.read_bytes(), type=_File).companion


def check_of(figure: str) -> str:
    """The check that a figure belongs to: its name without customer, question and time."""
    return figure.partition(",")[0]


def claim(row: Row, cells: Sequence[Cell]) -> Claim:
    """What the named promise said of the row's defect; the first that was not met decides."""
    named = [cell for cell in cells if cell.scenario.startswith(row.promise)]
    decided = next((cell for cell in named if cell.outcome is not Outcome.MET), None)
    if decided is None:
        return Claim(
            row, Outcome.MET if named else None, "it passed" if named else "it did not run"
        )
    return Claim(row, decided.outcome, decided.reason)


def named_checks(rows: Sequence[Row], cells: Sequence[Cell]) -> set[str]:
    """The checks that a defect's rows name: those whose figure gave the named reason."""
    found = set()
    for row in rows:
        for cell in cells:
            if cell.outcome is Outcome.NOT_MET and cell.scenario.startswith(row.promise):
                told = [name for name, why in cell.broken if row.reason in f"{name}: {why}"]
                found |= set(map(check_of, told)) or {TALK}
    return found


def strays(tried: Tried, rows: Sequence[Row], declared: Sequence[Companion]) -> list[Stray]:
    """Every check of every promise that the defect broke without being named or declared."""
    named, defect = named_checks(rows, tried.cells), tried.defect
    found = []
    for cell in tried.cells:
        if cell.outcome is not Outcome.NOT_MET:
            continue
        told = {check_of(name): why for name, why in cell.broken} or {TALK: cell.reason}
        for check, why in told.items():
            if check not in named and not any(each.covers(defect, check) for each in declared):
                found.append(Stray(defect, cell.scenario, check, why))
    return found


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
