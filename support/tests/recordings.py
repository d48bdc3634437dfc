"""Recordings for tests: a few words a frame, stamped a second apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from support.recording import RECV, SEND, Frame, Recording

Line = tuple[str, dict[str, Any]]


def sends(**fields: Any) -> Line:
    """A message of the user."""
    return (SEND, fields)


def asks(run_id: str = "r1", thread_id: str = "t1", content: str = "how?") -> Line:
    """A question."""
    payload = {"content": content, "run_id": run_id, "thread_id": thread_id}
    return sends(type="user_message", payload=payload)


def gets(kind: str, run_id: str | None = "r1", **fields: Any) -> Line:
    """A message of the agent, of a run unless told otherwise."""
    return (RECV, {"type": kind, **({"run_id": run_id} if run_id else {}), **fields})


def notes(what: str, **fields: Any) -> Line:
    """A line that is no frame: `open`, `closed`, `trouble`, `lag`..."""
    return (what, {"": fields})


def recording(lines: Iterable[Line], **about: Any) -> Recording:
    """The recording of a session that went like this."""
    frames = [_frame(float(at), what, fields) for at, (what, fields) in enumerate(lines)]
    return Recording({"customer": "customer 1", "user": "ann"} | about, tuple(frames))


def _frame(at: float, what: str, fields: dict[str, Any]) -> Frame:
    inner = fields.get("", fields)
    if isinstance(inner, str):  # raw text, as a device sends it
        return Frame(at, what, inner)
    return Frame(at, what, fields=inner) if "" in fields else Frame(at, what, json.dumps(fields))


ROOT = {"agent_id": "a1", "agent_name": "Lead", "parent_agent_id": None}


def whole_run(run_id: str = "r1", answer: str = "Save $5.") -> list[Line]:
    """A question and its answer."""
    return [
        asks(run_id),
        gets("agent_started", run_id, seq=1, **ROOT),
        gets("stream_chunk", run_id, seq=2, content=answer, **ROOT),
        gets("agent_completed", run_id, seq=3, final_response=answer, **ROOT),
    ]
