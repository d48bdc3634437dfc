"""What went wrong on purpose, and what became of the line, as a recording tells it."""

from __future__ import annotations

from dataclasses import dataclass

from support.reading import Conversation
from support.recording import Frame

_FAULT = "fault"
DOWN = ("closed", "dropped", "setback")
"""Lines of a recording by which the customer's app knows that the line is of no use."""


@dataclass(frozen=True, slots=True)
class Window:
    """Something went wrong from `begin` to `end`; `what` is what the feature calls it."""

    what: str
    begin: float
    end: float


def windows(talk: Conversation) -> list[Window]:
    """What went wrong on purpose in this conversation, in order; what never ended ends with it."""
    frames, found = talk.recording.frames, []
    for number, frame in enumerate(frames):
        if frame.dir == _FAULT and frame.fields.get("now") == "begins":
            what = str(frame.fields.get("what"))
            ends = (each.t for each in frames[number:] if _ends(each, what))
            found.append(Window(what, frame.t, next(ends, frames[-1].t)))
    return found


def story(talk: Conversation) -> str:
    """What went wrong and what became of the line, a line each, in seconds after the question."""
    since = talk.runs[0].asked_at if talk.runs else talk.recording.frames[0].t
    told = []
    for frame in talk.recording.frames:
        fields = frame.fields
        if frame.dir == _FAULT:
            told.append((frame.t, f"{fields['what']}: it {fields['now']}"))
        elif frame.dir in (*DOWN, "open", "attempt"):
            more = fields.get("text") or fields.get("number") or fields.get("code") or ""
            told.append((frame.t, f"the line: {frame.dir} {more}".rstrip()))
    return "\n".join(f"{at - since:8.3f} s  {words}" for at, words in told)


def _ends(frame: Frame, what: str) -> bool:
    return frame.dir == _FAULT and frame.fields == {"what": what, "now": "ends"}
