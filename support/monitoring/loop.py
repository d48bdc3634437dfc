"""Round after round at a steady beat, until somebody ends it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from support.monitoring.rounds import Round

Tell = Callable[[Round], None]


@dataclass
class Loop:
    """Runs a round every `every_s` seconds, from start to start, and tells what came of it.

    A round that takes longer than that is followed by the next one at once; what was missed is not
    made up for. Whoever is told and fails is named, and the others are told all the same.
    `clock` is in seconds and never goes back; `pause` waits so many seconds, or less when it is
    all over.
    """

    run: Callable[[], Round]
    every_s: float
    tell: Sequence[Tell] = ()
    say: Callable[[str], None] = field(default=lambda words: print(words, file=sys.stderr))
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] | None = None
    over: threading.Event = field(default_factory=threading.Event)
    _failing: set[int] = field(default_factory=set)

    def go(self, rounds: int | None = None) -> Round | None:
        """Goes on until it is over, or for so many rounds; the last one."""
        pause = self.pause or self.over.wait
        last, done, due = None, 0, self.clock()
        while not self.over.is_set():
            found = self.run()
            if self.over.is_set():
                break  # what was cut short says nothing about the agent
            last, done = found, done + 1
            self._tell(found)
            if done == rounds:
                break
            due = max(due + self.every_s, self.clock())
            pause(due - self.clock())
        return last

    def _tell(self, found: Round) -> None:
        for number, tell in enumerate(self.tell):
            try:
                tell(found)
            except Exception as error:  # noqa: BLE001 - a round is a round, whoever cannot take it
                if number not in self._failing:
                    self.say(f"! the round could not be passed on ({error}); rounds go on")
                self._failing.add(number)
            else:
                self._failing.discard(number)
