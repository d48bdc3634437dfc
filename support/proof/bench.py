"""Behave in this process: the same features again and again, with a stand-in for the fleet."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.runner import Context, Runner
from behave.runner_util import parse_features

from support import config, world
from support.agents.profile import Profile
from support.assignment import Assignment
from support.benchmarks.isolation import Guest
from support.faults.ordeal import Ordeal, Staging
from support.faults.trial import ROOT
from support.proof.fleets import Desk, Planning, Plans, Playing, Recorded, Stagings, StandIn
from support.proof.ids import Ids
from support.reading import Conversation
from support.regions import FromRegions
from support.results import RunResults, ScenarioResult
from support.suite import Suite

_BEFORE = ("given", "when")
_LEFT_OUT = "not judged from recordings"
_NOWHERE = {"name": "recordings", "version": "", "profile": ""}


class _Door:
    """Opens at once: behind it is only a desk."""

    def __init__(self, profile: Profile) -> None:
        self.desk = Desk(profile).__enter__()
        self.guests: list[Guest] = []

    def get(self) -> Desk:
        """The desk; each scenario is judged as if it were the first."""
        self.desk.kept_waiting = 0
        return self.desk

    def close(self) -> None:
        """There is nothing to stop."""


class Bench(Runner):  # type: ignore[misc]
    """The features of the suite with their own steps, judged as often as wanted.

    `paths` are files or folders of features; `without` are beginnings of scenarios left out. Ids
    come from `ids`, so that scenarios that do the same do it under the same ids.
    """

    def __init__(self, ids: Ids, profile: Profile, paths: Iterable[Path], without: Sequence[str]):
        arguments = ["--no-capture", "--no-summary", "-q", "-T", *map(str, paths)]
        settings = Configuration(arguments, load_config=False)
        settings.reporters, settings.outputs = [], []
        logging.getLogger("behave").setLevel(logging.ERROR)  # it tells whatever is skipped
        super().__init__(settings)
        self._ids, self._profile, self._without = ids, profile, tuple(without)
        self._door = _Door(profile)
        self._stage = StandIn()
        self._only = ""
        self.stagings: Stagings = {}
        self._suite: Suite
        self.config.paths = [str(ROOT / "features")]
        with self.path_manager:
            self.setup_paths()
            self.load_hooks()
            self.load_step_definitions()
        self.config.paths = list(map(str, paths))

    def plans(self, features: Sequence[Feature] | None = None) -> Plans:
        """Who is sent off in these features, or in all; scenarios that send nobody are left out.

        What goes wrong around them is noted in `stagings`.
        """
        self._only = ""
        stage = Planning(company_of=lambda customer: self._door.desk.companies[customer])
        self._run(stage, features)
        self.stagings |= stage.stagings
        return stage.plans

    def judged(
        self,
        plans: Plans,
        recorded: Recorded,
        features: Sequence[Feature] | None = None,
        only: str = "",
    ) -> list[ScenarioResult]:
        """What every scenario of which there is a plan says of these recordings.

        With `only`, no other scenario than the one of this name is judged.
        """
        self._only = only
        return self._run(Playing(plans=plans, recorded=recorded), features)

    def on(self, stage: StandIn, only: str) -> list[ScenarioResult]:
        """What the scenario of this name says where this stands in for the fleet."""
        self._only = only
        return self._run(stage, None)

    def parsed(self) -> list[Feature]:
        """The features, fresh."""
        found: list[Feature] = parse_features(self.feature_locations())
        return found

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Begins and ends nothing but scenarios."""
        if hook_name in ("before_all", "after_all"):
            return True
        if hook_name == "before_feature":
            self.context.door = self._door
            return True
        if hook_name == "before_scenario":
            key = key_of(args[0])
            self._door.guests.clear()
            self._ids.begin(key)
            self._stage.begin(key)
            self._skip(args[0], key)
        return bool(super().run_hook(hook_name, *args))

    def _run(self, stage: StandIn, features: Sequence[Feature] | None) -> list[ScenarioResult]:
        settings = config.Settings(self._profile, "recordings", 1.0)
        self._suite = Suite(settings, RunResults(_NOWHERE, {}))
        self._stage = self._suite.fleet = stage  # type: ignore[assignment]
        self.context = Context(self)
        self.context.suite = self._suite
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.path_manager)
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            # No report shows these pictures, and drawing takes longer than judging.
            stack.enter_context(patch.object(world, "attach_conversation"))
            for staging in (Ordeal, FromRegions):
                stack.enter_context(patch.object(staging, "act_out", _played))
            self.run_model(self.parsed() if features is None else list(features))
        if self.aborted:  # Behave ends the run, and would have us go on with the next
            raise KeyboardInterrupt
        return [each for each in self._suite.results.scenarios if each.reason != _LEFT_OUT]

    def _skip(self, scenario: Scenario, key: str) -> None:
        known = not isinstance(self._stage, Playing) or key in self._stage.plans
        other = self._only and scenario.name != self._only
        if not known or other or scenario.name.startswith(self._without):
            scenario.skip(_LEFT_OUT)


def _played(
    staging: Staging, _agent: object, stage: StandIn, assignments: Sequence[Assignment]
) -> list[Conversation]:
    """What goes wrong is in the recordings already."""
    stage.stage(staging)
    return stage.run(assignments)


def key_of(scenario: Scenario) -> str:
    """What a scenario does before it promises anything; equal where two do the same."""
    told = [
        f"{step.name}|{step.text or ''}|{step.table.headings if step.table else ''}"
        f"|{[row.cells for row in step.table] if step.table else ''}"
        for step in scenario.all_steps
        if step.step_type in _BEFORE
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
