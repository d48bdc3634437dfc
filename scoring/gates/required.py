"""The gate against answers without the one thing that their rubric cannot do without."""

from __future__ import annotations

from scoring.content import Found
from scoring.gates.gate import ClosedGate

_BELOW = 0.70


def required(content: tuple[Found, ...]) -> ClosedGate | None:
    """Closed when a required thing is not there, or only mentioned."""
    lacking = [each.content.asks for each in content if each.content.required and each.share < 1.0]
    if not lacking:
        return None
    return ClosedGate("required content", f"it does not say {' nor '.join(lacking)}", _BELOW)
