"""Tool trouble to order, for rehearsing it: a tool that fails, a tool that is slow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faults:
    """Tools by name: those in `failing` fail at every call, those in `slow` take seconds longer."""

    failing: frozenset[str] = frozenset()
    slow: Mapping[str, float] = field(default_factory=dict)


NO_FAULTS = Faults()
