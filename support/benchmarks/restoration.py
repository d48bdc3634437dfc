"""Whether answers are worth what they were before something went wrong.

An agent's answers vary by themselves: it is held to the mean of those from before, and what may
well be chance is neither counted as a loss nor as a recovery. Worth is in per cent throughout.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from support.benchmarks.chance import FEWEST, reach
from support.benchmarks.recovery import is_impatient, nothing_happened, timing, window_of
from support.reading import Conversation
from support.verdict import Measurement

_NOTHING = "there is no answer from before to compare with"


@dataclass(frozen=True, slots=True)
class Usual:
    """What answers were worth before it went wrong.

    An answer is as good as before from `least` on; one below `chance` is worse than what the
    agent's own variation explains. `doubt` says why that variation hides what is promised.
    """

    mean: float
    least: float
    chance: float
    doubt: str


def usual(talk: Conversation, worth: Sequence[Measurement], share: float) -> Usual | str:
    """What was usual before, give or take this share of the mean; a string says why nobody knows.

    `worth` is that of each of the conversation's answers, in order.
    """
    window = window_of(talk)
    told = [
        (worth_of(found), found.why)
        for run, found in zip(talk.runs, worth, strict=True)
        if window and run.ending and run.ending.at <= window.begin
    ]
    if unknown := [why for value, why in told if value is None]:
        return f"an answer from before could not be judged: {unknown[0]}"
    values = [value for value, _ in told if value is not None]
    if not any(values):
        return _NOTHING
    if len(values) < FEWEST:
        told_so = f"{len(values)} came before, and {FEWEST} are needed"
        return f"how much the agent's answers vary by themselves is not known: {told_so}"
    mean = fmean(values)
    doubt = ""
    if max(abs(value - mean) for value in values) > share * mean:
        each = ", ".join(f"{value:.1f}%" for value in values)
        doubt = f"its answers already varied by more than {share:.0%} before: {each}"
    # What is equal is not less than itself by a rounding of binary fractions.
    least, chance = round((1 - share) * mean, 6), round(mean - reach(values), 6)
    return Usual(mean, least, chance, doubt)


def quality_kept(talk: Conversation, worth: Sequence[Measurement], share: float) -> Measurement:
    """The worth of the last answer, in per cent of the mean of those from before.

    Not measured where the agent's own variation is greater than the share, or explains the loss.
    """
    name, before = "quality afterwards", usual(talk, worth, share)
    if isinstance(before, str):
        return Measurement(name, "%", None, before)
    after = worth_of(worth[-1])
    if after is None:
        why = f"the last answer could not be judged: {worth[-1].why}"
        return Measurement(name, "%", None, why)
    why = f"{after:.1f}% after, {before.mean:.1f}% before"
    if doubt := _doubt(after, before):
        return Measurement(name, "%", None, f"{why}, but {doubt}")
    return Measurement(name, "%", round(100 * after / before.mean, 3), why)


def restored(talk: Conversation, worth: Sequence[Measurement], share: float) -> Measurement:
    """Seconds from the end of the trouble to the first answer that is as good as before.

    Not measured where one that nobody could judge may have been the first, and where the agent's
    own variation does not let it be told.
    """
    name, window = "time to restored quality", window_of(talk)
    if window is None:
        return nothing_happened(name)
    before = usual(talk, worth, share)
    if isinstance(before, str):
        return Measurement(name, "s", None, before)
    later = [
        (run.ending.at, worth_of(found), found.why)
        for run, found in zip(talk.runs, worth, strict=True)
        if run.completed and run.ending and run.ending.at >= window.end
    ]
    good = min((at for at, value, _ in later if (value or 0) >= before.least), default=math.inf)
    if unknown := [why for at, value, why in later if value is None and at < good]:
        return Measurement(name, "s", None, f"an answer could not be judged: {unknown[0]}")
    best = max((value for _, value, _ in later if value is not None), default=0.0)
    if later and (doubt := _doubt(best, before)):
        return Measurement(name, "s", None, doubt)
    if good == math.inf:
        values = ", ".join(f"{value:.0f}%" for _, value, _ in later) or "none came"
        told = f"what it was before ({before.mean:.0f}%): {values}"
        why = f"no answer after it was over is worth {told}"
        return Measurement(name, "s", None, why, True, None, failed=not is_impatient(talk))
    return timing(talk, name, window.end, good, "after it was over")


def worth_of(found: Measurement) -> float | None:
    """What an answer is worth: nothing where the agent failed; None where nobody can say."""
    return 0.0 if found.value is None and found.failed else found.value


def _doubt(value: float, before: Usual) -> str:
    """Why a later answer of this worth decides nothing; empty where it does."""
    if value >= before.least:
        return before.doubt
    if value < before.chance:
        return ""
    by_chance = f"one of {before.chance:.1f}% may come by chance"
    return before.doubt or f"from how its answers varied before, {by_chance}: ask more often before"
