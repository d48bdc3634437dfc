"""What went wrong on purpose, and what became of the line, as a recording tells it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from support.reading import Conversation, Told
from support.recording import Frame
from support.verdict import NotMeasured

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


def check_something_was_at_stake(told: Sequence[Told]) -> None:
    """Raises `NotMeasured` where all the work was done each time before the line was lost.

    Nothing can be lost with a line after that. Work that had failed by then says so itself.
    """
    if told and all(_done_before(each) for each in told):
        raise NotMeasured("the work was done before the line was lost, so nothing was at stake")


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


def _done_before(told: Told) -> bool:
    talk, run = told
    lost = next((frame.t for frame in talk.recording.frames if frame.dir == "dropped"), math.inf)
    return run.completed and run.ending is not None and run.ending.at <= lost
