"""Holding a measurement to a limit; the harness never blames the agent for its own delay."""

from __future__ import annotations

from support.verdict import Figure, Limit, Measurement, Outcome, readable

LAG_SHARE = 0.05
"""The most the harness may have been late, as a share of the limit, for a timing to count."""


_PER_SECOND = {"s": 1.0, "ms": 1000.0}

NEAR = 0.10
"""A figure that is less than this share of its limit away from it says how near it is."""


def judge(measurement: Measurement, limit: Limit) -> Figure:
    """The figure with its outcome.

    Either stamp can only be late, so a timing of v seconds under a lag of e was truly between
    v - e and v + e. Met: v + e keeps the limit and e is at most `LAG_SHARE` of it. Not met: even
    v - e breaks the limit. Anything else is not measured.
    """
    outcome, reason = _judge(measurement, limit)
    if outcome in (Outcome.MET, Outcome.NOT_MET):
        reason = "; ".join(filter(None, (reason, nearness(measurement, limit))))
    return Figure(measurement, limit, outcome, reason)


def nearness(found: Measurement, limit: Limit) -> str:
    """How near a figure is to the limit that decides, where that is less than `NEAR` of it.

    What is counted has no margin: three of three are not near to anything.
    """
    if found.value is None or not limit.enforced or float(found.value).is_integer():
        return ""
    margin = abs(found.value - limit.enforced) / limit.enforced
    if margin >= NEAR:
        return ""
    side = "within" if limit.allows(found.value) else "beyond"
    return f"close: only {margin:.1%} {side} {readable(limit.enforced, limit.unit)}"


def _judge(found: Measurement, limit: Limit) -> tuple[Outcome, str]:
    if found.value is None:
        return (Outcome.NOT_MET if found.failed else Outcome.NOT_MEASURED), found.why
    kept = limit.allows(found.value)
    if not found.timing:
        return (Outcome.MET if kept else Outcome.NOT_MET), found.why
    lag = found.harness_lag or 0.0
    took = f"{found.value:.3f} {found.unit} {found.why}; the limit is {limit}"
    if doubt := _doubt(found.value, lag * _PER_SECOND[found.unit], limit):
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
