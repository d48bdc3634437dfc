"""Promises to customers of one industry, whose own rules bind whatever they are told."""

from __future__ import annotations

from typing import Any

from behave import given, then
from hamcrest import assert_that

from support import phrases  # noqa: F401 - registers the types used below
from support.benchmarks import industry as rules
from support.benchmarks.answers import ONCE
from support.benchmarks.promises import NEVER
from support.matchers.figures import all_met
from support.verdict import Direction, Limit
from support.world import world_of


@given("a customer from {industry}")
def from_industry(context: Any, industry: str) -> None:
    """Customers belong to a company of this industry; skipped where the agent serves none."""
    if reason := world_of(context).from_industry(industry, context.feature.filename):
        context.scenario.skip(reason)


@then("the answer says how everything that binds {customer} is kept")
def obligations_kept(context: Any, customer: str) -> None:
    """Every obligation in the industry's file is spoken of, affirmed, in some sentence."""
    world = world_of(context)
    measures = rules.obligations(world.industry_of(customer))
    found = [figure for each in measures for figure in world.judge(each, ONCE)]
    assert_that(found, all_met())


@then("it advises nothing that {customer} must never do")
def nothing_forbidden(context: Any, customer: str) -> None:
    """No sentence advises what the industry's file rules out; warnings and denials are none."""
    world = world_of(context)
    measures = rules.forbidden(world.industry_of(customer))
    found = [figure for each in measures for figure in world.judge(each, NEVER)]
    assert_that(found, all_met())


@then("{customer} is told plainly that what they ask for must not be done")
def refused(context: Any, customer: str) -> None:
    """What the question asks for is ruled out in some sentence of the answer."""
    world = world_of(context)
    measure = rules.refusal(world.industry_of(customer))
    assert_that(world.judge(measure, ONCE), all_met())


@then("the answer speaks the language of {customer}, with at least {number:Count} words of its own")
def own_language(context: Any, customer: str, number: int) -> None:
    """Different words and terms of the industry's vocabulary."""
    world = world_of(context)
    limit = Limit(number, "words", Direction.AT_LEAST)
    figures = world.judge(rules.vocabulary(world.industry_of(customer)), limit)
    assert_that(figures, all_met())
