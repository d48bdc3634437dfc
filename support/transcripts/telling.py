"""The time line of a session as text: what each frame said, next to the frame itself."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.events import Event, Kind
from support.evidence.clean import visible
from support.reading import Conversation
from support.recording import RECV, SEND, Frame
from support.redaction import shown

MOST_LINES = 400
"""Lines of one time line; what is left out is counted."""

_FOLDED = 3
"""Of a row of pieces so many are shown at either end."""

_SAID = 44
"""Characters of the column that tells what a frame said."""

_ARROWS = {SEND: "→", RECV: "←"}
_FACTS = {
    "trouble": ("kind", "text"),
    "warning": ("text",),
    "connect": ("url",),
    "open": ("subprotocol",),
    "http": ("method", "path", "status"),
    "closed": ("code", "reason"),
    "close": ("code", "reason"),
    "rejected": ("error",),
}
"""What a line that is no frame tells."""


@dataclass(frozen=True, slots=True)
class _Row:
    at: float
    arrow: str
    said: str
    raw: str
    is_piece: bool = False


def timeline(talk: Conversation, width: int = 120) -> list[str]:
    """One line for each thing that a frame said; `width` is how many characters fit on one."""
    frames = talk.recording.frames
    if not frames:
        return ["nothing was recorded"]
    start = min((run.asked_at for run in talk.runs), default=frames[0].t)
    rows = list(_folded(_rows(talk)))
    room = max(width - _SAID - 14, 20)
    lines = [
        f"{row.at - start:9.3f} {row.arrow} {_cut(row.said, _SAID):<{_SAID}} "
        f"{_cut(row.raw, room)}".rstrip()
        for row in rows[:MOST_LINES]
    ]
    if len(rows) > MOST_LINES:
        lines.append(f"{'':9}   and {len(rows) - MOST_LINES:,} more lines")
    return lines


def events_by_frame(talk: Conversation) -> dict[int, list[Event]]:
    """Everything that was read, under the position of its frame."""
    found: dict[int, list[Event]] = {}
    told = [event for run in talk.runs for event in (*run.events, *run.strangers)]
    for event in (*told, *talk.beside_runs):
        events = found.setdefault(event.frame, [])
        if event not in events:  # what is beside the runs may be a stranger too
            events.append(event)
    return found


def said(event: Event) -> str:
    """An event in a few words."""
    if event.kind is Kind.UNMAPPED:
        return f"? unmapped: {event.text}"
    if event.kind is Kind.SESSION:
        return f"· {event.text or 'session'}"
    name = event.tool_name or (event.to_agent and f"to {event.to_agent}")
    if name is None and event.kind in (Kind.AGENT_STARTED, Kind.AGENT_COMPLETED):
        name = event.agent_name or event.agent_id
    failed = " (failed)" if event.data.get("is_error") else ""
    quoted = f" “{event.text}”" if event.text else ""
    return f"{event.kind.value}{f' {name}' if name else ''}{failed}{quoted}"


def raw(frame: Frame) -> str:
    """What went over the wire, or what a note holds, as text."""
    if isinstance(frame.data, bytes):
        return f"{len(frame.data)} bytes: {base64.b64encode(frame.data[:200]).decode()}"
    if frame.data is not None:
        return frame.data
    return " ".join(f"{key}={value}" for key, value in frame.fields.items() if value is not None)


def _cut(text: str, room: int) -> str:
    line = " ".join(visible(text[: 4 * room]).split())
    return line if len(line) <= room and len(text) <= 4 * room else f"{line[: room - 1]}…"


def _rows(talk: Conversation) -> Iterator[_Row]:
    events = events_by_frame(talk)
    questions = {run.asked_at: run for run in talk.runs}
    for index, frame in enumerate(talk.recording.frames):
        told = events.get(index, [])
        if frame.dir == SEND:
            run = questions.get(frame.t)
            yield _Row(frame.t, "→", f"question “{run.question}”" if run else "sent", raw(frame))
        elif frame.dir == RECV:
            yield _row(frame, told[0] if told else None, raw(frame))
            yield from (_row(frame, event, "″") for event in told[1:])
        elif frame.dir in ("lag", "lag_floor", "clock", "end", "note"):
            continue  # how late the harness was is no part of the story
        else:
            facts = [_fact(frame, name) for name in _FACTS.get(frame.dir, ())]
            words = " ".join(str(fact) for fact in facts if fact not in (None, ""))
            arrow = "!" if frame.dir in ("trouble", "warning", "rejected") else " "
            yield _Row(frame.t, arrow, frame.dir, words)
            yield from (_row(frame, event, "″") for event in told)


def _fact(frame: Frame, name: str) -> object:
    fact = frame.fields.get(name)
    return shown(fact) if name == "url" and isinstance(fact, str) else fact


def _row(frame: Frame, event: Event | None, text: str) -> _Row:
    words = said(event) if event else "(nothing)"
    return _Row(
        frame.t,
        _ARROWS.get(frame.dir, "←"),
        words,
        text,
        event is not None and event.kind is Kind.TEXT_DELTA,
    )


def _folded(rows: Iterable[_Row]) -> Iterator[_Row]:
    """The rows, with the middle of a long row of pieces left out and counted."""
    pieces: list[_Row] = []
    for row in rows:
        if row.is_piece:
            pieces.append(row)
            continue
        yield from _short(pieces)
        pieces = []
        yield row
    yield from _short(pieces)


def _short(pieces: list[_Row]) -> list[_Row]:
    hidden = len(pieces) - 2 * _FOLDED
    if hidden <= 1:
        return pieces
    middle = _Row(pieces[_FOLDED].at, "←", f"… {hidden} more pieces of the answer", "")
    return [*pieces[:_FOLDED], middle, *pieces[-_FOLDED:]]
