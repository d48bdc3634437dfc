"""An answer as its reader does sums with it: quantities, and the words between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scoring.quantities import Quantity, find_quantities
from scoring.sums.headed import in_their_currency
from scoring.sums.roles import is_saving, period_of
from scoring.text import Text


class BrokenSum(NamedTuple):
    """A contradiction in plain words, with the parts of `Text.clean` that contradict each other.

    `parts` are pairs of a start and an end, in characters. A `certain` one has no other way in
    which the figures may have come about.
    """

    reason: str
    parts: tuple[tuple[int, int], ...]
    certain: bool = False


HOURS = {
    "hour": 1.0, "day": 24.0, "week": 8760 / 52, "month": 730.0, "quarter": 2190.0, "year": 8760.0,
}  # fmt: skip
"""Hours in a period; a month is a twelfth of a year and a week a 52nd, as people reckon."""

RATIOS = (12.0, 52.0, 4.0, 4.33, 365.0, 30.0, 7.0, 730.0, 720.0, 8760.0, 168.0, 24.0, 3.0, 13.0)
"""What people multiply by to go from one period to another."""

_OVERLAP = re.compile(
    r"overlap|not additive|n[o']t (?:\w+ )?add(?:ed)? up|not (?:to )?be added|do not add"
    r"|double.count|\balternatives?\b|not sums|compound|exclud|diminish|\binteract(?:s|ion)?\b"
    r"|cautious|conservativ"
)
_RAMP = re.compile(
    r"\bramp|first year|year one|year 1\b|first 12 months|phased|from month \d|pro rata"
)
_FAR = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its quantities in order and, in step with them, what stands around each.

    `sentence_of` counts sentences; `ahead` and `behind` are the lower-case words before and
    behind a quantity, as far as the next one or the sentence goes; `saves` tells amounts that
    are claimed to be saved.
    """

    text: Text
    lower: str
    quantities: tuple[Quantity, ...]
    sentence_of: list[int]
    ahead: list[str]
    behind: list[str]
    saves: list[bool]

    def before(self, i: int) -> str:
        """The words before a quantity: back to the one before it or to its sentence's start."""
        return self.ahead[i]

    def after(self, i: int) -> str:
        """The words behind a quantity: up to the next one or to its sentence's end."""
        return self.behind[i]

    def gap(self, i: int) -> str:
        """What stands between a quantity and the next one; across sentences a full stop."""
        if self.sentence_of[i] != self.sentence_of[i + 1]:
            return "."
        return self.lower[self.quantities[i].end : self.quantities[i + 1].start]

    def sentence_start(self, i: int) -> int:
        """Where the sentence of a quantity starts."""
        return self.text.sentences[self.sentence_of[i]].start

    def sentence_end(self, i: int) -> int:
        """Where the sentence of a quantity ends."""
        return self.text.sentences[self.sentence_of[i]].end

    def sentence(self, i: int) -> str:
        """The sentence of a quantity, in lower case, as far as it may matter."""
        q = self.quantities[i]
        start, end = self.sentence_start(i), self.sentence_end(i)
        return self.lower[max(start, q.start - _FAR) : min(end, q.end + _FAR)]

    def block_of(self, i: int) -> int:
        """The number of the block of a quantity."""
        return self.text.sentences[self.sentence_of[i]].block

    def shown(self, *which: int) -> tuple[tuple[int, int], ...]:
        """The places of quantities."""
        return tuple((self.quantities[i].start, self.quantities[i].end) for i in which)

    def said(self, i: int) -> str:
        """A quantity as it was written, in one line."""
        q = self.quantities[i]
        return " ".join(self.text.clean[q.start : q.end].split())


_BEFORE, _AFTER = 60, 40
"""Characters before and behind a quantity that may say what it is."""


def read(text: Text) -> Reading:
    """The quantities of a text with the sentence of each and the words around it."""
    quantities = find_quantities(text.clean) if text.sentences else ()
    quantities = in_their_currency(text, quantities)
    starts = [sentence.start for sentence in text.sentences]
    lower = text.lower
    places: list[int] = []
    ahead: list[str] = []
    behind: list[str] = []
    end = 0
    for q in quantities:
        place = max(0, bisect_right(starts, q.start) - 1)
        floor = max(starts[place], q.start - _BEFORE, end)
        ahead.append(lower[floor : q.start])
        if places:
            stop = min(text.sentences[places[-1]].end, end + _AFTER, q.start)
            behind.append(lower[end:stop])
        places.append(place)
        end = q.end
    if places:
        behind.append(lower[end : min(text.sentences[places[-1]].end, end + _AFTER)])
    quantities = tuple(
        q._replace(period=period)
        if q.kind == "money" and not (q.period or q.per) and (period := period_of(before, after))
        else q
        for q, before, after in zip(quantities, ahead, behind, strict=True)
    )
    saves = [
        q.kind == "money" and is_saving(lower, q, before, after)
        for q, before, after in zip(quantities, ahead, behind, strict=True)
    ]
    return Reading(text, lower, quantities, places, ahead, behind, saves)


def overlaps(words: str) -> bool:
    """Whether the words say that amounts are not simply to be added."""
    return _OVERLAP.search(words) is not None


def ramps(words: str) -> bool:
    """Whether the words say that an amount is not yet reached from the first day."""
    return _RAMP.search(words) is not None


def slack(q: Quantity) -> float:
    """By how much a stated amount may honestly differ from the exact one, in its own unit.

    Half of the last digit shown that is no trailing zero (at most 2.5 %), more where the answer
    says "about"; half of its width more for a range.
    """
    size = abs(q.value)
    step = q.step
    if step == 1.0 and size >= 10:
        whole = round(size)
        while whole % 10 == 0:
            whole //= 10
            step *= 10
    margin = min(step / 2, size * 0.025) if step != 1.0 or q.kind != "count" else 0.0
    if q.kind == "percent":
        margin = max(q.step, 0.1) / 2
    if q.approximate or q.bound:
        margin += size * 0.03
    return margin + abs(q.high - q.low) / 2


def fits(exact: float, q: Quantity, error: float = 0.0) -> bool:
    """Whether a stated quantity may be the rounded form of an exact value known up to `error`."""
    return abs(exact - q.value) <= slack(q) + error + 1e-9 * abs(exact)


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts are of the same kind, currency and, where both say so, period."""
    if a.kind != b.kind or a.currency != b.currency or bool(a.per) != bool(b.per):
        return False
    return not (a.period and b.period and a.period != b.period)


def sums_of(values: Sequence[float], most: int = 9) -> set[float]:
    """The sums of all choices of two or more of the last values."""
    chosen: list[tuple[float, int]] = [(0.0, 0)]
    for value in values[-most:]:
        chosen += [(total + value, count + 1) for total, count in chosen]
    return {total for total, count in chosen if count > 1}


def amount(value: float, like: Quantity) -> str:
    """A value as a reader writes it, with the unit of another quantity."""
    digits = f"{value:,.2f}".removesuffix(".00")
    if like.kind == "money" and like.currency:
        return f"{digits} {like.currency}"
    return f"{digits}%" if like.kind == "percent" else digits
