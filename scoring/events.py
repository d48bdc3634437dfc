"""The canonical vocabulary: what any agent's stream is translated into before it is judged.

Times are seconds on the monotonic clock of the harness, taken when the frame was received;
`sent_at` alone is the agent's own clock (Unix seconds).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from scoring.sealed import sealed


class Kind(StrEnum):
    """What an event tells the user; `UNMAPPED` is a frame that no rule of the adapter took."""

    AGENT_STARTED = "agent_started"
    AGENT_THINKING = "agent_thinking"
    TOOL_EXECUTING = "tool_executing"
    TOOL_COMPLETED = "tool_completed"
    AGENT_COMPLETED = "agent_completed"
    TEXT_DELTA = "text_delta"
    AGENT_HANDOFF = "agent_handoff"
    AGENT_ERROR = "agent_error"
    RUN_CANCELLED = "run_cancelled"
    AGENT_REASONING = "agent_reasoning"
    MULTI_AGENT_COORDINATION = "multi_agent_coordination"
    COST_ANALYSIS_COMPLETED = "cost_analysis_completed"
    OPTIMIZATION_RECOMMENDATIONS = "optimization_recommendations"
    SESSION = "session"
    """Belongs to the connection, not to a run: greetings, heartbeats, answers to pings."""
    REQUEST_ERROR = "request_error"
    """The agent refuses or cannot read one message of the user; no run need be concerned."""
    UNMAPPED = "unmapped"

    __hash__ = str.__hash__  # an enumeration's own would be a call for each look-up


REQUIRED = (
    Kind.AGENT_STARTED,
    Kind.AGENT_THINKING,
    Kind.TOOL_EXECUTING,
    Kind.TOOL_COMPLETED,
    Kind.AGENT_COMPLETED,
)
"""The five events that a completed run must show."""

OUTSIDE_RUNS = frozenset({Kind.SESSION, Kind.REQUEST_ERROR, Kind.UNMAPPED})
"""Kinds that never count as an event of a run."""

_COMPLETED, _ERROR, _CANCELLED = Kind.AGENT_COMPLETED, Kind.AGENT_ERROR, Kind.RUN_CANCELLED
ENDINGS = frozenset({_COMPLETED, _ERROR, _CANCELLED})
"""Kinds of which an event may end its run."""


@sealed
class Event:
    """One canonical event.

    `frame` is the position of its frame in the recording; `text` is the thought, the piece, the
    whole answer, the reason or the error message, whichever the kind has; `data` keeps every
    other field as the agent sent it.
    """

    kind: Kind
    at: float
    frame: int
    run_id: str | None = None
    thread_id: str | None = None
    user_id: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    parent_agent_id: str | None = None
    root: bool = False
    recoverable: bool = False
    seq: int | None = None
    sent_at: float | None = None
    call_id: str | None = None
    tool_name: str | None = None
    to_agent: str | None = None
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def terminal(self) -> bool:
        """Whether this event ends its run."""
        kind = self.kind
        if kind is _COMPLETED:
            return self.root
        if kind is _ERROR:
            return self.root and not self.recoverable
        return kind is _CANCELLED

    @property
    def agent(self) -> str:
        """What to call the agent in a sentence."""
        return self.agent_name or self.agent_id or "the agent"


@dataclass(frozen=True)
class RunLog:
    """One question and every event until the log was closed, in order of receipt.

    `asked_at` is when the question was handed to the socket; `closed_at` is when the harness
    stopped listening; `gave_up` tells why it did, where the run had not ended by itself,
    `impatient` that it was the harness's own patience that ran out, and `hurried` that this was
    less than the agent's profile grants; `cut_off` that it recorded no more, though more came.
    `unmapped` are messages that the protocol does not know
    and that came while the run was under way or name it. `resumed_at` is when the user came back
    and asked for what they had missed of it, and `repeated_at` when the very same question went out
    again.
    `strangers` are events on the same connection that carry the id of a run that this user never
    started. `beside` are messages that are no events of a run and name this one.
    """

    question: str
    run_id: str
    thread_id: str
    user_id: str | None
    asked_at: float
    closed_at: float
    events: tuple[Event, ...]
    strangers: tuple[Event, ...] = ()
    first_seq: int = 1
    cancelled_at: float | None = None
    gave_up: str | None = None
    impatient: bool = False
    hurried: bool = False
    unmapped: tuple[Event, ...] = ()
    cut_off: bool = False
    resumed_at: tuple[float, ...] = ()
    beside: tuple[Event, ...] = ()
    repeated_at: tuple[float, ...] = ()

    def of(self, *kinds: Kind) -> Iterator[Event]:
        """Events of these kinds, in order."""
        return (event for event in self.events if event.kind in kinds)

    @cached_property
    def ending(self) -> Event | None:
        """The first terminal event."""
        return next((e for e in self.events if e.kind in ENDINGS and e.terminal), None)

    @cached_property
    def until_end(self) -> tuple[Event, ...]:
        """The events up to the ending, all of them where there is none."""
        ending = self.ending
        for position, event in enumerate(self.events, 1):
            if event is ending:
                return self.events[:position]
        return self.events

    @property
    def completed(self) -> bool:
        """Whether the run ended with an answer."""
        return self.ending is not None and self.ending.kind is Kind.AGENT_COMPLETED

    @property
    def answer(self) -> str:
        """The whole answer, empty where none came."""
        ending = self.ending
        return ending.text if ending and ending.kind is Kind.AGENT_COMPLETED else ""

    @property
    def streamed(self) -> str:
        """The pieces of the answer that came before its end, joined."""
        return "".join(e.text for e in self.until_end if e.kind is Kind.TEXT_DELTA)
