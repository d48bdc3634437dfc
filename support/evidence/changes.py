"""What changed since the last run: verdicts, and figures that moved beyond their own noise.

A figure's noise is how far its earlier values lie apart: those of the same promise, agent,
profile and machine. It has moved when it lies beyond all of them, further from their median than
eight times their median absolute deviation, than the harness's own lag, and than a hundredth of
its limit, below which nobody cares; with fewer than eight of them nothing is said. Three
deviations, a usual choice, would mark 16 of 100 figures that only vary by chance with eight values;
this marks about 1 of 100 (normally distributed) to 3 (heavy tails), and fewer as the history grows
(simulated, 40,000 draws each).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from support.evidence.history import Run, promises_of, run_of
from support.verdict import Direction, Outcome

FEWEST_VALUES, DEVIATIONS = 8, 8
SHARE_OF_LIMIT = 0.01
MOST_VALUES = 50
"""Older values than that say more about another time than about noise."""

MOST_POINTS = 30
"""How many runs the trend shows."""


def compare(data: Mapping[str, Any], earlier: Sequence[Run]) -> dict[str, Any]:
    """What changed in the run of this summary against earlier runs of the same agent.

    Each promise is held against the last run that asked for it. `since` is when the last run began,
    None where there was none; `dropped` are promises of that run that this one did not ask for.
    """
    now = run_of(data)
    past = _of_same_agent(now, earlier)
    verdicts, figures, known, young = [], [], 0, 0
    asked_before = {name for run in past for name in run.promises}
    for promise, scenario in promises_of(data):
        before = next((run for run in reversed(past) if promise in run.promises), None)
        if before is None:
            continue
        place = {"feature": scenario["feature"], "name": scenario["name"]}
        was, is_now = before.promises[promise].outcome, scenario["outcome"]
        if was != is_now:
            verdicts.append({**place, "before": was, "now": is_now, "then": before.started})
        for figure in scenario["figures"]:
            values = _values(past, now, promise, figure["name"])
            if figure["value"] is None or not values:
                continue
            known, young = (
                known + (len(values) >= FEWEST_VALUES),
                young + (len(values) < FEWEST_VALUES),
            )
            if told := _moved(figure, values):
                figures.append({**place, **told})
    dropped = [name for name in (past[-1].promises if past else ()) if name not in now.promises]
    return {
        "since": past[-1].started if past else None,
        "runs": len(past),
        "verdicts": sorted(verdicts, key=lambda each: each["now"] == Outcome.MET),
        "figures": sorted(figures, key=lambda each: each["better"]),
        "figures_compared": known,
        "figures_too_young": young,
        "new": sum(name not in asked_before for name in now.promises) if past else 0,
        "dropped": dropped,
    }


def trend(data: Mapping[str, Any], earlier: Sequence[Run]) -> list[dict[str, Any]]:
    """The latest runs of this agent, this one last: when, the verdict, and how much was kept."""
    now = run_of(data)
    same = _of_same_agent(now, earlier)
    return [
        {
            "started": run.started,
            "outcome": run.outcome,
            "grade": run.grade,
            "met": run.count(Outcome.MET),
            "asked": len(run.promises) - run.count(Outcome.NOT_SUPPORTED),
            "agent_version": run.agent_version,
        }
        for run in [*same, now][-MOST_POINTS:]
    ]


def _of_same_agent(now: Run, earlier: Sequence[Run]) -> list[Run]:
    """The runs of an agent of this name and profile, of whatever version."""
    wanted = _profile(now.profile)
    return [
        each for each in earlier if each.agent == now.agent and _profile(each.profile) == wanted
    ]


def _profile(told: str) -> str:
    """A profile by one name, however it was told: `p.toml`, `./p.toml`, `/here/p.toml`.

    A file below the working folder goes by its path from there, any other by its whole path; a name
    without `.toml` is one of the suite's own.
    """
    if not told.endswith(".toml"):
        return told
    # By the words alone: the file of an earlier run may be gone.
    path, here = Path(os.path.abspath(told)), Path.cwd()  # noqa: PTH100 - `..` goes, links stay
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _values(past: Sequence[Run], now: Run, promise: str, figure: str) -> list[float]:
    found = [
        run.promises[promise].figures[figure]
        for run in past
        if run.machine == now.machine
        and promise in run.promises
        and figure in run.promises[promise].figures
    ]
    return found[-MOST_VALUES:]


def _moved(figure: Mapping[str, Any], values: Sequence[float]) -> dict[str, Any] | None:
    """The figure beside what is usual, where it moved; None where it did not, or none can say."""
    if len(values) < FEWEST_VALUES:
        return None
    value, middle = float(figure["value"]), median(values)
    noise = DEVIATIONS * median(abs(each - middle) for each in values)
    # Seconds and milliseconds are the units of timings; the lag is told in milliseconds.
    lag = (figure["harness_lag_ms"] or 0.0) / (1 if figure["unit"] == "ms" else 1000)
    least = SHARE_OF_LIMIT * abs(figure["limit"] or 0.0)
    inside = min(values) <= value <= max(values)
    if inside or abs(value - middle) <= max(noise, lag, least):
        return None
    lower_is_better = figure["direction"] == Direction.AT_MOST
    return {
        "figure": figure["name"],
        "unit": figure["unit"],
        "now": value,
        "median": middle,
        "least": min(values),
        "most": max(values),
        "runs": len(values),
        "better": (value < middle) == lower_is_better,
        "outcome": figure["outcome"],
    }
