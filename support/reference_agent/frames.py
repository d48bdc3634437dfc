"""The protocol's frames: client text in, typed frames out; server events in, client text out.

Nothing here knows a socket or a clock. Whatever a client sends becomes one of the four frame types
or a `ProtocolError`, which is also what the client is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn, TypeGuard

from support.reference_agent.conversation import Member, Request

MAX_ID_CHARS = 200
MAX_CONTENT_CHARS = 32_000

ErrorCode = Literal[
    "bad_json",
    "unknown_type",
    "bad_field",
    "unknown_run",
    "duplicate_run",
    "forbidden",
    "rate_limited",
]

# The fields without which an event would mislead its reader; a team may add others.
_EVENT_FIELDS: dict[str, frozenset[str]] = {
    "agent_started": frozenset(),
    "agent_thinking": frozenset({"thought"}),
    "tool_executing": frozenset({"tool_call_id", "tool_name", "arguments"}),
    "tool_completed": frozenset(
        {"tool_call_id", "tool_name", "results", "is_error", "duration_ms"}
    ),
    "agent_handoff": frozenset({"to_agent_name", "reason"}),
    "stream_chunk": frozenset({"content"}),
    "agent_completed": frozenset(),
    "agent_error": frozenset({"code", "message", "recoverable"}),
    "run_cancelled": frozenset({"reason"}),
}
_ROOT_COMPLETED_FIELDS = frozenset({"final_response", "usage"})


class ProtocolError(Exception):
    """A frame that cannot be served; the connection goes on."""

    def __init__(self, code: ErrorCode, message: str, run_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.run_id = run_id


@dataclass(frozen=True, slots=True)
class UserMessage:
    """A question; ids that the client left to the server are None."""

    content: str
    thread_id: str | None = None
    run_id: str | None = None
    timestamp: float | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """The wish to end a run."""

    run_id: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The wish to see a run's events after `last_seq`, then the live ones."""

    run_id: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class Ping:
    """A question for the server's time."""

    id: str | int


ClientFrame = UserMessage | Cancel | Resume | Ping


def parse_frame(data: str | bytes) -> ClientFrame:
    """Read one client frame; raises `ProtocolError`, and nothing else, whatever `data` is."""
    if isinstance(data, bytes):
        raise ProtocolError("bad_json", "frames are JSON text, not binary")
    try:
        frame = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("bad_json", "the frame is not valid JSON") from error
    if not isinstance(frame, dict):
        raise ProtocolError("bad_json", "the frame is not a JSON object")
    kind = frame.get("type")
    parse = _PARSERS.get(kind) if isinstance(kind, str) else None
    if parse is None:
        # Half a character in an answer would make that answer unreadable in its turn.
        whole = kind[:50].encode(errors="replace").decode() if isinstance(kind, str) else ""
        shown = f"'{whole}'" if isinstance(kind, str) else "none that is a text"
        raise ProtocolError("unknown_type", f"the frame's type is {shown}", _Fields(frame).run_id)
    return parse(frame)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class _Fields:
    """The fields of one frame, read by their rules; a broken rule names the field and the run."""

    def __init__(self, values: dict[str, object]) -> None:
        self._values = values
        run_id = values.get("run_id")
        self.run_id = run_id if _is_id(run_id) else None

    def broken(self, name: str, rule: str) -> ProtocolError:
        return ProtocolError("bad_field", f"{name} must be {rule}", self.run_id)

    def identifier(self, name: str) -> str:
        value = self._values.get(name)
        if not _is_id(value):
            raise self.broken(name, f"a text of 1 to {MAX_ID_CHARS} characters")
        return value

    def optional_identifier(self, name: str) -> str | None:
        return None if self._values.get(name) is None else self.identifier(name)

    def content(self) -> str:
        value = self._values.get("content")
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_CONTENT_CHARS:
            raise self.broken(
                "content", f"a text of up to {MAX_CONTENT_CHARS} characters, not blank"
            )
        return value

    def count(self, name: str) -> int:
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.broken(name, "a whole number, 0 or more")
        return value

    def optional_time(self, name: str) -> float | None:
        value = self._values.get(name)
        if value is None:
            return None
        # Compared before it is converted: float() overflows on a huge integer, comparing does not.
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e11:
            raise self.broken(name, "a Unix time in seconds")
        return float(value)

    def ping_id(self) -> str | int:
        value = self._values.get("id")
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53:
            return value
        return self.identifier("id")


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 1 <= len(value) <= MAX_ID_CHARS


