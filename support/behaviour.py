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

    SENT = "the question is sent"
    SIGN = "the first sign of work"
    HELPER = "a helper is busy"
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


@dataclass(frozen=True, slots=True)
class Cue:
    """Gives the word for what was arranged, and goes on once it has begun, or once it is `over`.

    `stage` is the host and port where somebody waits for the word.
    """

    over: bool = False
    stage: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Persevere:
    """Stays with the question to its end, whatever becomes of the line, as a good app does.

    After `quiet_s` seconds of silence it looks whether anybody is there; a line that is dead, or
    that lost or garbled a message, it gives up, connects again with growing pauses, and takes up
    the run. Where the agent knows the run no more, it asks `again`. One who `cancels` says so at
    once and on each new line; one who `asks` puts the question first, on a new line if need be.
    """

    question: Question
    quiet_s: float
    again: Question | None = None
    cancels: bool = False
    asks: bool = False


Action = (
    Ask
    | WaitFor
    | Cancel
    | DropLine
    | StayAway
    | Resume
    | SayRaw
    | Flood
    | CheckClock
    | Listen
    | Cue
    | Persevere
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
        """The questions asked, in order; those too that are asked only where need be."""
        asked = []
        for action in self.actions:
            if isinstance(action, Ask):
                asked.append(action.question)
            elif isinstance(action, Persevere):
                asked += [action.question] * action.asks
                asked += [action.again] if action.again else []
        return tuple(asked)


def asks(question: Question, *then: Action) -> tuple[Action, ...]:
    """Asks and waits for the end, with anything the user does in between."""
    return (Ask(question), *then, WaitFor(Moment.END, question))
