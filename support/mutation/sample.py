"""Which mutants are tried where not all of them are."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

NOT_DRAWN = 34
"""What the tool writes down for a mutant that was skipped."""

UNNOTICED = (0, 5, 33)
"""The same for one that survived, or that no test comes by (5, 33)."""

RETRIED = "retried.json"
"""Names of survivors that are to be tried once more; until they were, they count as survivors."""


def survivors_before(place: Path) -> list[str]:
    """The survivors of this copy that were, or are to be, tried once more."""
    path = place / RETRIED
    found: list[str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def verdicts(place: Path, codes: Mapping[str, int | None]) -> dict[str, int | None]:
    """The verdicts of a file; a survivor that waits for its second try has survived."""
    waiting = set(survivors_before(place))
    return {
        name: UNNOTICED[0] if code in (None, NOT_DRAWN) and name in waiting else code
        for name, code in codes.items()
    }


def drawn(name: str, share: float, seed: int) -> bool:
    """Whether this mutant belongs to the sample: by its name and the seed alone.

    A larger share keeps all of a smaller one; `share` 1 draws every mutant.
    """
    return random.Random(f"{seed}:{name}").random() < share
