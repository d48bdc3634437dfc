"""What one more figure of the same kind may come to by chance, from those that there are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

FEWEST = 3
"""With fewer figures nothing can be said about how much they vary (as in `statistics.spread`)."""

_STUDENT = (6.965, 4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821)
"""Student's t, one-sided 99 %, for 2 to 9 degrees of freedom; more are taken for 9."""


def reach(values: Sequence[float]) -> float:
    """How far from their mean one more may lie to one side by chance, once in a hundred times.

    The prediction interval of the normal distribution, t * s * sqrt(1 + 1/n), in the figures' own
    unit. Raises `ValueError` where there are fewer than `FEWEST` figures.
    """
    if len(values) < FEWEST:
        raise ValueError(f"how much figures vary takes {FEWEST} of them, and there are {values}")
    student = _STUDENT[min(len(values) - FEWEST, len(_STUDENT) - 1)]
    return student * statistics.stdev(values) * math.sqrt(1 + 1 / len(values))
