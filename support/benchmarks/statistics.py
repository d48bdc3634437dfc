"""Percentiles that enough samples stand behind, and how much repeated figures differ."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from support.verdict import readable

UNSTABLE = 0.10
"""The spread, as a share of the mean, from which on a figure is called unstable (pyperf's rule)."""


def samples_needed(share: float) -> int:
    """The fewest samples of which a percentile says more than their greatest one does.

    With fewer than 1 / (1 - share) samples, 20 for the 95th percentile and 100 for the 99th, the
    nearest rank is the last: what is called a percentile would be the maximum.
    """
    return math.ceil(round(1 / (1 - share), 9))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed (nearest rank).

    Raises `ValueError` where there are fewer values than `samples_needed`.
    """
    needed = samples_needed(share)
    if len(values) < needed:
        raise ValueError(f"p{share * 100:g} takes {needed} samples, and there are {len(values)}")
    return sorted(values)[math.ceil(round(share * len(values), 9)) - 1]


def spread(values: Sequence[float]) -> float | None:
    """The standard deviation of repeated figures as a share of their mean.

    None below three figures, or where their mean is not above zero: then nothing can be said.
    """
    if len(values) < 3:
        return None
    mean = statistics.fmean(values)
    return statistics.stdev(values) / mean if mean > 0 else None


def told(values: Sequence[float], times: str, unit: str) -> str:
    """What repeated figures come to, in words: median, spread, and whether they are stable.

    `times` names what was repeated ("runs"), `unit` is that of the figures.
    """
    if len(values) < 2:
        return ""
    words = f"median of {len(values)} {times} {readable(statistics.median(values), unit)}"
    share = spread(values)
    if share is None:
        return words
    unstable = "unstable: " if share >= UNSTABLE else ""
    return f"{words}, {unstable}spread {share:.0%} of the mean"
