"""The native protocol: five events as JSON text, with the variants seen in the field."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.events import OUTSIDE_RUNS, Event, Kind
from support.behaviour import Question
from support.protocols.base import Asked, Cancelled, Data, Pinged, Plain, Resumed, Sent
from support.protocols.counting import Numbers, whole_number
from support.protocols.halves import has_halves, joined
from support.protocols.native_fields import (
    KINDS,
    TOOLS,
    decoded,
    decoded_bytes,
    frame_of,
    ident,
    number,
    plain_kind,
    unwrapped,
    words_of,
)

_BINARY = "the agent's messages are binary; those of the native protocol are text"
_STARTS = frozenset({"user_message", "chat_message", "start_agent"})


@dataclass(slots=True)
class _Run:
    """What has been seen of one run, as far as later events are read in its light."""

    numbers: Numbers = field(default_factory=Numbers)
    half: str = ""
    begun: bool = False
    first_agent: str | None = None
    open_calls: dict[str, str | None] = field(default_factory=dict)
    of_tool: dict[str | None, deque[str]] = field(default_factory=dict)
    calls: int = 0


class NativeAdapter(Plain):
    """Reads and writes the native protocol.

    Where an agent sends no ids at all, tools are paired by name and order, and the first
    `agent_completed` that carries an answer ends the run. Where it names no parents, the first
    agent of the run is the root.
    """

    first_seq = 1

    def __init__(self) -> None:
        self.ready = self._greeted = False
        self._handshake_open = False
        self._replies: list[Data] = []
        self._runs: dict[str, _Run] = {}
        self._latest: Question | None = None
        self._early: dict[str, list[Data] | None] = {}
        # What was said of a run on this connection, as long as nothing was heard of it; None once
        # it must not be said again.

    def connected(self, at: float = 0.0) -> None:  # noqa: ARG002 - nothing here has a deadline
        """A new connection is open; its opening exchange starts."""
        self.ready = self._handshake_open = False
        self._early.clear()

    # -- the user's frames

    def ask(self, question: Question) -> list[Data]:
        """The frame that starts a run; the ids are the client's choice."""
        payload = {
            "content": question.text,
            "thread_id": question.thread_id,
            "run_id": question.run_id,
            "timestamp": time.time(),
        }
        return [frame_of(type="user_message", payload=payload)]

    def cancel(self, run_id: str) -> list[Data]:
        """The frame that stops a run."""
        return [frame_of(type="cancel", run_id=run_id)]

    def resume(self, run_id: str) -> list[Data]:
        """The frame that asks for every event after the last one seen."""
        return [frame_of(type="resume", run_id=run_id, last_seq=self._run(run_id).numbers.last)]

    def ping(self, ping_id: str) -> list[Data]:
        """The frame that asks for the agent's time."""
        return [frame_of(type="ping", id=ping_id)]

    def replies(self) -> list[Data]:
        """Acknowledgements that are due; each is returned once."""
        due, self._replies = self._replies, []
        return due

    def sent(self, data: Data, meant: Mapping[str, Any] | None = None) -> Sent:  # noqa: ARG002
        """What a frame of the user meant."""
        message = decoded(data)
        if message is None:
            return None
        kind = message.get("type")
        if isinstance(kind, str) and kind in _STARTS:
            payload = message.get("payload")
            fields = payload if isinstance(payload, dict) else message
            question = Question(
                ident(fields.get("content")) or "",
                ident(fields.get("run_id")) or "",
                ident(fields.get("thread_id")) or "",
            )
            self._latest = question
            self._remember(question.run_id, data)
            return Asked(question)
        ping_id = ident(message.get("id"))
        if kind == "ping" and ping_id:
            return Pinged(ping_id)
        run_id = ident(message.get("run_id"))
        if kind == "cancel" and run_id:
            self._remember(run_id, data)
            return Cancelled(run_id)
        if kind == "resume" and run_id:
            self._remember(run_id, data)
            return Resumed(run_id)
        return None

    # -- the agent's frames

    def receive(self, at: float, frame: int, data: Data) -> list[Event]:
        """The canonical events of one received frame, in order."""
        message = decoded(data)
        if message is None:
            text = data if isinstance(data, str) else f"{len(data)} bytes of binary"
            if isinstance(data, bytes) and not self._greeted and decoded_bytes(data) is not None:
                self.failure = _BINARY
            return [Event(Kind.UNMAPPED, at, frame, text=text)]
        kind = plain_kind(message)
        if kind is not None:
            del message["type"]
            return [self._run_event(kind, at, frame, message)]
        parts = list(unwrapped(message)) or [("", message)]  # a batch of nothing is a frame too
        return [self._event(at, frame, name, fields) for name, fields in parts]

    def _event(self, at: float, frame: int, name: str, fields: dict[str, Any]) -> Event:
        kind = KINDS.get(name, Kind.UNMAPPED)
        if kind is Kind.SESSION:
            self._open(name)
        if kind in OUTSIDE_RUNS:
            run_id = ident(fields.get("run_id"))
            seq = whole_number(fields.get("seq"))
            run = self._runs.get(run_id) if run_id is not None and seq is not None else None
            return Event(
                kind,
                at,
                frame,
                run_id=run_id,
                seq=seq if run is not None and run.numbers.counts(seq) else None,
                thread_id=ident(fields.get("thread_id")),
                user_id=ident(fields.get("user_id")),
                # A repeated question is refused, while the run that it repeats goes on.
                recoverable=fields.get("code") == "duplicate_run",
                sent_at=number(fields.get("timestamp")),
                call_id=ident(fields.get("id")) if name == "pong" else None,
                text=words_of(kind, fields) or ("" if kind is Kind.REQUEST_ERROR else name),
                data=fields,
            )
        return self._run_event(kind, at, frame, fields)

    def _run_event(self, kind: Kind, at: float, frame: int, fields: dict[str, Any]) -> Event:
        get = fields.get
        run_id = ident(get("run_id"))
        if run_id is None and self._latest is not None:
            run_id = self._latest.run_id
        run = self._run(run_id or "")
        name = ident(get("agent_name"))
        agent_id = ident(get("agent_id")) or name
        if not run.begun:
            run.begun, run.first_agent = True, agent_id
            self._early[run_id or ""] = None
        seq, numbers = get("seq"), run.numbers
        if type(seq) is int and seq == numbers.last + 1:
            numbers.last = seq
        else:
            seq = whole_number(seq)
            numbers.heard(seq)
        words = words_of(kind, fields)
        if kind is Kind.TEXT_DELTA and (run.half or (not words.isascii() and has_halves(words))):
            words, run.half = joined(run.half, words)
            fields["content"] = words
        tool = ident(get("tool_name"))
        # In the order of its fields: to give each by its name would take three times as long.
        return Event(
            kind,
            at,
            frame,
            run_id,
            ident(get("thread_id")),
            ident(get("user_id")),
            agent_id,
            name,
            ident(get("parent_agent_id")) or None,
            _is_root(kind, run, agent_id, fields),
            get("recoverable") is True,
            seq,
            number(get("timestamp")),
            _call_id(kind, run, tool, fields) if kind in TOOLS else None,
            tool,
            ident(get("to_agent_name")),
            words,
            fields,
        )

    def _run(self, run_id: str) -> _Run:
        run = self._runs.get(run_id)
        if run is None:
            run = self._runs[run_id] = _Run()
        return run

    def _open(self, name: str) -> None:
        self._greeted = True
        if name == "handshake_response":
            self.ready, self._handshake_open = False, True
            self._replies.append(frame_of(type="handshake_acknowledged"))
        elif name == "handshake_complete":
            if self._handshake_open:
                self._say_again()
            self.ready, self._handshake_open = True, False
        elif name == "connection_established" and not self._handshake_open:
            self.ready = True

    def _remember(self, run_id: str, data: Data) -> None:
        early = self._early.setdefault(run_id, [])
        if early is not None:
            early.append(data)

    def _say_again(self) -> None:
        """Says again what was said after a greeting that turned out not to be the last word.

        An agent that took the question in nevertheless knows its id, and starts nothing twice; one
        that went on with a run is not asked to go on with it.
        """
        for run_id, said in self._early.items():
            if said and (not self._run(run_id).begun or said[:1] == self.resume(run_id)):
                self._replies += said
        self._early = dict.fromkeys(self._early)


def _is_root(kind: Kind, run: _Run, agent_id: str | None, fields: dict[str, Any]) -> bool:
    if "parent_agent_id" in fields:
        return fields["parent_agent_id"] in (None, "")
    if fields.get("agent_id") is not None:
        return agent_id == run.first_agent
    if kind is Kind.AGENT_COMPLETED:
        return bool(words_of(kind, fields))
    return agent_id in (None, run.first_agent)  # what names no agent is said by the whole


def _call_id(kind: Kind, run: _Run, tool: str | None, fields: dict[str, Any]) -> str:
    """The agent's own call id, or one made by name and order where it sends none."""
    given = ident(fields.get("tool_call_id"))
    if given is not None:
        return given
    if kind is Kind.TOOL_EXECUTING:
        run.calls += 1
        made = f"{tool or 'tool'} #{run.calls}"
        run.open_calls[made] = tool
        run.of_tool.setdefault(tool, deque()).append(made)
        return made
    # One without a name closes the call that has been open for longest.
    named = next(iter(run.open_calls.values()), None) if tool is None else tool
    if waiting := run.of_tool.get(named):
        made = waiting.popleft()
        del run.open_calls[made]
        return made
    return f"{tool or 'tool'} (never called)"
