"""Rounds as recorded runs left them: every third one broke a promise."""

from __future__ import annotations

import msgspec

from support.evidence import summary
from support.monitoring.rounds import Figure, Level, Promise, Round
from support.results import RunResults, ScenarioResult
from support.verdict import Direction, Limit, Measurement, Outcome
from support.verdict import Figure as Judged

_FIRST = "first event latency"


def figure_of(value: float | None, unit: str, limit: float, tolerance: float = 0.1) -> Figure:
    """A figure held to an upper limit."""
    direction, outcome = Direction.AT_MOST, Outcome.MET
    return Figure(value, unit, limit, tolerance, direction, outcome, harness_lag_ms=0.3)


def _levels(number: int, late: bool) -> tuple[Level, ...]:
    first = 7.412 if late else 0.03
    told = {
        "golden path completion": figure_of(1.9 + number % 7 / 10, "s", 120.0, 0.15),
        _FIRST: figure_of(first, "s", 5.0),
        "event delivery latency (p95)": figure_of(2.1, "ms", 100.0),
        "business value under load": _at_least(0.91, "", 0.70, 0.0),
        "token throughput": _at_least(180.5, "tokens/s", 10.0, 0.1),
        "memory per user session": figure_of(2.5, "MB", 50.0),
        "concurrent users served": _at_least(3.0, "users", 3.0, 0.0),
    }
    return tuple(
        Level(
            name,
            Outcome.NOT_MET if late and name == _FIRST else Outcome.MET,
            f"measured in round {number}",
            figure,
        )
        for name, figure in told.items()
    )


def _at_least(value: float, unit: str, limit: float, tolerance: float) -> Figure:
    return Figure(value, unit, limit, tolerance, Direction.AT_LEAST, Outcome.MET)


def recorded_round(number: int, at: float) -> Round:
    """Round 0, 2, 3, 5, … were met; 1, 4, 7, … broke one promise and could not measure another."""
    late = number % 3 == 1
    why = f"7.412 s after the question in round {number}; the limit is at most 5 s (+10%)"
    promises = [Promise("Fast", f"Promise {each}", Outcome.MET) for each in range(22)]
    if late:
        promises[7] = Promise("Fast", "The chat comes alive at once", Outcome.NOT_MET, why)
        promises[9] = Promise("Fast", "Memory stays low", Outcome.NOT_MEASURED, "no memory read")
    return Round(
        at,
        68.0 + number % 5,
        Outcome.NOT_MET if late else Outcome.MET,
        reason=f"The chat comes alive at once: {why}" if late else "",
        levels=_levels(number, late),
        promises=tuple(promises),
        lag_s=0.0012,
        questions=58,
    )


def worth_of(reason: str) -> bytes:
    """A `summary.json` of one answer that was worth too little."""
    limit = Limit(75.0, "%", Direction.AT_LEAST)
    found = Measurement("business value", "%", 70.0, reason)
    figure = Judged(found, limit, Outcome.NOT_MET, reason)
    told = f"business value: {reason}"
    result = ScenarioResult("F", "It pays", (), Outcome.NOT_MET, told, 1.0, (figure,))
    return _summary([result])


def waits_of(*seconds: float) -> bytes:
    """A `summary.json` of customers who all waited too long for the first sign of work."""
    limit, figures = Limit(5.0, "s", tolerance=0.1), []
    for number, value in enumerate(seconds, 1):
        told = f"{value:.3f} s after the question; the limit is {limit}"
        found = Measurement(f"{_FIRST}, customer {number}", "s", value, told, True, 0.0003)
        figures.append(Judged(found, limit, Outcome.NOT_MET, told))
    told = "; ".join(f"{each.measurement.name}: {each.reason}" for each in figures)
    result = ScenarioResult("F", "All at once", (), Outcome.NOT_MET, told, 1.0, tuple(figures))
    return _summary([result])


def summary_of(outcome: Outcome, reason: str) -> bytes:
    """A `summary.json` as the suite writes it, of one scenario about one service level."""
    limit = Limit(5.0, "s", tolerance=0.1)
    found = Measurement(_FIRST, "s", 7.412, reason, True, 0.0003)
    result = ScenarioResult(
        "A customer gets a cost answer, fast",
        "The chat comes alive at once",
        ("golden_path",),
        outcome,
        reason,
        8.0,
        (Judged(found, limit, outcome, reason),),
        (_FIRST,),
    )
    return _summary([result])


def late_and_leaked() -> bytes:
    """A `summary.json` of one promise that is merely late, and one that shows a leak."""
    told = [("Fast", (), "7.4 s"), ("Apart", ("critical",), "the secret of customer 2")]
    return _summary(
        [ScenarioResult("F", name, tags, Outcome.NOT_MET, why, 1.0) for name, tags, why in told]
    )


def _summary(results: list[ScenarioResult]) -> bytes:
    agent = {"name": "Adviser", "version": "1", "profile": "reference"}
    return msgspec.json.encode(summary.as_data(RunResults(agent, {"system": "x"}, results)))


def nothing_judged() -> bytes:
    """A `summary.json` of a run that chose no scenario."""
    return _summary([])
