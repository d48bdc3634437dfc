"""Trouble on command: lines on standard input that make parts of the agent fail, and heal them.

`fault NAME` and `heal NAME`, each confirmed by a line on standard output; they count from the next
question on. Whatever else is written there is ignored.
"""

from __future__ import annotations

from collections.abc import Callable

from support.reference_agent.degradation import FAILING, Degradation
from support.reference_agent.faults import Faults
from support.reference_agent.team import Team
from support.reference_agent.tools import TOOLS

SLOW_S = 0.5
"""Seconds longer that each tool takes where tools are slow."""

NAMES = ("failing-tools", "slow-tools", "weaker-model", "database")


class Commands:
    """Takes bytes as they come; `confirm` is called with each confirmation."""

    def __init__(self, team: Team, confirm: Callable[[str], None]) -> None:
        self._team = team
        self._confirm = confirm
        self._rest = b""
        self._active: set[str] = set()

    def feed(self, data: bytes) -> None:
        """Carries out every command that is whole."""
        *lines, self._rest = (self._rest + data)[-4096:].split(b"\n")
        for line in lines:
            do, _, name = line.decode(errors="replace").strip().partition(" ")
            if name in NAMES and do in ("fault", "heal"):
                (self._active.add if do == "fault" else self._active.discard)(name)
                self._set()
                self._confirm(f"done {do} {name}")

    def _set(self) -> None:
        on = self._active
        self._team.faults = Faults(
            failing=FAILING if "failing-tools" in on else frozenset(),
            slow=dict.fromkeys(TOOLS, SLOW_S) if "slow-tools" in on else {},
            no_database="database" in on,
        )
        self._team.degradation = (
            Degradation("weaker-model", 1, 10**9) if "weaker-model" in on else None
        )
