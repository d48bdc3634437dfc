"""One judgement with its reasons: a value, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the answer as it was read (`Text.clean`), which a judgement rests on.

    `start` and `end` are offsets in characters; `mark` says what was found there.
    """

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Score:
    """A value in `unit` with its explanation in one sentence; `None` is unscored, not zero.

    `spans` are the parts of the answer that support the value.
    """

    name: str
    value: float | None
    explanation: str
    spans: tuple[Span, ...] = ()
    unit: str = "of 1"
