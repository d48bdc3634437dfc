"""Every figure that a feature demands is tried from both sides."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from behave.model import Scenario, ScenarioOutline
from behave.parser import parse_file

from support.faults.trial import ROOT
from support.proof.boundaries import BOUNDARIES, boundaries
from support.proof.moves import MOVES
from support.proof.readings import READS
from support.proof.workshop import BESIDE, ROOMS

NO_LIMITS = ("the last answer objects to $9M a year",)
"""Sentences with figures that are what somebody said."""

TOO_MANY = ("Beyond the contract nobody of",)
"""Hundreds of customers are not recorded; the same limit is tried with fewer."""


def promised() -> list[Scenario]:
    """The scenarios of the suite, the first of each outline; what proves them is left out."""
    features = [
        parse_file(str(path))
        for path in sorted((ROOT / "features").rglob("*.feature"))
        if path.parent.name != "proof"
    ]
    told = [scenario for each in features for scenario in each.scenarios]
    found = [each.scenarios[0] if isinstance(each, ScenarioOutline) else each for each in told]
    return [each for each in found if not each.name.startswith(TOO_MANY)]


def demanded(scenario: Scenario) -> int:
    """In how many sentences the scenario holds the agent to a figure."""
    sentences = [step.name for step in scenario.steps if step.step_type == "then"]
    return sum(bool(re.search(r"\d", each)) for each in sentences if each not in NO_LIMITS)


def test_every_limit_of_a_scenario_is_tried_from_both_sides() -> None:
    tried = Counter(each.promise for each in boundaries())
    for scenario in promised():
        known = sum(n for promise, n in tried.items() if scenario.name.startswith(promise))
        assert known >= demanded(scenario), scenario.name


def test_every_limit_is_of_a_feature_that_is_recorded_for_it() -> None:
    told = [
        scenario.name
        for room in (*ROOMS, *BESIDE)
        for path in sorted(
            (ROOT / "features").glob(f"{room}/*.feature" if "." not in room else room)
        )
        for scenario in parse_file(str(path)).walk_scenarios(with_outlines=True)
    ]
    for each in boundaries():
        assert any(name.startswith(each.promise) for name in told), each.promise


def test_every_limit_is_tried_once() -> None:
    keys = [(each.promise, each.figure, each.limit, each.move) for each in boundaries()]
    assert len(keys) == len(set(keys))


def test_limits_name_moves_and_promises_that_exist(tmp_path: Path) -> None:
    names = [scenario.name for scenario in promised()]
    for each in boundaries():
        assert each.move in MOVES | READS
        assert each.inside != each.beyond
        assert any(name.startswith(each.promise) for name in names), each.promise
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(BOUNDARIES.read_text(encoding="utf-8") + "near = 1\n", encoding="utf-8")
    with pytest.raises(msgspec.ValidationError):
        boundaries(wrong)
