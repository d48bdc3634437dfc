"""What customers at the same time cost each other: slowdown, and how evenly it is shared.

Both figures are times in seconds from a question to its answer (see `timing.completion_time`),
held to a limit that the same run gives: never to one measured on another day.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from support.behaviour import RUBBISH
from support.benchmarks.timing import completion_time
from support.reading import Conversation, Told
from support.recording import SEND
from support.verdict import TIME, Limit, Measurement

_ANY = Limit(0, "s")
"""Stands where there is no baseline, and so no limit."""

_ENDLESS = Limit(math.inf, "s")
"""Until there is a baseline, no time for which the suite was patient is known to be too long."""


def slowdown(
    together: Sequence[Told], alone: Sequence[Told], share: float
) -> tuple[Measurement, Limit]:
    """The median time to an answer beside others, and its limit: the same alone, and `share` more.

    Alone are customers with the same questions, one after another, earlier in the same run. The
    median because a single answer's time varies by itself; `unevenness` looks at the slowest.
    Either stamp may be late, so the harness's lag of both sides is counted.
    """
    name = "time to answer beside others"
    base, base_lag, why = _times(alone, _ENDLESS)
    if why is not None:
        missing = Measurement(name, "s", None, f"alone: {why.why}", True, None, why.failed)
        return missing, _ANY
    limit = Limit(round(median(base), 3), "s", tolerance=share)
    times, lag, why = _times(together, limit)
    if why is not None:
        return Measurement(name, "s", None, why.why, True, None, why.failed), limit
    took = median(times)
    change = took / median(base) - 1
    words = (
        f"in the median of {len(times)} at once, {abs(change):.0%} "
        f"{'longer' if change >= 0 else 'shorter'} than the {median(base):.3f} s of one alone"
    )
    doubt = None if lag is None or base_lag is None else lag + base_lag * (1 + share)
    return Measurement(name, "s", took, words, True, doubt), limit


def unevenness(together: Sequence[Told], times_median: float) -> tuple[Measurement, Limit]:
    """The slowest customer's time, and its limit: so many times that of the one in the middle."""
    name = "time of the slowest customer"
    middle = _middle(together)
    limit = _ENDLESS if middle is None else Limit(round(middle * times_median, 3), "s")
    times, lag, why = _times(together, limit)
    if why is not None:
        held = _ANY if middle is None else limit
        return Measurement(name, "s", None, why.why, True, None, why.failed), held
    if middle is None:
        few = f"{len(times)} customers have no middle; three are needed"
        return Measurement(name, "s", None, few), _ANY
    words = f"{max(times) / middle:.2f} times the {middle:.3f} s of the customer in the middle"
    doubt = None if lag is None else lag * (1 + times_median)
    return Measurement(name, "s", max(times), words, True, doubt), limit


def trouble_made(talk: Conversation) -> Measurement:
    """How often a troublemaker cancelled, vanished or sent rubbish; without, nothing was tried."""
    frames = talk.recording.frames
    made = sum(run.cancelled_at is not None for run in talk.runs)
    made += sum(frame.dir == "dropped" for frame in frames)
    made += sum(frame.dir == SEND and frame.data == RUBBISH for frame in frames)
    if made:
        return Measurement("trouble that was made", TIME, made, "beside the others' work")
    why = talk.troubles[0].text if talk.troubles else "the moment for it never came"
    return Measurement("trouble that was made", TIME, None, f"no trouble was made: {why}")


def _middle(told: Sequence[Told]) -> float | None:
    """The time of the customer in the middle, where it does not hang on those without an answer.

    None of fewer than three customers.
    """
    measure = completion_time(_ENDLESS)
    found = [(measure(run, talk.lag).value, run.closed_at - run.asked_at) for talk, run in told]
    times = sorted(value for value, _ in found if value is not None)
    waited = min((waited for value, waited in found if value is None), default=math.inf)
    half = len(found) // 2
    if len(found) < 3 or len(times) <= half or times[half] > waited:
        return None
    return median([*times, *[math.inf] * (len(found) - len(times))])


def _times(
    told: Sequence[Told], limit: Limit
) -> tuple[list[float], float | None, Measurement | None]:
    """Every time to an answer with the greatest lag, or why one is missing.

    One that did not come within the limit is told before one that the suite did not wait for.
    """
    measure = completion_time(limit)
    found = [measure(run, talk.lag) for talk, run in told]
    if not found:
        return [], None, Measurement("", "s", None, "nobody asked", True)
    lost = sorted((each for each in found if each.value is None), key=lambda each: not each.failed)
    lags = [each.harness_lag for each in found]
    known = None if None in lags else max(lag for lag in lags if lag is not None)
    values = [each.value for each in found if each.value is not None]
    return values, known, lost[0] if lost else None
