"""Promises about several agents that work on one question."""

from __future__ import annotations

from typing import Any

from behave import then, when
from hamcrest import assert_that

from support import customers, phrases
from support.behaviour import Question, asks
from support.benchmarks import teamwork
from support.benchmarks.answers import ONCE, ask_answered, broken_sums
from support.benchmarks.promises import NEVER
from support.matchers.figures import all_met
from support.verdict import Direction, Limit
from support.world import world_of


@when("a technology officer asks")
def officer_asks(context: Any) -> None:
    """Asks what stands below, word for word, and follows the work to its end."""
    question = Question(" ".join(context.text.split()))
    world_of(context).send(customers.one(*asks(question)))


@then("at least {number:Count} handoffs are taken up by the agents that they name")
def handoffs_taken_up(context: Any, number: int) -> None:
    """Handoffs after which the agent that they name went to work."""
    limit = Limit(number, "handoffs", Direction.AT_LEAST)
    assert_that(world_of(context).judge(teamwork.handoff_count, limit), all_met())


@then("the handoffs come {least:d} to {most:d} seconds apart")
def handoffs_spaced(context: Any, least: int, most: int) -> None:
    """The mean time from one handoff to the next, held to both ends."""
    world = world_of(context)
    found = world.judge(teamwork.mean_gap, Limit(least, "s", Direction.AT_LEAST))
    found += world.judge(teamwork.mean_gap, Limit(most, "s"))
    assert_that(found, all_met())


@then("the coordination of the team is worth at least {share:Share}")
def coordinated(context: Any, share: float) -> None:
    """The mean of how handoffs are spaced, how tools are distributed, and synthesis."""
    limit = Limit(100 * share, "%", Direction.AT_LEAST)
    assert_that(world_of(context).judge(teamwork.effectiveness, limit), all_met())


@then("the agents use what others of the team have found")
def findings_used(context: Any) -> None:
    """At least twice an agent shows a figure or finding that another brought in this run."""
    measure = teamwork.fault("findings of others used")
    assert_that(world_of(context).judge(measure, NEVER), all_met())


@then("nobody on the team only pretends to be an agent")
def no_pretenders(context: Any) -> None:
    """No two names share an agent, and every helper did something of its own."""
    assert_that(world_of(context).judge(teamwork.fault("agents of their own"), NEVER), all_met())


@then("no work is done twice")
def no_duplicates(context: Any) -> None:
    """No tool is called again for what it had brought already."""
    assert_that(world_of(context).judge(teamwork.fault("no work done twice"), NEVER), all_met())


@then("every handoff is taken up by the agent that it names")
def no_lost_handoffs(context: Any) -> None:
    """After each handoff the agent that it names goes to work."""
    assert_that(world_of(context).judge(teamwork.fault("handoffs taken up"), NEVER), all_met())


@then("the work is not passed round in circles")
def no_loops(context: Any) -> None:
    """No handoff is repeated without anything new in between."""
    assert_that(world_of(context).judge(teamwork.fault("no loop of handoffs"), NEVER), all_met())


@then("the answer takes up each of these, and shows it")
def each_ask_answered(context: Any) -> None:
    """A passage for each thing that was asked, with amounts or figures where the table says so."""
    world = world_of(context)
    wanted = [ask_answered(each) for each in phrases.asks(context.table)]
    figures = [figure for each in wanted for figure in world.judge(each, ONCE)]
    assert_that(figures, all_met())


@then("the savings that it promises add up within what is spent")
def sums_hold(context: Any) -> None:
    """No total, saving or percentage of the answer contradicts another, or what is spent."""
    assert_that(world_of(context).judge(broken_sums, NEVER), all_met())
