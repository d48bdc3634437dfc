"""Event logs for tests, built in one line an event; events are 0.1 s and one number apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from scoring.events import Event, Kind, RunLog
from scoring.findings import Finding

RUN, THREAD, USER = "run-1", "thread-1", "ann@acme"
ANSWER = ("Turn off ", "idle GPUs: ", "$4,200 a month.")

started = Kind.AGENT_STARTED
thinks = Kind.AGENT_THINKING
calls = Kind.TOOL_EXECUTING
called = Kind.TOOL_COMPLETED
says = Kind.TEXT_DELTA
done = Kind.AGENT_COMPLETED
fails = Kind.AGENT_ERROR
cancelled = Kind.RUN_CANCELLED


def event(kind: Kind, agent: str = "Lead", **fields: Any) -> Event:
    """One event by an agent; `Lead` is the root, every other works for it."""
    root = agent == "Lead"
    own = {
        "agent_id": agent,
        "agent_name": agent,
        "parent_agent_id": None if root else "Lead",
        "root": root,
        "run_id": RUN,
        "thread_id": THREAD,
        "user_id": USER,
    }
    return Event(kind, 0.0, 0, **(own | fields))


def tool(kind: Kind, call: str, name: str = "spend", agent: str = "Helper") -> Event:
    """One event of a tool call."""
    return event(kind, agent, call_id=call, tool_name=name)


def numbered(*events: Event) -> list[Event]:
    """The same events with stamps and sequence numbers."""
    return [
        replace(e, at=100 + number / 10, frame=number, seq=number, data={"seq": number})
        for number, e in enumerate(events, 1)
    ]


def log(events: Sequence[Event], **facts: Any) -> RunLog:
    """The log of a run with these events, asked 0.1 s before the first."""
    about: dict[str, Any] = {
        "question": "how?",
        "run_id": RUN,
        "thread_id": THREAD,
        "user_id": USER,
        "asked_at": 100.0,
        "closed_at": 110.0,
    }
    return RunLog(**(about | facts), events=tuple(events))


def healthy(end: Event | None = None) -> list[Event]:
    """A run of two agents and two tool calls that keeps every promise."""
    return numbered(
        event(started, text="how?"),
        event(thinks, text="let me see"),
        event(started, "Helper"),
        tool(calls, "c1"),
        tool(calls, "c2", "prices"),
        tool(called, "c2", "prices"),
        tool(called, "c1"),
        event(done, "Helper"),
        *(event(says, text=piece) for piece in ANSWER),
        end or event(done, text="".join(ANSWER)),
    )


def unended(events: Sequence[Event]) -> list[Event]:
    """The same without its terminal event."""
    return [e for e in events if not e.terminal]


def without(number: int) -> list[Event]:
    """The healthy run without its event of this number."""
    return [e for e in healthy() if e.seq != number]


def said(findings: Iterable[Finding]) -> str:
    """What the findings say, joined."""
    return "; ".join(finding.sentence for finding in findings)
