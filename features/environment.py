"""Hooks only: each builds what its layer needs and registers the clean-up beside it."""

from __future__ import annotations

from typing import Any

from behave.model import Feature, Scenario, Step

from support.evidence import closing
from support.monitoring.live import hooks
from support.suite import Suite
from support.world import World, world_of


def before_all(context: Any) -> None:
    """Starts the workers; they come up beside the agent."""
    suite: Suite = context.suite
    suite.fleet.__enter__()
    context.add_cleanup(suite.fleet.close)
    hooks.begin(suite.live, context._runner.features, context.config)


def before_feature(context: Any, _feature: Feature) -> None:
    """One agent process serves a feature."""
    context.door = context.suite.door()
    context.add_cleanup(context.door.release)


def before_scenario(context: Any, scenario: Scenario) -> None:
    """A fresh world; what the agent's protocol cannot show is skipped, with that reason."""
    context.world = World(context.suite, context.door, (scenario.feature.name, scenario.name))
    hooks.scenario(context.suite.live, scenario)
    reason = context.suite.settings.lacks(scenario.effective_tags)
    if reason:
        scenario.skip(reason)


def before_step(context: Any, step: Step) -> None:
    """Whoever watches sees what is being done."""
    context.suite.live.step(f"{step.keyword} {step.name}")


def after_step(context: Any, step: Step) -> None:
    """Once something was observed, every promise about it is judged, also beside a broken one."""
    if step.step_type == "when" and step.status == "passed":
        context.scenario.continue_after_failed_step = True
    context.suite.live.figures(world_of(context).figures)


def after_scenario(context: Any, scenario: Scenario) -> None:
    """The scorecard of the scenario joins its proof."""
    closing.close_scenario(context.suite.results, scenario, world_of(context).figures)
    hooks.ended(context.suite.live, context.suite.results, scenario)
