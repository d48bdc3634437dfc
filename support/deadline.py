"""One deadline object for everything that waits: monotonic, nestable, never slept on."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """A moment on the monotonic clock after which waiting stops.

    An inner deadline made by `within` never outlasts the outer one.
    """

    __slots__ = ("_clock", "at", "seconds")

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"a deadline takes finite seconds from 0 on, not {seconds}")
        self._clock = clock
        self.seconds = seconds
        self.at = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below zero."""
        return max(0.0, self.at - self._clock())

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self._clock() >= self.at

    def within(self, seconds: float) -> Deadline:
        """A deadline of its own for one part of the work, bounded by this one."""
        inner = Deadline(min(seconds, self.left), self._clock)
        inner.at = min(inner.at, self.at)  # the clock went on meanwhile
        return inner
