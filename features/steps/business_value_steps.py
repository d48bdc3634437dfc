"""Promises about what an answer is worth."""

from __future__ import annotations

from typing import Any

from behave import then, when
from hamcrest import assert_that

from scoring.counted import AMOUNTS, PROVIDERS, QUANTIFIED, STEPS
from support import customers, phrases
from support.behaviour import Question, asks
from support.benchmarks import business_value as value
from support.benchmarks.quality_watch import NO_FALL, falls_of, graded, quality_held
from support.evidence.quality_chart import attach_quality
from support.matchers.figures import all_met
from support.world import world_of


@when("a customer asks these questions in turn, {number:Count} times in all")
def asks_in_turn(context: Any, number: int) -> None:
    """One question after another, each in a conversation of its own."""
    texts = [phrases.question(row["question"]).text for row in context.table]
    turn = [Question(texts[at % len(texts)]) for at in range(number)]
    world_of(context).send(customers.one(*(act for each in turn for act in asks(each))))


@then("the quality of the answers never falls")
def quality_holds(context: Any) -> None:
    """No fall by the cumulative sum of what answers lose against the first ones."""
    world = world_of(context)
    answers = graded([run for _, run in world.runs])
    attach_quality(answers, falls_of(answers))
    assert_that(world.judge_together(quality_held(answers), NO_FALL), all_met())


@then("the answer is worth at least {share:Share}")
def worth(context: Any, share: float) -> None:
    """The six factors of the business value together, gates included."""
    world = world_of(context)
    assert_that(world.judge_value(value.business_value, value.at_least(share)), all_met())


@then("the answer makes at least {number:Count} recommendations with a figure")
def recommends(context: Any, number: int) -> None:
    """Sentences that tell somebody to do something and say how much it brings."""
    world = world_of(context)
    assert_that(world.judge_value(value.counted(QUANTIFIED), value.so_many(number)), all_met())


@then("the answer names at least {number:Count} steps that somebody can take")
def steps(context: Any, number: int) -> None:
    """Things to do that are told firmly, not as possibilities."""
    world = world_of(context)
    assert_that(world.judge_value(value.counted(STEPS), value.so_many(number)), all_met())


@then("the answer rests on at least {number:Count} findings of its tools")
def findings(context: Any, number: int) -> None:
    """Completed tool calls that brought something which stands in the answer."""
    world = world_of(context)
    limit = value.so_many(number, "findings")
    assert_that(world.judge(value.findings_used, limit, world.kept), all_met())


@then("the answer names at least {number:Count} dollar amounts")
def amounts(context: Any, number: int) -> None:
    """Different amounts in US dollars."""
    world = world_of(context)
    assert_that(world.judge_value(value.counted(AMOUNTS), value.so_many(number)), all_met())


@then("the answer names at least {number:Count} cloud providers")
def providers(context: Any, number: int) -> None:
    """Different clouds, by their name or a service of theirs."""
    world = world_of(context)
    assert_that(world.judge_value(value.counted(PROVIDERS), value.so_many(number)), all_met())


@then("the answer passes the cost check at {share:Share}, and says what exactly is saved")
def cost_check(context: Any, share: float) -> None:
    """The mean of the five parts of the cost check, and the first of them by itself."""
    world = world_of(context)
    found = world.judge_value(value.cost_check, value.at_least(share))
    found += world.judge_value(value.specific_saving, value.so_many(1))
    assert_that(found, all_met())


@when("{sample} is judged")
def judge_sample(context: Any, sample: str) -> None:
    """A given answer, by the yardstick that its question calls for."""
    world_of(context).appraiser.sample(sample)


@then("its quality is {share:Share}, give or take {distance:Share}")
def quality_around(context: Any, share: float, distance: float) -> None:
    """The base quality of the answer, gates included."""
    world = world_of(context)
    found = value.base_quality(world.appraiser.latest)
    lower, upper = value.around(share, distance)
    figures = world.judge_together(found, lower) + world.judge_together(found, upper)
    assert_that(figures, all_met())


@then("its quality is at least {share:Share}")
def quality_at_least(context: Any, share: float) -> None:
    """The base quality of the answer, gates included."""
    world = world_of(context)
    found = value.base_quality(world.appraiser.latest)
    assert_that(world.judge_together(found, value.at_least(share)), all_met())


@then("it does not pass")
def no_pass(context: Any) -> None:
    """The base quality stays below what an answer must have to be acted on."""
    world = world_of(context)
    found = value.passes(world.appraiser.latest)
    assert_that(world.judge_together(found, value.NO_PASS), all_met())


@then('it is rejected, because "{reason}"')
def rejected(context: Any, reason: str) -> None:
    """A gate is closed, and its reason holds these words."""
    world = world_of(context)
    found = value.rejected_because(reason)(world.appraiser.latest)
    assert_that(world.judge_together(found, value.so_many(1)), all_met())


@then("the first is worth at least {share:Share} more than the second")
def spread(context: Any, share: float) -> None:
    """The difference of two base qualities, in points of 100."""
    world = world_of(context)
    found = value.spread(*world.appraiser.given)
    assert_that(world.judge_together(found, value.at_least(share)), all_met())


@then('both are judged as "{subject}"')
def judged_as(context: Any, subject: str) -> None:
    """The yardstick that the questions call for is the one of this subject."""
    world = world_of(context)
    found = value.judged_as(subject, world.appraiser.given)
    assert_that(world.judge_together(found, value.so_many(2)), all_met())
