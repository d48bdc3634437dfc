"""Where a customer stands with an agent of the native protocol, after each message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from support.recording import RECV, SEND, Frame, Recording

Step = tuple[str, str]
"""A phase and a message in it, as `lifecycle.toml` names them."""

_ASKS = ("user_message", "chat_message", "start_agent")


@dataclass(slots=True)
class _Run:
    """One run as the customer has seen it; `phase` follows from what is open."""

    begun: bool = False
    answering: bool = False
    stopping: bool = False
    away: bool = False
    resumed: bool = False
    ended: bool = False
    tools: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)

    @property
    def closed(self) -> bool:
        """Whether the run is over and nothing of it was missed."""
        return self.ended and not self.away

    @property
    def phase(self) -> str:
        """What most narrowly says where the run stands."""
        marks = (
            ("away", self.away),
            ("stopping", self.stopping and not self.ended),
            ("resumed", self.resumed),
            ("ended", self.ended),
            ("answering", self.answering),
            ("tool", bool(self.tools)),
            ("helping", bool(self.helpers)),
            ("working", self.begun),
        )
        return next((name for name, holds in marks if holds), "asked")


class Walk:
    """Follows one session, frame by frame."""

    def __init__(self) -> None:
        self._runs: dict[str, _Run] = {}
        self._inside = False

    def steps(self, recording: Recording) -> Iterator[Step]:
        """Every step of the session, in order; frames that are no protocol's are passed over."""
        for frame in recording.frames:
            if frame.dir in (SEND, RECV):
                yield from self._said(frame)
            else:
                yield from self._happened(frame)

    def _said(self, frame: Frame) -> Iterator[Step]:
        message = _object(frame.data)
        kind = message.get("type")
        if not isinstance(kind, str):
            return
        if frame.dir == SEND:
            yield from self._sent(kind, message)
        elif "seq" in message:
            yield self._event(kind, message)
        else:
            yield from self._answered(kind, message)

    def _sent(self, kind: str, message: dict[str, Any]) -> Iterator[Step]:
        inner = message.get("payload")
        run_id = (inner if isinstance(inner, dict) else message).get("run_id")
        known = self._runs.get(run_id) if isinstance(run_id, str) else None
        if kind in _ASKS:
            again = " (again)" if known else ""
            yield known.phase if known else self._latest, f"-> {kind}{again}"
            if not known and isinstance(run_id, str):
                self._runs[run_id] = _Run()
            return
        if kind == "ping":
            yield self._latest, f"-> {kind}"
        elif kind in ("cancel", "resume"):
            yield known.phase if known and not known.closed else "idle", f"-> {kind}"
        if known and kind == "cancel" and not known.ended:
            known.stopping = True
        elif known and kind == "resume":
            known.away, known.stopping, known.resumed = False, False, known.away

    def _answered(self, kind: str, message: dict[str, Any]) -> Iterator[Step]:
        if kind == "connection_established":
            yield (
                "away" if any(run.away for run in self._runs.values()) else "outside",
                f"<- {kind}",
            )
            self._inside = True
        elif kind == "error":
            run = self._runs.get(str(message.get("run_id")))
            about = message.get("code") == "duplicate_run" and run
            phase = ("ended" if about.ended else "working") if about else "idle"
            yield phase, f"<- error ({message.get('code')})"
        else:
            yield self._latest, f"<- {kind}"

    def _event(self, kind: str, message: dict[str, Any]) -> Step:
        run = self._runs.setdefault(str(message.get("run_id")), _Run())
        phase, helper = run.phase, message.get("parent_agent_id") is not None
        word = ""
        if helper and kind in ("agent_started", "agent_completed", "agent_error"):
            word = " (helper)"
        elif kind == "tool_completed" and message.get("is_error") is True:
            word = " (failed)"
        _follow(run, kind, message, helper=helper)
        return phase, f"<- {kind}{word}"

    def _happened(self, frame: Frame) -> Iterator[Step]:
        if frame.dir == "trouble" and frame.fields.get("kind") == "refused":
            if status := re.search(r"\bHTTP (40[13])\b", str(frame.fields.get("text"))):
                yield "outside", f"refused ({status[1]})"
        elif frame.dir == "closed" and frame.fields.get("code") == 1009:
            yield "idle", "closed (1009)"
        elif frame.dir in ("dropped", "closed") and self._inside:
            self._inside = False
            for run in self._runs.values():
                if not run.ended:
                    yield run.phase, "line lost"
                run.away = True

    @property
    def _latest(self) -> str:
        """Where the customer stands who speaks of no run in particular."""
        return next((run.phase for run in reversed(self._runs.values())), "idle")


def _follow(run: _Run, kind: str, message: dict[str, Any], *, helper: bool) -> None:
    agent, call = str(message.get("agent_id")), str(message.get("tool_call_id"))
    match kind:
        case "agent_started" if helper:
            run.helpers.add(agent)
        case "agent_completed" | "agent_error" if helper:
            run.helpers.discard(agent)
        case "agent_error" if message.get("recoverable") is True:
            pass
        case "agent_completed" | "agent_error" | "run_cancelled":
            run.ended, run.resumed = True, False
        case "tool_executing":
            run.tools.add(call)
        case "tool_completed":
            run.tools.discard(call)
        case "stream_chunk":
            run.answering = True
    run.begun = True


def _object(data: str | bytes | None) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data or b"")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
