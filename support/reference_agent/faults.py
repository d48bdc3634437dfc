"""Trouble to order, for rehearsing it: tools that fail or are slow, a database that is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faults:
    """Tools by name: those in `failing` fail at every call, those in `slow` take seconds longer.

    With `no_database` whatever needs the bills fails.
    """

    failing: frozenset[str] = frozenset()
    slow: Mapping[str, float] = field(default_factory=dict)
    no_database: bool = False


NO_FAULTS = Faults()
