"""Promises about the work and its answer: the event contract in words."""

from __future__ import annotations

from typing import Any

from behave import then
from hamcrest import assert_that

from support.benchmarks import conversations, promises
from support.benchmarks.answers import ONCE
from support.benchmarks.crossing import crossed
from support.matchers.figures import all_met
from support.world import world_of


@then("the customer sees the start, the thinking, the tools at work, their results and the answer")
def all_five(context: Any) -> None:
    """All five required events arrive."""
    assert_that(world_of(context).judge(promises.all_five_signs, promises.NEVER), all_met())


@then("the customer is told once, before anything else, that the work has begun")
def begins_with_start(context: Any) -> None:
    """The first event is the start of the agent that was asked, and it comes once."""
    assert_that(world_of(context).judge(promises.start_first, promises.NEVER), all_met())


@then("the question is worked on only once")
def worked_once(context: Any) -> None:
    """One start, and no further run that nobody asked for."""
    assert_that(world_of(context).judge(promises.worked_once, promises.NEVER), all_met())


@then("the next question is worked on only once")
def next_worked_once(context: Any) -> None:
    """One start of what was not cancelled, and no further run that nobody asked for."""
    world = world_of(context)
    assert_that(world.judge(promises.worked_once, promises.NEVER, world.kept), all_met())


@then("every tool that was called reports its own result")
def tools_paired(context: Any) -> None:
    """Each tool call is closed by its own result, once, after it began."""
    assert_that(world_of(context).judge(promises.tools_answered, promises.NEVER), all_met())


@then("every helper that was called in has finished before the work ends")
def helpers_nested(context: Any) -> None:
    """Each nested agent starts once, works for a known agent, and ends inside the run."""
    assert_that(world_of(context).judge(promises.helpers_nested, promises.NEVER), all_met())


@then("the work ends once, and nothing comes after its end")
def ends_once(context: Any) -> None:
    """Exactly one terminal event, and nothing of the run after it."""
    assert_that(world_of(context).judge(promises.one_ending, promises.NEVER), all_met())


@then("each customer sees only what belongs to their own question")
def own_ids(context: Any) -> None:
    """No event carries another user's, run's or thread's id."""
    assert_that(world_of(context).judge(promises.own_ids, promises.NEVER), all_met())


@then("nothing was lost, repeated or out of order on the way")
def in_sequence(context: Any) -> None:
    """Sequence numbers have no gap, repeat or step back."""
    assert_that(world_of(context).judge(promises.in_sequence, promises.NEVER), all_met())


@then("the pieces of the answer, put together, are exactly the answer")
def pieces_whole(context: Any) -> None:
    """The streamed pieces of every run, but of those cancelled, joined, equal its final answer."""
    world = world_of(context)
    assert_that(world.judge(promises.whole_answer, promises.NEVER, world.kept), all_met())


@then("every question is answered")
def answer_arrives(context: Any) -> None:
    """Every question, but those that were cancelled, ends with an answer that is not empty."""
    world = world_of(context)
    assert_that(world.judge(promises.answered, promises.NEVER, world.kept), all_met())


@then("each answer is about its own question")
def own_answers(context: Any) -> None:
    """No answer belongs to another question of the same customer."""
    assert_that(world_of(context).judge_talk(crossed, promises.NEVER), all_met())


@then("the work on the cancelled question ends as cancelled")
def ends_cancelled(context: Any) -> None:
    """The run's terminal event is the confirmation of the cancel."""
    world = world_of(context)
    assert_that(world.judge(promises.ended_cancelled, promises.NEVER, world.cancelled), all_met())


@then("the customer is told that the message could not be taken")
def error_answer(context: Any) -> None:
    """The agent answers with an error that names the problem; the connection stays."""
    assert_that(
        world_of(context).judge_talk(promises.error_answers, promises.AT_LEAST_ONE), all_met()
    )


@then("the last answer is about {thing}, and not about {other}")
def about_this(context: Any, thing: str, other: str) -> None:
    """The last answer gives amounts for the one, and none for the other."""
    measure = conversations.about(thing, other)
    assert_that(world_of(context).judge_talk(measure, ONCE), all_met())


@then("both answers give the same figure for {thing}")
def same_figure(context: Any, thing: str) -> None:
    """What the first answer says that a thing costs is what the last one says."""
    assert_that(world_of(context).judge_talk(conversations.same(thing), ONCE), all_met())


@then("the last answer objects to {premise}")
def objects(context: Any, premise: str) -> None:
    """It names the customer's figure, and says what is true instead."""
    assert_that(world_of(context).judge_talk(conversations.objects(premise), ONCE), all_met())
