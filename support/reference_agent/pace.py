"""How fast the team works: the one place where it waits."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, from and to, that a thought, a tool call and a piece of the answer take."""

    thought: Span
    tool: Span
    piece: Span

    async def wait(self, span: Span, rng: random.Random) -> None:
        """Takes some time within `span`, decided by `rng`."""
        # Drawn also where nothing is waited for, so that the pace does not change what follows.
        seconds = rng.uniform(*span)
        await asyncio.sleep(seconds)


#: The long answer in about two seconds.
BRISK = Pace(thought=(0.03, 0.07), tool=(0.03, 0.07), piece=(0.007, 0.013))
#: As a team of language models works: handovers some ten seconds apart.
REALISTIC = Pace(thought=(1.6, 2.8), tool=(0.9, 1.8), piece=(0.05, 0.09))
#: No waiting at all.
INSTANT = Pace(thought=(0, 0), tool=(0, 0), piece=(0, 0))

PACES = {"brisk": BRISK, "realistic": REALISTIC, "instant": INSTANT}
