"""Made-up runs, and text as an agent with bad intentions would send it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoring.events import Event, Kind, RunLog
from support.results import RunResults, ScenarioResult
from support.verdict import Direction, Figure, Limit, Measurement, Outcome

HOSTILE = "<script>alert('1')</script>&\"]]>\x1b[31mred\x00\ud800\uffff\u202egnp\r\nFeature: fake"


def figure(
    outcome: Outcome = Outcome.MET,
    *,
    name: str = "first sign of work",
    value: float | None = 0.2143,
    reason: str = "0.214 s after the question",
    timing: bool = True,
    lag: float | None = 0.0003,
) -> Figure:
    measurement = Measurement(name, "s", value, reason, timing, lag)
    return Figure(measurement, Limit(5, "s", Direction.AT_MOST, 0.1), outcome, reason)


def scenario(
    outcome: Outcome = Outcome.MET,
    *figures: Figure,
    name: str = "The chat comes alive",
    reason: str = "",
) -> ScenarioResult:
    return ScenarioResult("Golden", name, ("golden_path",), outcome, reason, 12.34, figures)


def graded(
    *figures: Figure,
    names: Sequence[str] = (),
    outcome: Outcome = Outcome.MET,
    reason: str = "",
) -> ScenarioResult:
    """A scenario about benchmarks: those of its figures, unless they are named."""
    about = tuple(names) or tuple(each.measurement.name for each in figures)
    return replace(scenario(outcome, *figures, reason=reason), benchmarks=about)


def results(*scenarios: ScenarioResult, name: str = "Adviser") -> RunResults:
    agent = {"name": name, "version": "1.0", "profile": "reference"}
    return RunResults(agent, {"system": "Linux"}, list(scenarios))


def event(kind: Kind, at: float, agent: str | None = "root", **more: Any) -> Event:
    return Event(kind=kind, at=100 + at, frame=0, agent_id=agent, agent_name=agent, **more)


def run(*events: Event, closed: float = 30.0, question: str = "Why?", **more: Any) -> RunLog:
    return RunLog(question, "r", "t", "u", 100.0, 100 + closed, events, **more)
