"""What every adapter offers: it reads and writes frames, and never touches a socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from scoring.events import Event
from support.behaviour import Question

Data = str | bytes
"""The content of one WebSocket message: text or binary."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The user put this question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user asked to stop this run."""

    run_id: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The user asked for what was missed of this run."""

    run_id: str


@dataclass(frozen=True, slots=True)
class Pinged:
    """The user asked what time it is, under this id."""

    ping_id: str


Sent = Asked | Cancelled | Resumed | Pinged | None
"""What a frame of the user meant; None where it concerns no run."""


class Adapter(Protocol):
    """One user's side of one protocol, for the length of a session with all its connections.

    `receive` and `sent` are fed every frame of a session, live or from a recording, in order;
    the same frames always give the same events.
    """

    first_seq: int
    ready: bool
    """The opening exchange is done: questions may be asked."""

    def connected(self) -> None:
        """A new connection is open; its opening exchange starts."""

    def receive(self, at: float, frame: int, data: Data) -> list[Event]:
        """The canonical events of one received frame; `UNMAPPED` where no rule takes it."""

    def sent(self, data: Data) -> Sent:
        """What a frame that the user sent meant."""

    def replies(self) -> list[Data]:
        """Frames that the protocol itself now wants sent; each is returned once."""

    def ask(self, question: Question) -> list[Data]:
        """The frames that put a question."""

    def cancel(self, run_id: str) -> list[Data]:
        """The frames that stop a run."""

    def resume(self, run_id: str) -> list[Data]:
        """The frames that ask for what was missed of a run."""


@runtime_checkable
class Pings(Protocol):
    """An adapter whose protocol has a ping that the agent answers with its own time.

    `sent` reads such a frame as `Pinged`; the answer is an event of kind `SESSION` whose `call_id`
    is the ping's id.
    """

    def ping(self, ping_id: str) -> list[Data]:
        """The frames that ask for the agent's time."""
