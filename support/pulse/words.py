"""The essentials of how it goes in one line, for whoever waits at a terminal."""

from __future__ import annotations

from support.plurals import counted
from support.pulse.counters import Pulse
from support.pulse.histogram import Times


def essentials(now: Pulse, before: Pulse) -> str:
    """What has happened since: events, the first sign of work, the answers, and who got none."""
    events = now.events - before.events
    if not events:
        return ""
    words = [counted(events, "event")]
    for name, times in (
        ("first sign", _since(now.first, before.first)),
        ("answer", _since(now.done, before.done)),
    ):
        if (median := times.share(0.5)) is not None:
            words.append(f"{name} within {median:.2g} s for half of them")
    if trouble := now.in_trouble - before.in_trouble:
        words.append(f"{trouble:,} not answered")
    return ", ".join(words)


def _since(now: Times, before: Times) -> Times:
    counts = tuple(a - b for a, b in zip(now.counts, before.counts, strict=True))
    return Times(counts, now.slowest)
