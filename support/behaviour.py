"""What a user does, as data: it travels to a worker process and is acted out there.

A behaviour is a sequence of actions, done one after another over one connection (and, after the
line was dropped, over the next). Every wait ends by the session's patience at the latest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4


class Moment(StrEnum):
    """Something a user can wait for in a run."""

    SIGN = "the first sign of work"
    TOOL = "a tool is at work"
    PIECE = "the answer begins to appear"
    END = "the end of the run"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the ids under which the user asks it."""

    text: str
    run_id: str = field(default_factory=lambda: f"run-{uuid4()}")
    thread_id: str = field(default_factory=lambda: f"thread-{uuid4()}")


@dataclass(frozen=True, slots=True)
class Ask:
    """Puts the question to the agent."""

    question: Question


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Waits until the moment has come in the run of `question`; goes on where the run is over."""

    moment: Moment
    question: Question


@dataclass(frozen=True, slots=True)
class Cancel:
    """Asks the agent to stop working on the question."""

    question: Question


@dataclass(frozen=True, slots=True)
class DropLine:
    """Loses the connection without a farewell, as a phone in a tunnel does."""


@dataclass(frozen=True, slots=True)
class StayAway:
    """Is without a line for so many seconds, while the agent may go on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Resume:
    """Connects again and asks for whatever of the run was missed."""

    question: Question


@dataclass(frozen=True, slots=True)
class SayRaw:
    """Sends text that need not be a message at all, and waits for the agent's answer to it."""

    text: str


RUBBISH = "rubbish"
"""What no agent takes for a message."""


@dataclass(frozen=True, slots=True)
class Flood:
    """Sends `RUBBISH` so many times at once and waits for no answer."""

    messages: int


@dataclass(frozen=True, slots=True)
class CheckClock:
    """Asks the agent so many times what time it is, one after another, where its protocol can."""

    times: int


@dataclass(frozen=True, slots=True)
class Listen:
    """Stays on the line for so many seconds, to hear what still comes."""

    seconds: float


Action = (
    Ask | WaitFor | Cancel | DropLine | StayAway | Resume | SayRaw | Flood | CheckClock | Listen
)


@dataclass(frozen=True, slots=True)
class Customer:
    """One user: a name, what they do, and a secret that nobody else may ever see.

    To one who `makes_trouble` nothing was promised: they stand for what others must not notice.
    """

    name: str
    actions: tuple[Action, ...]
    canary: str = ""
    makes_trouble: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order."""
        return tuple(action.question for action in self.actions if isinstance(action, Ask))


def asks(question: Question, *then: Action) -> tuple[Action, ...]:
    """Asks and waits for the end, with anything the user does in between."""
    return (Ask(question), *then, WaitFor(Moment.END, question))
