"""What was said on the wire, kept as JSON lines, so that it can be judged again at any time.

One JSON object a line: `t` (seconds on the harness's monotonic clock), `dir`, and what belongs to
it. `dir` is one of `note` (the first line says who recorded what), `connect`, `open`, `rejected`,
`send`, `recv`, `ping` and `pong` (with what it `carries`), `closed`, `lag` (the harness itself was
late by `ms`). A frame is kept exactly as it came: `text` for text, `base64` for binary; a
transcript made elsewhere may hold `json` instead.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from scoring.sealed import sealed

VERSION = 1

SEND, RECV = "send", "recv"
SIGNALS = ("ping", "pong")

MEANS = "means"
"""What a frame of the user meant, where the frame alone does not say so."""


GARBLED = "garbled"
"""The `dir` of a line that stands before what the user's device sent unreadable."""

REPEATS = "repeats_credentials"
"""Marks a frame of the agent in which a credential stood, before that was taken out."""

_NUMBERS = {"lag": ("due", "ms"), "lag_floor": ("ms",), "clock": ("unix",)}
"""What must be numbers, by `dir`: judges reckon with them."""

NOTHING: Mapping[str, Any] = {}
"""Shared by all frames that have no further fields, which is nearly all."""


@sealed
class Frame:
    """One line of a recording."""

    t: float
    dir: str
    data: str | bytes | None = None
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def as_line(self) -> dict[str, Any]:
        """The line as a JSON object."""
        line: dict[str, Any] = {"t": self.t, "dir": self.dir, **self.fields}
        if isinstance(self.data, str):
            line |= {"opcode": "text", "text": self.data}
        elif self.data is not None:
            line |= {"opcode": "binary", "base64": base64.b64encode(self.data).decode()}
        return line


@dataclass(frozen=True, slots=True)
class Recording:
    """One user's session: its facts, then every frame in order.

    `about` says who recorded what: user, canary, questions with their ids, protocol, agent. It
    holds no credential.
    """

    about: Mapping[str, Any]
    frames: tuple[Frame, ...]

    def lines(self) -> Iterable[str]:
        """The recording as JSON lines, the facts first."""
        start = self.frames[0].t if self.frames else 0.0
        head = {"t": start, "dir": "note", "recording": VERSION, **self.about}
        yield _encode(head)
        for frame in self.frames:
            yield _encode(frame.as_line())

    def text(self) -> str:
        """The recording as it is written to a file."""
        return "".join(line + "\n" for line in self.lines())


def save(recording: Recording, folder: Path, *names: str) -> Path:
    """Writes the recording below `folder`; the names are ours, never anything an agent said."""
    *inner, last = (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:200] for name in names)
    path = folder.joinpath(*inner, f"{last}.jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(recording.text(), encoding="utf-8")
    return path


def load(path: Path) -> Recording:
    """Reads a recording, ours or a bare transcript of the same form.

    Raises `ValueError` in one sentence naming file and line where a line cannot be read, or the
    recording's version where it is not this one.
    """
    about: dict[str, Any] = {}
    frames: list[Frame] = []
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                frame = _frame(msgspec.json.decode(raw))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                why = f"it has no {error}" if isinstance(error, KeyError) else str(error)
                raise ValueError(
                    f"{path}, line {number}: not a line of a recording ({why}); expected a JSON "
                    'object with at least "t" and "dir", and the frame where one went over the wire'
                ) from error
            if "recording" in frame.fields and not frames:
                if (version := frame.fields["recording"]) != VERSION:
                    raise ValueError(
                        f"{path}: a recording of version {str(version)[:20]}, made by another "
                        f"version of the suite; this one reads version {VERSION}"
                    )
                about = {key: value for key, value in frame.fields.items() if key != "recording"}
            else:
                frames.append(frame)
    return Recording(about, tuple(frames))


def _frame(line: object) -> Frame:
    if not isinstance(line, dict):
        raise TypeError(f"it is {_encode(line)[:40]}")
    rest = dict(line)
    at, direction = float(rest.pop("t")), str(rest.pop("dir"))
    data: str | bytes | None = None
    if "base64" in rest:
        data = base64.b64decode(rest.pop("base64"), validate=True)
    elif "json" in rest:
        data = _encode(rest.pop("json"))
    elif direction in (SEND, RECV):
        data = rest.pop("text")
        if not isinstance(data, str):
            raise TypeError(f'its "text" is {_encode(data)[:40]}')
    if direction in (SEND, RECV):
        rest.pop("opcode", None)
    for name in _NUMBERS.get(direction, ()):
        if isinstance(rest[name], bool) or not isinstance(rest[name], int | float):
            raise TypeError(f'its "{name}" is {_encode(rest[name])[:40]}, no number')
    if not isinstance(rest.get(MEANS, {}), dict):
        raise TypeError(f'its "{MEANS}" is {_encode(rest[MEANS])[:40]}, no object')
    return Frame(at, direction, data, rest)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()
