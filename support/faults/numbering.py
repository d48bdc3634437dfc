"""Numbers for events of an agent that left some out on purpose: it would have counted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from support.faults.rewording import message_of


@dataclass(slots=True)
class _Run:
    """How one run's events are numbered: by their own number the one that they got."""

    given: dict[int, int] = field(default_factory=dict)
    last: int = 0


@dataclass(slots=True)
class Numbering:
    """Numbers the events of each run in the order in which they are passed on.

    Without it an event that a defect leaves out, adds or moves shows as a gap, a repeat or a step
    back of the numbers too, which is the mark of a network that loses things, not of an agent
    that means it. A customer who resumes is understood by these numbers.
    """

    runs: dict[str, _Run] = field(default_factory=dict)

    def of(self, text: str, *, copy: bool = False) -> str:
        """The message, from whichever side, as it has to be passed on.

        A `copy` of an event counts as one more, unlike one that is sent again to who resumes.
        """
        message = message_of(text)
        if message.get("type") == "resume":
            return self._resumed(text, message)
        number = message.get("seq")
        if not isinstance(number, int):
            return text
        run = self.runs.setdefault(str(message.get("run_id")), _Run())
        known = None if copy else run.given.get(number)
        if known is None:
            run.last += 1
            known = run.last
        if not copy:
            run.given[number] = known
        return msgspec.json.encode(message | {"seq": known}).decode()

    def _resumed(self, text: str, message: dict[str, Any]) -> str:
        """What the agent calls the last event that the customer heard."""
        run = self.runs.get(str(message.get("run_id")))
        heard = message.get("last_seq")
        if run is None or not isinstance(heard, int):
            return text
        own = max((own for own, given in run.given.items() if given <= heard), default=0)
        return msgspec.json.encode(message | {"last_seq": own}).decode()
