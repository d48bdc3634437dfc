"""Judgements as they were when they were kept, beside those of today."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.tests.kept.digest import digest

Kept = Iterator[tuple[str, Callable[[], object]]]
"""The name of each judgement, and how to come by it."""

_TOLD = 3
"""How many of those that moved a failure names."""


@dataclass(frozen=True, slots=True)
class Store:
    """Which judgements are kept, by section, and in which file."""

    file: Path
    module: str
    """What to run, as in `python -m`, to keep them as they are today."""

    sections: Mapping[str, Callable[[], Kept]]

    def now(self, section: str, part: int = 0, parts: int = 1) -> dict[str, str]:
        """Each judgement of a section as it is today, or of one part of it."""
        found = list(self.sections[section]())[part::parts]
        return {name: digest(judge()) for name, judge in found}

    def kept(self) -> dict[str, dict[str, str]]:
        """Each judgement as it was, by section and name; none where none were kept."""
        if not self.file.exists():
            return {}
        found: dict[str, dict[str, str]] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    def moved(self, section: str, part: int = 0, parts: int = 1) -> list[str]:
        """The judgements that are not what they were, by name."""
        before, today = self.kept().get(section, {}), self.now(section, part, parts)
        return [name for name, judgement in today.items() if before.get(name) != judgement]

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many judgements there are and how many were kept, by section."""
        there = {name: len(list(judged())) for name, judged in self.sections.items()}
        return there, {name: len(judgements) for name, judgements in self.kept().items()}

    def hint(self, section: str, moved: Sequence[str]) -> str:
        """The first of those that moved, and what to do where that is meant."""
        told = "; ".join(moved[:_TOLD])
        again = f"python -m {self.module} {section}"
        return f"{len(moved)} have moved: {told}\nwhere that is meant, keep them: {again}"

    def keep(self, only: str = "") -> None:
        """Keeps the judgements, or one section of them, as they are today; prints which moved."""
        if only and only not in self.sections:
            raise SystemExit(f"there is no section {only!r}; there are {', '.join(self.sections)}")
        before = self.kept()
        today = {name: before.get(name, {}) for name in self.sections}
        for section in [only] if only else self.sections:
            moved = self.moved(section)
            print(f"{section}: {len(moved)} have moved", *moved[:8])
            today[section] = self.now(section)
        self.file.write_text(json.dumps(today, indent=0) + "\n", encoding="utf-8")
