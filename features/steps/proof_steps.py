"""The suite turned on agents that deserve to fail."""

from __future__ import annotations

from typing import Any

from behave import given, then, when
from hamcrest import assert_that

from support.matchers.trials import is_caught_because, is_undecided_because
from support.world import world_of


@given("a healthy agent with one fault: {defect}")
def planted(context: Any, defect: str) -> None:
    """One defect of the catalogue stands between customers and a healthy agent."""
    world_of(context).defect = defect


@when('the promise "{scenario}" is put to the test')
def put_to_the_test(context: Any, scenario: str) -> None:
    """That scenario of the golden path runs against the faulty agent, with its own report."""
    world_of(context).try_promise(scenario)


@then('the agent is rejected, because "{reason}"')
def rejected(context: Any, reason: str) -> None:
    """The verdict is "not met", and its reason holds these words."""
    assert_that(world_of(context).trial, is_caught_because(reason))


@then('nothing is certified, because "{reason}"')
def undecided(context: Any, reason: str) -> None:
    """The verdict is "not measured", and its reason holds these words."""
    assert_that(world_of(context).trial, is_undecided_because(reason))
