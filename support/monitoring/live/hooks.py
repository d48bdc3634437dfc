"""What the live view is told of Behave's scenarios: how many, which limits, what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from support import phrases
from support.evidence.outcome import selected, title
from support.monitoring.live.view import WORTH, View
from support.results import RunResults
from support.verdict import Direction, HarnessError, Limit

_STATED = {
    "the first sign of work appears within ": "first",
    "the answer is complete within ": "done",
    "everybody in the house is answered within ": "done",
}
_WORTH = "the answer is worth at least "
_LEVELS = {"first event latency": "first", "golden path completion": "done"}


def begin(view: View, features: Iterable[Any], config: Any) -> None:
    """Tells how many scenarios are going to be judged, and the limits that they state."""
    every = (each for feature in features for each in feature.walk_scenarios())
    chosen = [each for each in every if selected(each, config)]
    view.begin(len(chosen), [stated(each.all_steps) for each in chosen])


def scenario(view: View, scenario: Any) -> None:
    """Tells that a scenario begins, and to which times it holds the agent."""
    view.scenario(str(scenario.feature.name), title(scenario), stated(scenario.steps))


def stated(steps: Iterable[Any]) -> dict[str, Limit]:
    """The limits of the two times and of the worth that are shown, as these steps state them.

    What cannot be read here is left to the step itself, which says what is wrong with it.
    """
    limits = {}
    for step in steps:
        with suppress(HarnessError, ValueError):
            for words, what in _STATED.items():
                if step.name.startswith(words):
                    limits[what] = phrases.seconds(step.name.removeprefix(words))
            if step.name.startswith(_WORTH):
                share = float(step.name.removeprefix(_WORTH).removesuffix("%"))
                limits[WORTH] = Limit(share, "%", Direction.AT_LEAST)
            if step.table is not None and "benchmark" in step.table.headings:
                for name, limit in phrases.levels(step.table):
                    if name in _LEVELS:
                        limits[_LEVELS[name]] = limit
    return limits


def ended(view: View, results: RunResults, scenario: Any) -> None:
    """Tells what came of a scenario; one that was never begun came to nothing."""
    newest = results.scenarios[-1:]
    if newest and newest[0].name == title(scenario):
        view.ended(newest[0])
