"""Promises about several customers."""

from __future__ import annotations

from typing import Any

from behave import given, then, when
from hamcrest import assert_that

from support import customers, phrases  # noqa: F401 - phrases registers the types used below
from support.benchmarks import promises
from support.benchmarks.answers import ONCE
from support.benchmarks.likeness import likeness, own_terms
from support.benchmarks.neighbours import slowdown, trouble_made, unevenness
from support.customers import Trouble
from support.evidence.heat_map import attach_isolation
from support.matchers.figures import all_met
from support.security import attacks
from support.verdict import Direction, Limit
from support.world import world_of


@then("nobody sees anything of anybody else")
def isolated(context: Any) -> None:
    """No frame of one customer holds another's secret, user id, question or ids, then or before."""
    world = world_of(context)
    attach_isolation(world.conversations)
    apart = not attacks.nobody_apart(world.door.get())
    assert_that(world.judge_isolation(promises.NEVER, apart=apart), all_met())


@given(
    "{number:Count} customers, each with a question and a secret of their own, and one more who "
    "{trouble:Trouble}"
)
def a_crowd_and_one_more(context: Any, number: int, trouble: Trouble) -> None:
    """To the last one nothing is promised: the others must notice nothing of them."""
    crowd = [*customers.crowd(number), customers.troublemaker(trouble)]
    world_of(context).customers = crowd


@when("each question is first asked alone, and then all of them at the same time")
def alone_then_together(context: Any) -> None:
    """The same questions one after another, then at once, each over a connection of its own."""
    world = world_of(context)
    together = world.customers
    alone = customers.each_alone(together)
    world.afford(*alone, *together)
    world.send_one_by_one(*alone)
    world.send(*together)


@then("every question of the others is answered")
def others_answered(context: Any) -> None:
    """Every question, but the troublemaker's, ends with an answer that is not empty."""
    world = world_of(context)
    tried = [trouble_made(each) for each in world.troublemakers]
    made = [figure for each in tried for figure in world.judge_together(each, ONCE)]
    assert_that([*world.judge(promises.answered, promises.NEVER), *made], all_met())


@then("answering takes less than {share:Share} longer than for one customer alone")
def little_slower(context: Any, share: float) -> None:
    """The median time to an answer beside others against that of customers alone, in this run."""
    world = world_of(context)
    figure = slowdown(world.runs, world.runs_alone, share)
    assert_that(world.judge_together(*figure), all_met())


@then("the slowest customer waits at most {times:Times} as long as the one in the middle")
def fair(context: Any, times: float) -> None:
    """The longest time to an answer against the median of all customers at once."""
    world = world_of(context)
    assert_that(world.judge_together(*unevenness(world.runs, times)), all_met())


@then("what they are told is less than {share:Share} alike")
def different_answers(context: Any, share: float) -> None:
    """No two answers to different questions have more in common than that."""
    limit = Limit(100 * share, "%")
    assert_that(world_of(context).judge_talk(likeness, limit), all_met())


@then("each answer takes up at least {share:Share} of what its own question is about")
def own_question(context: Any, share: float) -> None:
    """The key terms of each customer's question that its answer takes up."""
    limit = Limit(100 * share, "%", Direction.AT_LEAST)
    assert_that(world_of(context).judge_talk(own_terms, limit), all_met())
