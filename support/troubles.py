"""What went wrong with a customer's line, and how it ended, as a recording tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support.recording import Frame, Recording

CLOSED = ("closed", "close")
"""How recordings name the end of a connection."""


TOO_MUCH = "flood"
"""The kind of trouble of which the harness records no more than it can hold."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a session could not go on; `kind` is one of the words the session uses."""

    kind: str
    text: str
    at: float
    run_id: str | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it was not the agent's doing, so that nothing can be said about it."""
        return self.kind in ("unreachable", "mapping")

    @property
    def is_too_much(self) -> bool:
        """Whether more came than the harness records, so that the rest is not known."""
        return self.kind == TOO_MUCH


def troubles_of(frames: tuple[Frame, ...]) -> tuple[Trouble, ...]:
    """Why the session could not go on, in order."""
    return _rejections(frames) + tuple(
        Trouble(
            str(frame.fields.get("kind", "")),
            str(frame.fields.get("text", "")),
            frame.t,
            frame.fields.get("run_id"),
        )
        for frame in frames
        if frame.dir == "trouble"
    )


def _rejections(frames: tuple[Frame, ...]) -> tuple[Trouble, ...]:
    """Connections that the agent refused, as transcripts made elsewhere tell them."""
    found = []
    for frame in frames:
        if frame.dir == "rejected":
            said = str(frame.fields.get("error", ""))
            status = re.search(r"status_code=(\d+)", said)
            how = f"with HTTP {status[1]}" if status else f"({said[:200]})"
            found.append(Trouble("refused", f"the agent refused the connection {how}", frame.t))
    return tuple(found)


def closed_at(frames: tuple[Frame, ...]) -> float:
    """When the session was over: its end, or the last that was recorded."""
    last = frames[-1].t if frames else 0.0
    return next((frame.t for frame in reversed(frames) if frame.dir == "end"), last)


def farewell(recording: Recording) -> tuple[str, float] | None:
    """How the agent ended the last connection, in words, and when; None where it did not."""
    lines = [frame for frame in recording.frames if frame.dir in ("open", *CLOSED)]
    if not lines or lines[-1].dir == "open":
        return None
    fields = lines[-1].fields
    code, reason = fields.get("code"), fields.get("reason")
    why = f"code {code}, {reason}" if reason else f"code {code}"
    death = recording.about.get("obituary")
    words = f"the agent closed the connection ({why}{f'; {death}' if death else ''})"
    return words, lines[-1].t
