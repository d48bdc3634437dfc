"""What the proof features claim: which promise must notice which defect, and for what reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.house_rules import features, scenarios

HEADINGS = ["fault", "promise", "reason"]
UNDECIDED = ["fault", "promise", "why"]
"""Headings of tables of what must be noticed, and of what no promise may certify nor blame."""


@dataclass(frozen=True, slots=True)
class Row:
    """One planted defect with the promise that must notice it; `kind` is its table's name."""

    fault: str
    promise: str
    reason: str
    kind: str
    room: str
    sampled: bool
    """Whether it is tried live by every run of the features, and not only by the whole proof."""


def rows(root: Path) -> list[Row]:
    """Every row of every proof feature below `root`, in order."""
    return list(_rows(root))


def undecided(root: Path) -> set[str]:
    """The planted defects that are there to be not measured."""
    tables = [
        table.table
        for _, feature in features(root)
        for outline in scenarios(feature)
        for table in getattr(outline, "examples", [])
    ]
    return {row["fault"] for table in tables if list(table.headings) == UNDECIDED for row in table}


def _rows(root: Path) -> Iterator[Row]:
    for path, feature in features(root):
        if path.parts[1] != "proof":
            continue
        room = path.stem.replace("_", " ")
        for outline in scenarios(feature):
            for table in getattr(outline, "examples", []):
                if list(table.table.headings) != HEADINGS:
                    continue
                long = {"proof_full", "load"} & {*feature.tags, *outline.tags, *table.tags}
                for row in table.table:
                    fault, promise, reason = (row[name] for name in HEADINGS)
                    yield Row(fault, promise, reason, table.name, room, not long)
