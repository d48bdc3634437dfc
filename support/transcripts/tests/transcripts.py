"""Transcripts for tests: those of real agents, and small ones written on the spot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

REAL = Path(__file__).parents[2] / "protocols" / "tests" / "data"


def real(*names: str) -> list[Path]:
    """The transcripts of real agents with these names, all where none is given."""
    return [REAL / f"{name}.jsonl" for name in names] or sorted(REAL.glob("*.jsonl"))


def written(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """A transcript of these lines; times are counted where they are not given."""
    told = [{"t": number / 10, **line} for number, line in enumerate(lines)]
    path.write_text("".join(json.dumps(line) + "\n" for line in told), encoding="utf-8")
    return path


def without(path: Path, source: Path, *directions: str) -> Path:
    """A copy of a transcript in which these lines are missing."""
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["dir"] not in directions]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


ASKED: Mapping[str, Any] = {
    "dir": "send",
    "json": {
        "type": "user_message",
        "payload": {"content": "Where does it go?", "run_id": "r1", "thread_id": "t1"},
    },
}
"""A question in the native protocol."""


def told(kind: str, **fields: object) -> dict[str, Any]:
    """An event of that run by its one agent, as a line of a transcript."""
    ids = {"run_id": "r1", "thread_id": "t1", "agent_id": "a", "parent_agent_id": None}
    return {"dir": "recv", "json": {"type": kind, **ids, **fields}}


WELL: tuple[Mapping[str, Any], ...] = (
    {"dir": "connect", "url": "ws://127.0.0.1:1/ws"},
    {"dir": "open"},
    ASKED,
    told("agent_started"),
    told("agent_thinking", thought="hm"),
    told("tool_executing", tool_call_id="c", tool_name="bill"),
    told("tool_completed", tool_call_id="c", tool_name="bill", results={}),
    told("stream_chunk", content="Away."),
    told("agent_completed", final_response="Away."),
    {"dir": "close", "code": 1000},
)
"""A session in which all goes well."""
