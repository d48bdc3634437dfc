"""What a rule found in a message, and the canonical event that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scoring.events import Event, Kind
from support.protocols.mapping.run_state import ROOT, Call, Run

NOTHING_NEW = "nothing new"
"""What is said of a message that a rule took and that became no event of a run."""


@dataclass(slots=True)
class Told:
    """What one rule found in one message."""

    emit: str
    at: float
    frame: int
    said: Any
    run: Run
    run_id: str | None = None
    thread: str | None = None
    user: str | None = None
    agent: str | None = None
    agent_name: str | None = None
    by_name: bool = False
    parent: str | None = None
    message: str | None = None
    call: str | None = None
    tool: str | None = None
    sent_at: float | None = None
    seq: int | None = None
    text: str | None = None
    to: str | None = None
    arguments: Any = None
    result: Any = None
    failed: bool = False
    duration_ms: float | None = None
    retryable: bool = False
    recovers: bool = False
    by_client: bool = False
    numbers: dict[str, Any] = field(default_factory=dict)


def refusal(told: Told) -> Event:
    """The event of a message of ours that was not taken."""
    run = told.run
    waits = run.question is not None and not run.over and not run.events
    # Of a question that was put twice, one is refused, rightly; the other is at work.
    repeat = waits and run.repeats > 0
    run.repeats -= repeat
    waits = waits and not repeat
    if waits and not told.retryable:
        run.refused = True
    return Event(
        Kind.REQUEST_ERROR,
        told.at,
        told.frame,
        run_id=run.run_id if waits and told.run_id else None,
        recoverable=told.retryable or repeat,
        sent_at=told.sent_at,
        text=told.text or "no reason given",
        data=_said(told),
    )


def counted(told: Told) -> list[Event]:
    """What stands for a message that has a number of its run, and no event of its own."""
    run, seq = told.run, told.seq
    if run.run_id is None or not run.numbers.counts(seq):
        return []
    data = {"seq": seq} | _said(told)
    return [
        Event(
            Kind.SESSION,
            told.at,
            told.frame,
            run_id=run.run_id,
            seq=seq,
            text=NOTHING_NEW,
            data=data,
        )
    ]


def event(
    told: Told,
    kind: Kind,
    *,
    agent: str | None = None,
    call: Call | None = None,
    text: str | None = None,
    more: dict[str, Any] | None = None,
    made: bool = False,
) -> Event:
    """An event of the run; `made` marks what the protocol itself did not say."""
    run = told.run
    who = agent or told.agent or told.agent_name or run.root or ROOT
    known = run.agents.get(who)
    is_root = who == (run.root or who)
    said = (told.text or "") if text is None else text
    data: dict[str, Any] = {**(more or {}), **_said(told, said)}
    if made:
        data["synthetic"] = True
    if told.run_id is not None:
        data["run_id"] = told.run_id
    if told.seq is not None and not made:
        data["seq"] = told.seq
    if told.agent is not None and not told.by_name:
        data["agent_id"] = who
    return Event(
        kind,
        told.at,
        told.frame,
        run_id=run.run_id,
        thread_id=_thread(run, told.thread),
        user_id=told.user,
        agent_id=who,
        agent_name=(known.name if known else None) or told.agent_name,
        parent_agent_id=known.parent if known else (None if is_root else run.root),
        root=is_root,
        recoverable=told.retryable and kind is Kind.AGENT_ERROR,
        seq=None if made else told.seq,
        sent_at=None if made else told.sent_at,
        call_id=call.call_id if call else None,
        tool_name=call.tool if call else None,
        to_agent=told.to if kind is Kind.AGENT_HANDOFF else None,
        text=said,
        data=data,
    )


def _thread(run: Run, given: str | None) -> str | None:
    """Our own name for the thread that the agent made up for this run; others as they are."""
    if given is None or run.question is None or run.own_thread:
        return given
    run.server_thread = run.server_thread or given
    return run.question.thread_id if given == run.server_thread else given


def _said(told: Told, piece: str = "") -> dict[str, Any]:
    """What the agent sent; a piece of the answer is left out, it is no news beside itself."""
    if told.said is None:
        return {}
    return {"said": _without(told.said, piece) if told.emit == "text_delta" else told.said}


def _without(value: Any, piece: str, depth: int = 0) -> Any:
    if depth > 30:
        return None
    if isinstance(value, dict):
        return {k: _without(v, piece, depth + 1) for k, v in value.items() if v != piece or not v}
    if isinstance(value, list):
        return [_without(v, piece, depth + 1) for v in value if v != piece or not v]
    return value
