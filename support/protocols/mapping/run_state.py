"""What has been seen of one run: its agents, its messages and its tool calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from support.behaviour import Question
from support.protocols.counting import Numbers

ROOT = "agent"
"""The id of the agent that was asked, where the protocol has none."""


@dataclass(slots=True)
class Pieces:
    """A text that comes piece by piece; put together only where the whole is wanted.

    Appended to itself each time, a text of a million pieces would be copied a million times.
    """

    parts: list[str] = field(default_factory=list)

    def add(self, piece: str) -> None:
        """Appends a piece."""
        if piece:
            self.parts.append(piece)

    def put(self, whole: str) -> None:
        """Takes this for all that there was."""
        self.parts = [whole] if whole else []

    def whole(self) -> str:
        """All of it."""
        self.put("".join(self.parts))
        return self.parts[0] if self.parts else ""

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(slots=True)
class Call:
    """A tool call as far as it has been told."""

    call_id: str
    tool: str | None = None
    pieces: Pieces = field(default_factory=Pieces)
    arguments: Any = None
    announced: bool = False
    executing: bool = False
    completed: bool = False
    by_client: bool = False


@dataclass(slots=True)
class Agent:
    """An agent that takes part in a run."""

    agent_id: str
    name: str | None = None
    parent: str | None = None
    open: bool = True


@dataclass(slots=True)
class Message:
    """A text shown to the customer, piece by piece or as a whole."""

    text: Pieces = field(default_factory=Pieces)
    closed: bool = False


@dataclass(slots=True)
class Run:
    """What has been seen of one run; `question` is None for a run that nobody here asked for."""

    run_id: str | None
    question: Question | None = None
    server_run: str | None = None
    server_thread: str | None = None
    begun: bool = False
    over: bool = False
    refused: bool = False
    repeats: int = 0
    """How often the question was put once more, and no refusal has answered that."""
    own_thread: bool = False
    """The agent was told our name of the thread, and has no other."""
    root: str | None = None
    agents: dict[str, Agent] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    speaks: bool = False
    """Whether any text was shown."""
    calls: dict[str, Call] = field(default_factory=dict)
    parts: dict[str, Call] = field(default_factory=dict)
    """Announced calls by what their pieces are told by, where that is no call id."""
    made: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Errors nobody recovered from so far: of whom, and what they said."""
    marks: dict[str, bool] = field(default_factory=dict)
    usage: dict[str, float] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)
    numbers: Numbers = field(default_factory=Numbers)
    events: int = 0
    heard_at: float = 0.0
    last_at: float = 0.0
    last_frame: int = 0

    @property
    def answer(self) -> str:
        """Everything the customer was shown as text, message after message."""
        return "\n\n".join(each.text.whole() for each in self.messages.values() if each.text)

    @property
    def open_calls(self) -> list[Call]:
        """Calls without a result."""
        return [call for call in self.calls.values() if not call.completed]

    def message(self, message_id: str | None) -> Message:
        """The message of this id; without an id the one under way, or a new one."""
        if message_id is None:
            last = next(reversed(self.messages), None)
            if last is not None and last.startswith("#") and not self.messages[last].closed:
                return self.messages[last]
            message_id = f"#{len(self.messages) + 1}"
        return self.messages.setdefault(message_id, Message())

    def call(self, call_id: str | None, tool: str | None, *, begins: bool) -> Call:
        """The call of this id; without an id by the tool's name and the order of the calls."""
        if call_id is None and not begins:
            for call in self.calls.values():
                if not call.completed and (tool is None or call.tool in (tool, None)):
                    return call
            call_id = f"{tool or 'tool'} (never called)"
        if call_id is None:
            self.made += 1
            call_id = f"{tool or 'tool'} #{self.made}"
        call = self.calls.setdefault(call_id, Call(call_id))
        call.tool = call.tool or tool
        return call

    def waiting_calls(self, tool: str | None = None) -> list[Call]:
        """Calls that were announced and are not at work yet, in order."""
        waiting = [call for call in self.calls.values() if call.announced and not call.executing]
        return [call for call in waiting if tool is None or call.tool in (tool, None)]

    def waiting_call(self, tool: str | None) -> Call | None:
        """The first call that waits, for protocols without call ids."""
        return next(iter(self.waiting_calls(tool)), None)

    def announced_call(self, tool: str | None) -> Call | None:
        """The call that was announced last, whose arguments are still told."""
        return next(reversed(self.waiting_calls(tool)), None)

    def ready_calls(self, part: str | None) -> list[Call]:
        """The calls that are at work from now on: that of this part, or all that wait."""
        waiting = self.waiting_calls()
        if part is None or not self.parts:
            return waiting
        return [call for call in waiting if call is self.parts.get(part)]