def _parse_user_message(frame: dict[str, object]) -> UserMessage:
    payload = frame.get("payload")
    if not isinstance(payload, dict):
        raise _Fields(frame).broken("payload", "an object")
    fields = _Fields(payload)
    return UserMessage(
        content=fields.content(),
        thread_id=fields.optional_identifier("thread_id"),
        run_id=fields.optional_identifier("run_id"),
        timestamp=fields.optional_time("timestamp"),
    )


def _parse_cancel(frame: dict[str, object]) -> Cancel:
    return Cancel(_Fields(frame).identifier("run_id"))


def _parse_resume(frame: dict[str, object]) -> Resume:
    fields = _Fields(frame)
    return Resume(fields.identifier("run_id"), fields.count("last_seq"))


def _parse_ping(frame: dict[str, object]) -> Ping:
    return Ping(_Fields(frame).ping_id())


_PARSERS: dict[str, Callable[[dict[str, object]], ClientFrame]] = {
    "user_message": _parse_user_message,
    "chat_message": _parse_user_message,
    "start_agent": _parse_user_message,
    "cancel": _parse_cancel,
    "resume": _parse_resume,
    "ping": _parse_ping,
}


def connection_established(connection_id: str, user_id: str, timestamp: float) -> str:
    """The server's first frame."""
    return _text(
        type="connection_established",
        connection_id=connection_id,
        user_id=user_id,
        timestamp=timestamp,
    )


def pong(ping: Ping, timestamp: float) -> str:
    """The answer to a ping."""
    return _text(type="pong", id=ping.id, timestamp=timestamp)


def error(problem: ProtocolError) -> str:
    """What the client is told about a frame that cannot be served."""
    about = {} if problem.run_id is None else {"run_id": problem.run_id}
    return _text(type="error", code=problem.code, message=problem.message, **about)


def run_event(
    kind: str,
    member: Member,
    request: Request,
    fields: Mapping[str, object],
    *,
    seq: int,
    timestamp: float,
) -> str:
    """One event of a run; raises ValueError or TypeError where it would break the protocol."""
    if kind not in _EVENT_FIELDS:
        raise ValueError(f"the protocol has no event {kind!r}")
    is_answer = kind == "agent_completed" and member.parent_agent_id is None
    missing = (_ROOT_COMPLETED_FIELDS if is_answer else _EVENT_FIELDS[kind]) - fields.keys()
    if missing:
        raise ValueError(f"{kind} lacks {', '.join(sorted(missing))}")
    envelope: dict[str, object] = {
        "type": kind,
        "run_id": request.run_id,
        "thread_id": request.thread_id,
        "user_id": request.user_id,
        "agent_id": member.agent_id,
        "agent_name": member.agent_name,
        "parent_agent_id": member.parent_agent_id,
        "seq": seq,
        "timestamp": timestamp,
    }
    clash = envelope.keys() & fields.keys()
    if clash:
        raise ValueError(f"{kind} may not set {', '.join(sorted(clash))} itself")
    return _text(**envelope, **fields)


def _text(**frame: object) -> str:
    # ASCII only: a lone surrogate in a user's text then travels as an escape instead of
    # failing at the socket.
    return json.dumps(frame, separators=(",", ":"), allow_nan=False)
