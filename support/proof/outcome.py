"""What the whole proof came to: figures for machines, and whether it is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from support.proof.boundaries import Sides
from support.proof.chain import Trouble
from support.proof.clean import Clean
from support.proof.matrix import Claim, Stray
from support.proof.workshop import Tried
from support.verdict import Outcome

_PROTOCOL = ("protocol_coverage.json", "make protocol-coverage")
FROM_OTHERS = {
    "mutation_score": ("score", "mutation.json", "make mutation"),
    "protocol_coverage": ("protocol_coverage", *_PROTOCOL),
    "protocol_coverage_by_features": ("by_features_alone", *_PROTOCOL),
    "line_coverage": ("line_coverage", "coverage.json", "make coverage"),
    "branch_coverage": ("branch_coverage", "coverage.json", "make coverage"),
    "parallel_ratio": ("parallel_ratio", "parallel.json", "make parallel"),
}
"""Figures that other commands leave: under which key, in which file of the reports, and which
command that is. The protocol's first figure counts a scripted tour beside the features.
"""


@dataclass
class Proof:
    """Everything that was tried; `healthy` is what every promise said of the agent as it is."""

    claims: list[Claim] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    healthy: Tried | None = None
    clean: list[Clean] = field(default_factory=list)
    boundaries: list[Sides] = field(default_factory=list)
    chain: list[Trouble] = field(default_factory=list)

    @property
    def defects(self) -> list[str]:
        """Every planted defect that was tried, once."""
        return list(dict.fromkeys(claim.row.fault for claim in self.claims))

    def count(self, wanted: Iterable[bool]) -> int:
        """Of how many defects this is so in every row."""
        good: dict[str, bool] = {}
        for claim, each in zip(self.claims, wanted, strict=True):
            good[claim.row.fault] = good.get(claim.row.fault, True) and each
        return sum(good.values())

    @property
    def caught(self) -> int:
        """Defects that every named promise noticed."""
        return self.count(claim.caught for claim in self.claims)

    @property
    def caught_as_named(self) -> int:
        """Defects that every named promise noticed for the named reason."""
        return self.count(claim.as_named for claim in self.claims)

    @property
    def clean_runs(self) -> int:
        """Healthy recordings that were judged; one of which nothing could be said is none."""
        return sum(len(each.cells) - len(each.unknown) for each in self.clean)

    @property
    def unknown_runs(self) -> int:
        """Healthy recordings of which something could not be said."""
        return sum(len(each.unknown) for each in self.clean)

    @property
    def false_alarms(self) -> int:
        """Healthy recordings of which something was said that is not so."""
        healthy = self.healthy.cells if self.healthy else ()
        red = sum(cell.outcome is Outcome.NOT_MET for cell in healthy)
        return red + sum(len(each.alarms) for each in self.clean)

    @property
    def unrelated_reds(self) -> int:
        """Promises that turned red for a defect that is not their business."""
        return len({(stray.defect, stray.scenario) for stray in self.strays})

    def _cells(self, *outcomes: Outcome) -> int:
        return sum(cell.outcome in outcomes for tried in self.tried for cell in tried.cells)

    @property
    def holds(self) -> bool:
        """Whether it is a proof: everything caught as named, and nothing else said.

        What was not tried, or could not be judged, proves nothing.
        """
        judged = self.healthy and self.clean_runs and not self.unknown_runs
        tried = self.claims and self.boundaries and self.chain and judged
        caught = self.caught_as_named == len(self.defects)
        told = self.false_alarms or self.unrelated_reds
        held = all(each.held for each in self.boundaries) and all(each.held for each in self.chain)
        return bool(tried and caught and held and not told)

    def figures(self, reports: Path) -> dict[str, Any]:
        """What proof.json holds; figures of other commands are null where they left none."""
        busy = [each for each in self.clean if each.busy]
        return {
            "holds": self.holds,
            "defects": len(self.defects),
            "rows": len(self.claims),
            "caught": self.caught,
            "caught_as_named": self.caught_as_named,
            "clean_runs": self.clean_runs,
            "clean_runs_while_busy": replace(self, clean=busy).clean_runs,
            "clean_runs_unknown": self.unknown_runs,
            "false_alarms": self.false_alarms,
            "unrelated_reds": self.unrelated_reds,
            "cells": sum(len(tried.cells) for tried in self.tried),
            "red_cells": self._cells(Outcome.NOT_MET),
            "unmeasured_cells": self._cells(Outcome.NOT_MEASURED, Outcome.BROKEN),
            "boundaries": len(self.boundaries),
            "boundaries_held": sum(each.held for each in self.boundaries),
            "harness_troubles": len(self.chain),
            "harness_troubles_held": sum(each.held for each in self.chain),
            **{name: from_others(reports, name) for name in FROM_OTHERS},
            "missed": [_told(claim) for claim in self.claims if not claim.as_named],
            "strays": [asdict(stray) for stray in self.strays],
            "limits": [asdict(each) for each in self.boundaries],
            "troubles": [asdict(each) | {"held": each.held} for each in self.chain],
        }


def from_others(reports: Path, name: str) -> float | None:
    """A figure that another command left; None where it left none."""
    key, file, _ = FROM_OTHERS[name]
    try:
        found = msgspec.json.decode((reports / file).read_bytes(), type=dict[str, Any]).get(key)
    except (OSError, msgspec.DecodeError):
        return None
    return float(found) if isinstance(found, int | float) else None


def _told(claim: Claim) -> dict[str, str]:
    row = claim.row
    outcome = claim.outcome.words if claim.outcome else "not run"
    told = {"fault": row.fault, "promise": row.promise, "reason": row.reason}
    return {**told, "outcome": outcome, "said": claim.said}


def kinds(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """The rows by the room of the suite that has to notice them."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.row.room, []).append(claim)
    return found
