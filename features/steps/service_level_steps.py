"""Promises about time."""

from __future__ import annotations

from typing import Any

from behave import then
from hamcrest import assert_that

from support import phrases  # noqa: F401 - registers the types used below
from support.benchmarks import timing
from support.matchers.figures import all_met
from support.verdict import Limit
from support.world import world_of


@then("the first sign of work appears within {limit:Seconds}")
def first_sign(context: Any, limit: Limit) -> None:
    """From the question to the first event of its run, for every customer."""
    world = world_of(context)
    assert_that(world.judge(timing.first_event_latency(limit), limit), all_met())


@then("the answer is complete within {limit:Seconds}")
def answer_in_time(context: Any, limit: Limit) -> None:
    """From the question to the end of its run with an answer, for every customer."""
    world = world_of(context)
    assert_that(world.judge(timing.completion_time(limit), limit, world.kept), all_met())


@then("the chat is never silent for longer than {limit:Seconds}")
def never_silent(context: Any, limit: Limit) -> None:
    """The longest time without any event, from the question to the end of the run."""
    world = world_of(context)
    assert_that(world.judge(timing.longest_silence(limit), limit), all_met())


@then("the work stops within {limit:Seconds}")
def work_stops(context: Any, limit: Limit) -> None:
    """From the customer's cancel to the agent's confirmation that the run is cancelled."""
    world = world_of(context)
    assert_that(world.judge(timing.cancel_latency(limit), limit, world.cancelled), all_met())
