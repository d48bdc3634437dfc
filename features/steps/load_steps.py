"""A house full of customers: more than anybody can look at one by one."""

from __future__ import annotations

from typing import Any

from behave import then, when
from hamcrest import assert_that

from support import phrases  # noqa: F401 - registers the types used below
from support.benchmarks import promises
from support.load import fill
from support.matchers.figures import all_met
from support.verdict import Limit
from support.world import world_of


@when("they fill the house, all asking at the same time")
def fill_house(context: Any) -> None:
    """Everybody connects, and when all are there, all ask."""
    world = world_of(context)
    world.load = fill(world.suite, world.door, world.title, world.customers)


@when("they fill the house, after each question was asked alone")
def fill_after_alone(context: Any) -> None:
    """The same questions one after another, then all of them at the same time."""
    world = world_of(context)
    world.load = fill(world.suite, world.door, world.title, world.customers, alone_first=True)


@then("in the full house answers take less than {share:Share} longer than alone")
def slower_than_alone(context: Any, share: float) -> None:
    """The median time to an answer at once against the median alone, in this run."""
    world = world_of(context)
    assert_that(world.judge_together(*world.full_house.slowdown(share)), all_met())
    world.full_house.check_whole()


@then("everybody in the house is answered within {limit:Seconds}")
def all_answered(context: Any, limit: Limit) -> None:
    """Every question gets an answer, the slowest within the limit."""
    world = world_of(context)
    figures = world.judge_together(world.full_house.promise("answer"), promises.NEVER)
    assert_that([*figures, *world.judge_together(world.full_house.slowest(), limit)], all_met())
    world.full_house.check_whole()


@then("nothing on its way to anybody in the house is lost, repeated or out of order")
def nothing_lost(context: Any) -> None:
    """Sequence numbers have no gap, repeat or step back, for any customer."""
    world = world_of(context)
    found = world.full_house.promise("delivery")
    assert_that(world.judge_together(found, promises.NEVER), all_met())
    world.full_house.check_whole()


@then("nobody in the house sees anything of anybody else")
def nobody_sees(context: Any) -> None:
    """No frame of any customer holds another's secret, user, question or thread id."""
    world = world_of(context)
    found = world.full_house.isolation()
    assert_that(world.judge_together(found, promises.NEVER), all_met())
    world.full_house.check_whole()
