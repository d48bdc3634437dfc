"""Endings that no single message shows: several signs together, or a quiet while.

A selector in `[end] when` or in a rule's `if_run` looks at this of a run:

    every name of a rule's `mark`      true once such a rule took a message of the run
    open_tools, client_tools           calls without a result; those that the customer is to run
    open_agents                        helpers that started and did not end
    text                               the answer so far
    events, messages, tools            how many there were
    errors                             errors from which nobody recovered
"""

from __future__ import annotations

from typing import Any

from support.protocols.mapping.model import End
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.selectors import Finder

SHOWN = frozenset(
    ("open_tools", "client_tools", "open_agents", "text", "events", "messages", "tools", "errors")
)


def shown(run: Run, selector: str) -> dict[str, Any]:
    """What a run has shown so far, for this selector; the answer only where that asks for it."""
    helpers = [agent for agent in run.agents.values() if agent.agent_id != run.root]
    return {
        **run.marks,
        "open_tools": len(run.open_calls),
        "client_tools": sum(call.by_client for call in run.open_calls),
        "open_agents": sum(agent.open for agent in helpers),
        "text": run.answer if "text" in selector else "",
        "events": run.events,
        "messages": sum(bool(message.text) for message in run.messages.values()),
        "tools": len(run.calls),
        "errors": len(run.faults),
    }


class Ending:
    """Says when runs are over, as `[end]` has it."""

    def __init__(self, end: End, finder: Finder) -> None:
        self._end, self._finder = end, finder

    @property
    def linger_s(self) -> float:
        """Seconds for which late errors are awaited."""
        return self._end.linger_s or 0.0

    def met(self, run: Run, at: float) -> bool:
        """Whether this run is over at this moment."""
        due = self.due(run)
        return due is not None and due <= at

    def met_by_close(self, run: Run) -> bool:
        """Whether a run that has shown all it must is over now that nothing more can come."""
        return bool(self._end.when) and self.due(run) is not None

    def due(self, run: Run) -> float | None:
        """When this run is over if nothing more comes; None where it is not."""
        end = self._end
        if run.over or run.refused or not run.events or not (end.when or end.quiet_s):
            return None
        if end.when and not self._finder.find(end.when, shown(run, end.when)):
            return None
        return run.heard_at + (end.quiet_s or 0.0)
