"""Promises about service levels: time, tokens, memory, and how often they are kept."""

from __future__ import annotations

from typing import Any

from behave import given, then, when
from hamcrest import assert_that

from support import customers, levels, phrases
from support.behaviour import CheckClock, Moment, Question, WaitFor, asks
from support.benchmarks import timing
from support.matchers.figures import all_met
from support.repeats import Rate
from support.verdict import Limit
from support.world import world_of

LOOKS = 8
"""Pings before a question, as the work begins, and after its answer; the fastest tells most."""


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


@given("each question is asked {times:Count} times")
def asked_often(context: Any, times: int) -> None:
    """Whatever customers do, they do so often, one time after another, with fresh ids."""
    world_of(context).times = times


@given("a promise is kept when it is kept {kept:Count} times of {of:Count}")
def kept_often(context: Any, kept: int, of: int) -> None:
    """The rate at which promises of this scenario must be kept; otherwise it is every time."""
    world_of(context).rate = Rate(kept, of)


@when("a customer with a watch asks {question:Question}")
def customer_with_watch(context: Any, question: Question) -> None:
    """Asks, and before, meanwhile and after it asks for the agent's time, where that can be."""
    look = CheckClock(LOOKS)
    meanwhile = (WaitFor(Moment.SIGN, question), look)
    world_of(context).send(customers.one(look, *asks(question, *meanwhile), look))


@when("{sizes:Sizes} customers in turn ask {question:Question} and stay connected")
def more_and_more(context: Any, sizes: tuple[int, ...], question: Question) -> None:
    """So many customers at once, then more; the agent's memory is read while all are connected."""
    levels.send_growing(world_of(context), sizes, question.text)


@then("these service levels are kept:")
def levels_kept(context: Any) -> None:
    """Every row of the table is measured and held to its target, direction and tolerance."""
    rows = phrases.levels(context.table)
    assert_that(levels.judge_levels(world_of(context), rows), all_met())


@then("one more user costs at most {times:Times} as much memory as before")
def cost_does_not_rise(context: Any, times: float) -> None:
    """What one more user costs at the greatest numbers of users, against the smaller ones."""
    limit = Limit(times, "times")
    assert_that(levels.judge_rise(world_of(context), limit), all_met())
