"""The gate against answers that have nothing of their own."""

from __future__ import annotations

from scoring.gates.gate import ClosedGate
from scoring.reading import Reading

_FEWEST = 8
_LONG_ENOUGH = 40


def substance(reading: Reading) -> ClosedGate | None:
    """Closed when many words bring hardly any that question and small talk do not have."""
    words, own = len(reading.text.tokens), len(reading.news)
    if words < _LONG_ENOUGH or own >= _FEWEST:
        return None
    return ClosedGate(
        "substance", f"its {words} words bring only {own} that the question does not have already"
    )
