"""Performance: how fast the answer came, and how much of substance it holds, in equal parts."""

from __future__ import annotations

from scoring.events import RunLog
from scoring.score import Score
from scoring.throughput import throughput

TOKENS_PER_SECOND, WORDS = 10.0, 200
"""The targets, from which on each part counts in full."""


def speed(log: RunLog | None) -> Score:
    """Tokens a second against the target; unscored without a log, 0 without an answer."""
    if log is None:
        return Score("speed", None, "there is no record of the run")
    found = throughput(log)
    if found is None:
        return Score("speed", 0.0, "no answer came")
    value = min(1.0, found.rate / TOKENS_PER_SECOND)
    return Score("speed", value, f"{found.rate:.1f} tokens a second: {found.sentence}")


def substance(words: int, repeated: int = 0) -> Score:
    """Words of content against the target; `repeated` are those that say nothing new."""
    kept = max(words - repeated, 0)
    told = f"{kept} words of content"
    told += f" (of {words}; the rest repeats or pads)" if repeated else ""
    return Score("substance", min(1.0, kept / WORDS), told)


def performance(log: RunLog | None, content: Score) -> Score:
    """The mean of speed and substance; unscored where speed cannot be known."""
    fast = speed(log)
    if fast.value is None or content.value is None:
        return Score("performance", None, f"speed is not known: {fast.explanation}")
    told = f"{fast.explanation}; {content.explanation} (target {WORDS})"
    return Score("performance", (fast.value + content.value) / 2, told)
