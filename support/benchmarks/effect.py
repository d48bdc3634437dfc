"""Whether what was made to fail showed in the work at all; where not, nothing was gone through."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from scoring.events import Kind, RunLog
from support.benchmarks.chance import FEWEST, reach
from support.benchmarks.recovery import nothing_happened, window_of
from support.benchmarks.restoration import usual, worth_of
from support.lag import HarnessLag
from support.reading import Conversation
from support.verdict import TIME, Measurement

NAME = "trouble that was made"


def tools_slowed(talk: Conversation) -> Measurement:
    """Once where the tool calls of the answer in the trouble took longer than in all others.

    Longer is what neither their own variation over the other answers nor the harness's delay
    explains.
    """
    window = window_of(talk)
    if window is None:
        return nothing_happened(NAME)
    usually: list[float] = []
    meanwhile: list[float] = []
    for run in talk.runs:
        asked_meanwhile = window.begin <= run.asked_at < window.end
        times = _tool_times(run, talk.lag if asked_meanwhile else None)
        (meanwhile if asked_meanwhile else usually).extend([fmean(times)] if times else [])
    if not meanwhile or len(usually) < FEWEST:
        told = f"{len(meanwhile)} meanwhile, {len(usually)} before and after it"
        return _unshown(f"{window.what}: too few answers with tool calls to tell: {told}")
    took, usual_s, most = fmean(meanwhile), fmean(usually), fmean(usually) + reach(usually)
    figures = f"{took:.3f} s a call meanwhile, {usual_s:.3f} s before and after it"
    if took <= most:
        by_chance = f"{figures}, where {most:.3f} s may come by chance"
        return _unshown(f"{window.what}: the trouble did not show: {by_chance}")
    return Measurement(NAME, TIME, 1, figures)


def model_weakened(talk: Conversation, worth: Sequence[Measurement], share: float) -> Measurement:
    """Once where the answer in the trouble was worth less than before, by more than this share.

    An agent whose answers stay as good cannot be told from one that kept its model.
    """
    window = window_of(talk)
    if window is None:
        return nothing_happened(NAME)
    before = usual(talk, worth, share)
    if isinstance(before, str):
        return _unshown(before)
    told = [
        found
        for run, found in zip(talk.runs, worth, strict=True)
        if window.begin <= run.asked_at < window.end
    ]
    values = [value for found in told if (value := worth_of(found)) is not None]
    if not values:
        why = told[0].why if told else "none was asked for meanwhile"
        return _unshown(f"{window.what}: no answer could be judged: {why}")
    figures = f"{min(values):.1f}% meanwhile, {before.mean:.1f}% before"
    if min(values) >= min(before.least, before.chance):
        return _unshown(f"{window.what}: the trouble did not show: {figures}")
    return Measurement(NAME, TIME, 1, figures)


def _tool_times(run: RunLog, lag: HarnessLag | None) -> list[float]:
    """Seconds from each call to its result, without those by which the harness may be late."""
    called = {event.call_id: event.at for event in run.of(Kind.TOOL_EXECUTING)}
    spans = [
        (called[event.call_id], event.at)
        for event in run.of(Kind.TOOL_COMPLETED)
        if event.call_id in called
    ]
    return [end - begin - (lag.at(begin, end) if lag else 0.0) for begin, end in spans]


def _unshown(why: str) -> Measurement:
    return Measurement(NAME, TIME, None, why)
