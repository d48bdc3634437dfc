"""What a hostile agent does, as data: the moves of one connection, one after another.

A move is a word or a table. Words: `greet`, `hear` (waits for a question), the events of a healthy
run (`start think tool result help helped piece rest finish`, or `run` for all of them), `open` (the
handshake, done properly), `hang` (says nothing more), `vanish` (ends the connection without a
word), `reset` (with a reset of TCP) and `half` (ends its own direction only). Tables say what is
sent, exactly: see `Move`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

RUN = ("start", "think", "tool", "result", "help", "helped", "piece", "rest", "finish")
"""A healthy run with a tool, a helper and an answer in two pieces."""

WORDS = frozenset(
    {*RUN, "error", "cancelled", "greet", "hear", "open", "run", "hang", "vanish", "reset", "half"}
)


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A misspelt key must not silently mean its default."""


class Frame(_Strict, frozen=True, kw_only=True):
    """A frame of WebSocket with anything in it wrong; `length` is what its head claims."""

    opcode: int = 1
    payload: str = ""
    hex: str = ""
    fin: bool = True
    rsv: int = 0
    masked: bool = False
    length: int | None = None


class Move(_Strict, frozen=True, kw_only=True):
    """One thing that is done `times` over (0: without end), with a pause of `every_s` after each.

    `text`, `hex` (a binary message), `line` (HTTP, or anything else before the handshake), `raw`
    (bytes in hexadecimal) and `frame` are sent; `event` is one of a healthy run, changed: `but` has
    fields as JSON text, `without` names fields. `copies` of the text stand between `before` and
    `after`; `$run`, `$thread` and `$accept` stand for what the customer sent, `$first` for the
    secret of the first one. With
    `dribble_s` each byte is sent alone, with this pause; `bomb_mb` megabytes of spaces come packed.
    """

    text: str | None = None
    hex: str | None = None
    line: str | None = None
    raw: str | None = None
    frame: Frame | None = None
    event: str | None = None
    but: dict[str, str] = {}
    without: list[str] = []
    copies: int = 1
    before: str = ""
    after: str = ""
    dribble_s: float | None = None
    bomb_mb: int | None = None
    hear: str | None = None
    wait_s: float | None = None
    close: int | None = None
    reason: str = ""
    play: list[str | Move] = []
    times: int = 1
    every_s: float = 0.0


Moves = list[str | Move]


class Behaviour(_Strict, frozen=True, kw_only=True):
    """One way to misbehave, and what must be said of it.

    `verdict` is the outcome of the scenario that it breaks, `says` a part of the reason given.
    `each` makes one behaviour of each entry: its name takes the place of `{each}` in the name, its
    value that of `@each` in whatever is sent. `again` is played from the second connection on.
    `scenario` is the one by which a sample is judged from end to end. `door` is played before the
    connection is open; `nobody` means that nothing listens at all. `patient_s` are the
    seconds that the suite waits for more, where that is not short: floods come to the suite's own
    limits then, also on a machine that has other things to do.
    """

    name: str
    verdict: Literal["met", "not met", "not measured", "broken"] = "not met"
    says: str
    customer: str = "asks"
    protocol: str = "native"
    door: Moves = msgspec.field(default_factory=lambda: ["open"])
    play: Moves = []
    again: Moves | None = None
    each: dict[str, str] = {}
    nobody: bool = False
    patient_s: float | None = None
    scenario: str = ""


class Chapter(_Strict, frozen=True, kw_only=True):
    """One file of the corpus."""

    behaviour: list[Behaviour]


def filled(value: Any, each: str) -> Any:
    """Plain data with `@each` replaced in every text."""
    if isinstance(value, str):
        return value.replace("@each", each)
    if isinstance(value, list):
        return [filled(part, each) for part in value]
    if isinstance(value, dict):
        return {name: filled(part, each) for name, part in value.items()}
    return value
