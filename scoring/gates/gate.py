"""What a closed gate says."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.score import Span

CAP = 0.5
"""Above this no answer with a closed gate comes; the threshold of a pass is 0.75."""


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """A gate that an answer did not pass: the score stays at `cap` or below for this reason."""

    name: str
    reason: str
    cap: float = CAP
    spans: tuple[Span, ...] = ()
