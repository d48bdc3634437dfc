"""Scripted exchanges: wait for a message, keep what it says, send the next; nothing else.

The opening of a connection, a question, a cancel and a resume are all told this way. A script
neither knows sockets nor clocks: it is given messages and moments, and says what is to be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support.protocols.mapping.conditions import When
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.wiring import Step

Keep = Callable[[dict[str, str], list[str], Any], None]
"""Keeps what selectors find in a message; the second argument names those that are secret."""


@dataclass(slots=True)
class _Part:
    """A step under way."""

    number: int
    step: Step
    expect: When | None
    refused: When | None
    due: float = 0.0


@dataclass(slots=True)
class Script:
    """One exchange from its first step to its last.

    `send` is called with a step's number and its template, `holds` with its `only_if`. `failure`
    says in one sentence why the exchange cannot go on.
    """

    steps: list[Step]
    what: str
    run_id: str | None
    finder: Finder
    keep: Keep
    send: Callable[[int, Any], None]
    holds: Callable[[str], bool]
    failure: str | None = None
    _next: int = 0
    _waiting: list[_Part] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether nothing more is expected or sent."""
        return self.failure is not None or (not self._waiting and self._next >= len(self.steps))

    @property
    def due(self) -> float | None:
        """When patience with the message that is waited for ends."""
        return min((part.due for part in self._waiting), default=None)

    def go_on(self, at: float, *, after: int | None = None) -> None:
        """Sends what may be sent without waiting; `after` skips steps that were already done."""
        if after is not None:
            self._next = max(self._next, after + 1)
        while not self._waiting and self._next < len(self.steps) and self.failure is None:
            group = ""
            while self._next < len(self.steps):
                number, step = self._next, self.steps[self._next]
                if self._waiting and (not group or step.any_order != group):
                    break
                self._next += 1
                if step.only_if and not self.holds(step.only_if):
                    continue
                if step.expect is None:
                    if step.send is not None:
                        self.send(number, step.send)
                    continue
                refused = When(step.refused) if step.refused is not None else None
                part = _Part(number, step, When(step.expect), refused, at + step.within_s)
                self._waiting.append(part)
                group = step.any_order
                if not group:
                    break

    def take(self, at: float, message: Any) -> bool:
        """Whether the script was waiting for this message."""
        for part in self._waiting:
            if part.refused and part.refused.holds(self.finder, message):
                why = self.finder.text(part.step.because, message)
                self.failure = f"the agent refused {self.what}{f': {why}' if why else ''}"
                self._waiting.clear()
                return True
            if part.expect and part.expect.holds(self.finder, message):
                self._waiting.remove(part)
                self.keep(part.step.keep, part.step.secret, message)
                if part.step.send is not None:
                    self.send(part.number, part.step.send)
                self.go_on(at)
                return True
        return False

    def look(self, at: float) -> None:
        """The time is `at`: whatever is late now ends the script."""
        for part in self._waiting:
            if part.due <= at:
                self.failure = (
                    f"the agent did not send what step {part.number + 1} of {self.what} waits for "
                    f"within {part.step.within_s:g} s"
                )
                self._waiting.clear()
                return
