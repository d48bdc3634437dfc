"""What others feel of one customer's trouble: how long their chats are silent because of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from support.benchmarks.recovery import nothing_happened, window_of
from support.benchmarks.timing import longest_silence, shows
from support.reading import Told
from support.verdict import Limit, Measurement

_NAME = "longest silence of others"
_ENDLESS = Limit(math.inf, "s")
"""The silence before it is measured, and not held to anything."""


@dataclass(frozen=True, slots=True)
class _Silence:
    """Seconds without an event that anybody sees, and how late the harness may have been."""

    seconds: float
    lag: float | None
    name: str


def silence_of_others(
    others: Sequence[Told], before: Sequence[Told], more: Limit
) -> tuple[Measurement, Limit]:
    """The longest silence of the others while it goes wrong, and its limit: so much `more` than
    the longest of as many customers at once before it.

    Silences vary by themselves: one that lies beyond the limit by less than those before differ
    is not measured, and neither is trouble so short that silence for all of it keeps the limit.
    """
    usual = [longest_silence(_ENDLESS)(run, talk.lag) for talk, run in before]
    lost = [each for each in usual if each.value is None]
    if lost or not usual:
        why = lost[0].why if lost else "nobody asked"
        failed = any(each.failed for each in lost)
        return Measurement(_NAME, "s", None, f"before it: {why}", True, None, failed), more
    times = [each.value for each in usual if each.value is not None]
    limit = Limit(round(max(times) + more.value, 3), "s", tolerance=more.tolerance)
    window = next((found for talk, _ in others if (found := window_of(talk))), None)
    if window is None:
        return nothing_happened(_NAME), limit
    silences = [found for told in others for found in _meanwhile(told)]
    if not silences:
        return Measurement(_NAME, "s", None, "nobody else was at work while it went wrong"), limit
    longest = max(silences, key=lambda each: each.seconds)
    figures = f"{longest.name}, {max(times):.3f} s at most before it"
    if not limit.allows(longest.seconds):
        if longest.seconds - limit.enforced <= max(times) - min(times):
            told = f"those before differ by {max(times) - min(times):.3f} s themselves"
            why = f"{longest.seconds:.3f} s of {figures}; the limit is {limit}, but {told}"
            return Measurement(_NAME, "s", None, why), limit
    elif limit.allows(window.end - window.begin):
        lasted = f"it went wrong for {window.end - window.begin:.3f} s"
        why = f"{lasted}: silence for all of that keeps the limit, which is {limit}"
        return Measurement(_NAME, "s", None, why), limit
    lags = [longest.lag, *(each.harness_lag for each in usual)]
    known = [lag for lag in lags if lag is not None]
    doubt = None if None in lags else known[0] + max(known[1:])
    return Measurement(_NAME, "s", longest.seconds, f"of {figures}", True, doubt), limit


def _meanwhile(told: Told) -> list[_Silence]:
    """The silences of one customer that touch the time in which it went wrong."""
    talk, run = told
    window, until = window_of(talk), run.ending.at if run.ending else run.closed_at
    if window is None:
        return []
    seen = [event.at for event in run.events if event.at <= until and shows(event)]
    return [
        _Silence(end - begin, talk.lag.at(begin, end) if talk.lag else None, talk.name)
        for begin, end in pairwise([run.asked_at, *seen, until])
        if begin < window.end and window.begin < end
    ]
