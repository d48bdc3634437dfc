"""Holding a measurement to a limit; the harness never blames the agent for its own delay."""

from __future__ import annotations

from support.verdict import Figure, Limit, Measurement, Outcome, readable

LAG_SHARE = 0.05
"""The most the harness may have been late, as a share of the limit, for a timing to count."""


def judge(measurement: Measurement, limit: Limit) -> Figure:
    """The figure with its outcome.

    Either stamp can only be late, so a timing of v seconds under a lag of e was truly between
    v - e and v + e. Met: v + e keeps the limit and e is at most `LAG_SHARE` of it. Not met: even
    v - e breaks the limit. Anything else is not measured.
    """
    outcome, reason = _judge(measurement, limit)
    return Figure(measurement, limit, outcome, reason)


def _judge(found: Measurement, limit: Limit) -> tuple[Outcome, str]:
    if found.value is None:
        return (Outcome.NOT_MET if found.failed else Outcome.NOT_MEASURED), found.why
    kept = limit.allows(found.value)
    if not found.timing:
        return (Outcome.MET if kept else Outcome.NOT_MET), found.why
    lag = found.harness_lag or 0.0
    took = f"{found.value:.3f} s {found.why}; the limit is {limit}"
    if doubt := _doubt(found.value, lag, limit):
        late = f"the harness itself was up to {lag * 1000:.1f} ms late"
        return Outcome.NOT_MEASURED, f"{took}, but {late}, {doubt}"
    if kept:
        return Outcome.MET, found.why
    known = "unknown" if found.harness_lag is None else f"{lag * 1000:.1f} ms"
    return Outcome.NOT_MET, f"{took} (harness lag {known})"


def _doubt(value: float, lag: float, limit: Limit) -> str:
    """Why a timing cannot decide; empty where it can."""
    if limit.allows(value - lag) != limit.allows(value + lag):
        return "which decides the verdict"
    if limit.allows(value) and lag > limit.value * LAG_SHARE:
        return f"more than {LAG_SHARE:.0%} of {readable(limit.value, limit.unit)}"
    return ""
