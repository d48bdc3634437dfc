"""What every adapter offers: it reads and writes frames, and never touches a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from scoring.events import Event
from support.behaviour import Question
from support.redaction import Redaction

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


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: what a protocol may show of a customer, and the secrets it may use.

    `secrets` are the values of the environment variables that the protocol names; `token` is the
    credential that the profile signed for this customer. None of it is ever recorded.
    """

    customer: str = "customer 1"
    user: str = ""
    token: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request that a protocol makes before it connects; `url` is whole."""

    method: str
    url: str
    headers: Mapping[str, str]
    json: Any
    form: Mapping[str, str]
    within_s: float


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back; `body` is the value of JSON, or text."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Door:
    """Where to connect and what to show there, as the protocol wants it."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    origin: str | None = None


class Adapter(Protocol):
    """One user's side of one protocol, for the length of a session with all its connections.

    `receive`, `sent`, `closed` and `woken` are fed everything of a session, live or from a
    recording, in order; the same frames always give the same events.
    """

    @property
    def first_seq(self) -> int:
        """What the sequence numbers of a run count from."""

    @property
    def ready(self) -> bool:
        """Whether the opening exchange is done: questions may be asked."""

    @property
    def failure(self) -> str | None:
        """Why the protocol cannot go on, in a sentence; None while it can."""

    @property
    def fault_is_ours(self) -> bool:
        """Whether that is the mapping's own fault, so that nothing can be said about the agent."""

    @property
    def linger_s(self) -> float:
        """Seconds in which late messages are still awaited after the end."""

    @property
    def wake_at(self) -> float | None:
        """When `woken` wants to be called, on the clock of the stamps; None where it need not."""

    @property
    def tells_itself(self) -> bool:
        """Whether a frame of the user says what it meant; else recordings keep that beside it."""

    @property
    def raw(self) -> bool:
        """Whether frames are wanted as they came, not as they are recorded."""

    def requests(self, url: str, /) -> int:
        """How many HTTP requests come before the next connection to the agent at `url`."""

    def request(self) -> HttpRequest:
        """The next of them; raises `ValueError` where something for it is missing."""

    def answered(self, answer: HttpAnswer, /) -> str | None:
        """What came back; why that will not do, in words, or None where it will."""

    def door(self, url: str) -> Door:
        """Where to connect; raises `ValueError` where something for it is missing."""

    def connected(self, at: float = 0.0) -> None:
        """A new connection is open; its opening exchange starts."""

    def receive(self, at: float, frame: int, data: Data) -> list[Event]:
        """The canonical events of one received frame; `UNMAPPED` where no rule takes it."""

    def closed(self, at: float, frame: int, code: int | None, reason: str, /) -> list[Event]:
        """The agent closed the connection; what that says about a run."""

    def dropped(self) -> None:
        """The user lost the connection."""

    def woken(self, at: float, /) -> list[Event]:
        """The time is `at`; what has come to pass by itself."""

    def sent(self, data: Data, meant: Mapping[str, Any] | None = None) -> Sent:
        """What a frame that the user sent meant; `meant` is what the recording keeps beside it."""

    def meaning(self) -> Mapping[str, Any]:
        """What a recording has to keep beside the frame that was just sent; empty for nothing."""

    def new_secrets(self) -> list[str]:
        """Secrets that the agent gave away since the last call; they must not be recorded."""

    def shown(self, data: Data, redaction: Redaction, *, sent: bool = False) -> Data:
        """A frame without secrets, as it may be recorded; `sent` tells whose it is."""

    def replies(self) -> list[Data]:
        """Frames that the protocol itself now wants sent; each is returned once."""

    def ask(self, question: Question) -> list[Data]:
        """The frames that put a question."""

    def cancel(self, run_id: str) -> list[Data]:
        """The frames that stop a run."""

    def resume(self, run_id: str) -> list[Data]:
        """The frames that ask for what was missed of a run."""

    def can_name(self, run_id: str, /) -> bool:
        """Whether a run can be cancelled or taken up already: some agents must name it first."""


@runtime_checkable
class Pings(Protocol):
    """An adapter whose protocol has a ping that the agent answers with its own time.

    `sent` reads such a frame as `Pinged`; the answer is an event of kind `SESSION` whose `call_id`
    is the ping's id.
    """

    def ping(self, ping_id: str) -> list[Data]:
        """The frames that ask for the agent's time."""


class Plain:
    """The parts of an adapter that a protocol without surprises needs not say itself."""

    failure: str | None = None
    fault_is_ours = False
    linger_s = 0.0
    wake_at: float | None = None
    tells_itself = True
    raw = False

    def can_name(self, _run_id: str) -> bool:
        """The customer chooses the run's name."""
        return True

    def requests(self, _url: str) -> int:
        """Nothing comes before the connection."""
        return 0

    def request(self) -> HttpRequest:
        """There is none."""
        raise ValueError("this protocol makes no requests")

    def answered(self, _answer: HttpAnswer) -> str | None:
        """Nothing was asked."""
        return None

    def door(self, url: str) -> Door:
        """The address as the profile has it."""
        return Door(url)

    def closed(self, _at: float, _frame: int, _code: int | None, _reason: str) -> list[Event]:
        """A close says nothing about a run."""
        return []

    def dropped(self) -> None:
        """Nothing waits for anything."""

    def woken(self, _at: float) -> list[Event]:
        """Nothing comes to pass by itself."""
        return []

    def meaning(self) -> Mapping[str, Any]:
        """Every frame says it itself."""
        return {}

    def new_secrets(self) -> list[str]:
        """The agent gives none away."""
        return []

    def shown(self, data: Data, redaction: Redaction, *, sent: bool = False) -> Data:
        """The frame, its texts cleaned; what the user sends holds no secret."""
        return data if sent else redaction.data(data)
