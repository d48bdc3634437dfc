"""The gate against handing the question back."""

from __future__ import annotations

from scoring.gates.gate import ClosedGate
from scoring.reading import Reading, Says

_MOST = 0.6
_LEAST = 0.15


def echo(reading: Reading) -> ClosedGate | None:
    """Closed when most of it only says the question again, in its words or around them."""
    echoed = reading.share(Says.ECHOED)
    idle = echoed + reading.share(Says.NOTHING)
    if echoed < _LEAST or idle < _MOST:
        return None
    return ClosedGate("echo", f"{idle:.0%} of it hands the question back and adds nothing", 0.3)
