"""How long things took, as counters: however many there were, it takes the same few numbers."""

from __future__ import annotations

import math
from collections.abc import MutableSequence
from dataclasses import dataclass

Cells = MutableSequence[float]
"""Numbers in memory that a worker and the suite share."""

_LOWEST_S, _PER_DECADE, _DECADES = 0.001, 10, 6
BUCKETS = _PER_DECADE * _DECADES
"""Counters of times: from 1 ms to 1,000 s, ten a decade; the last one also takes all beyond."""

TIMES = BUCKETS + 1
"""Cells of one spread of times: its counters, then the slowest exactly."""


def bucket_of(seconds: float) -> int:
    """The counter that takes this time."""
    if seconds <= _LOWEST_S:
        return 0
    return min(BUCKETS - 1, int(math.log10(seconds / _LOWEST_S) * _PER_DECADE))


def upper_edge(bucket: int) -> float:
    """The longest time, in seconds, that belongs into a counter."""
    return float(_LOWEST_S * 10 ** ((bucket + 1) / _PER_DECADE))


@dataclass(frozen=True, slots=True)
class Times:
    """How long it took so far: counters by bucket, and the slowest in seconds."""

    counts: tuple[int, ...] = (0,) * BUCKETS
    slowest: float = 0.0

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(self.counts)

    def share(self, share: float) -> float | None:
        """The time, in seconds, within which this share of them was; None where there are none.

        The upper edge of its bucket, so at most 26 % too long, and never beyond the slowest.
        """
        left = math.ceil(self.number * share)
        for bucket, count in enumerate(self.counts):
            left -= count
            if count and left <= 0:
                return min(upper_edge(bucket), self.slowest)
        return None

    @classmethod
    def read(cls, cells: Cells, start: int) -> Times:
        """These times as they stand in the cells."""
        counts = tuple(map(int, cells[start : start + BUCKETS]))
        return cls(counts, float(cells[start + BUCKETS]))

    def __add__(self, other: Times) -> Times:
        counts = tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Times(counts, max(self.slowest, other.slowest))
