"""How the native protocol writes its messages: names, envelopes, aliases, field types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from scoring.events import OUTSIDE_RUNS, Kind
from support.protocols.base import Data
from support.protocols.halves import with_halves

KINDS: dict[str, Kind] = (
    {kind.value: kind for kind in Kind if kind not in OUTSIDE_RUNS}
    | {
        "stream_chunk": Kind.TEXT_DELTA,
        "error": Kind.REQUEST_ERROR,
    }
    | dict.fromkeys(
        ("connection_established", "handshake_response", "handshake_complete", "heartbeat", "pong"),
        Kind.SESSION,
    )
)

_TEXT: dict[Kind, tuple[str, ...]] = {
    Kind.AGENT_STARTED: ("query",),
    Kind.AGENT_THINKING: ("thought", "reasoning", "content"),
    Kind.AGENT_REASONING: ("thought", "reasoning", "content"),
    Kind.TEXT_DELTA: ("content",),
    Kind.AGENT_COMPLETED: ("final_response", "result", "response", "content"),
    Kind.AGENT_HANDOFF: ("reason",),
    Kind.AGENT_ERROR: ("message",),
    Kind.REQUEST_ERROR: ("message", "code"),
    Kind.RUN_CANCELLED: ("reason",),
}
"""Where each kind keeps its words; the first field present counts."""

_ALIASES = {"tool": "tool_name", "result": "results"}
TOOLS = frozenset({Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED})
_PLAIN = {
    name: kind for name, kind in KINDS.items() if kind not in TOOLS and kind not in OUTSIDE_RUNS
}
_MAX_NESTING = 4
_IDS = ("run_id", "thread_id", "user_id")


def plain_kind(message: dict[str, Any]) -> Kind | None:
    """The kind of a run's event that lies open, with nothing around it and no other names in it."""
    name = message.get("type")
    if not isinstance(name, str) or "payload" in message or "data" in message:
        return None
    return _PLAIN.get(name)


_HEAD = frozenset({*_IDS, "agent_id", "agent_name", "seq"})
_OF_TOOLS = {
    "tool_call_id": ("tool_call_id",),
    "tool_name": ("tool_name", "tool"),
    "arguments": ("arguments",),
    "results": ("results", "result"),
}


def _is_envelope(name: object, outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    """Whether what lies within holds anything of the event that does not lie open beside it.

    An event whose parts all lie open may carry an object of its own under such a name.
    """
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None or kind in OUTSIDE_RUNS:
        return True
    words = _TEXT.get(kind, ())
    needed = [words, *((key,) for key in _HEAD)]
    if kind in TOOLS:
        needed += _OF_TOOLS.values()
    open_ = any(key in outer for key in (*_HEAD, *words))
    return not open_ or any(
        any(key in inner for key in keys) and not any(key in outer for key in keys)
        for keys in needed
    )


def unwrapped(message: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each event's name and its own fields, taken out of batches and envelopes."""
    name = message.get("type")
    if name == "system_message" and isinstance(message.get("event"), str):
        name = message["event"]
    fields = {key: value for key, value in message.items() if key != "type"}
    for envelope in ("payload", "data"):
        inner = fields.get(envelope)
        if isinstance(inner, dict) and _is_envelope(name, fields, inner):
            del fields[envelope]
            for key in _IDS:
                outer = fields.get(key)
                if outer is not None and inner.get(key) not in (None, outer):
                    inner[key] = f"{ident(outer)} and {ident(inner[key])}"
            fields |= inner
    if name == "event_batch" and isinstance(fields.get("events"), list) and depth < _MAX_NESTING:
        for part in fields["events"]:
            if isinstance(part, dict):
                yield from unwrapped(part, depth + 1)
            else:
                yield "", {"event_batch": part}
        return
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind in TOOLS:
        for alias, proper in _ALIASES.items():
            if alias in fields and proper not in fields:
                fields[proper] = fields.pop(alias)
    yield name if isinstance(name, str) else "", fields


def words_of(kind: Kind, fields: dict[str, Any]) -> str:
    """What an event says: its thought, piece, answer, message or reason; empty where none."""
    for key in _TEXT.get(kind, ()):
        value = fields.get(key)
        if isinstance(value, str):
            return value
        if value and value is not True and kind is Kind.AGENT_COMPLETED:
            return json_of(value)  # an answer may have a structure; nothing in it is none
    return ""


def decoded(data: Data) -> dict[str, Any] | None:
    """The JSON object of a frame; None where it is none."""
    if isinstance(data, bytes):  # the protocol is JSON text; binary is somebody else's
        return None
    try:
        message = msgspec.json.decode(data)
    except (ValueError, RecursionError):  # also text that is no Unicode
        message = with_halves(data)
    return message if isinstance(message, dict) else None


def decoded_bytes(data: bytes) -> dict[str, Any] | None:
    """The JSON object in a binary frame, which the protocol does not know; None for none."""
    try:
        return decoded(data.decode())
    except UnicodeDecodeError:
        return None


def frame_of(**fields: object) -> str:
    """A frame with these fields."""
    return json_of(fields)


def json_of(value: object) -> str:
    """A value as JSON text."""
    try:
        return msgspec.json.encode(value).decode()
    except RecursionError:
        return "(nested too deeply)"


def ident(value: object) -> str | None:
    """An id as text; what is no text says so, so that it never equals a real id."""
    if value is None or isinstance(value, str):
        return value
    return f"{json_of(value)} (no text)"


def number(value: object) -> float | None:
    """A number as it is; None for whatever is no number."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return float(value)
    except OverflowError:
        return None
