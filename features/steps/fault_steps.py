"""What goes wrong around customers, and how they come through it."""

from __future__ import annotations

from typing import Any

from behave import then, when
from hamcrest import assert_that

from support import phrases, resilience  # noqa: F401 - phrases registers the types used below
from support.behaviour import Question
from support.benchmarks import recovery
from support.matchers.figures import all_met
from support.verdict import Limit
from support.world import world_of


@when(
    "{what:Mishap} for {time:Seconds}, in the middle of the work for a customer who asks "
    "{question:Question}"
)
def it_happens(context: Any, what: str, time: Limit, question: Question) -> None:
    """Asks, stays with the question over as many lines as it takes, and has it happen meanwhile."""
    world = world_of(context)
    if why := resilience.impossible(world, what):
        context.scenario.skip(why)
    else:
        resilience.go_through(world, what, time.value, resilience.victim(question))


@when(
    "{what:Mishap} for {time:Seconds}, just as a customer cancels the question {question:Question}"
)
def cancels_amid(context: Any, what: str, time: Limit, question: Question) -> None:
    """Cancels the moment it goes wrong, and says so again on each new line."""
    customer = resilience.victim(question, cancels=True)
    resilience.go_through(world_of(context), what, time.value, customer)


@when(
    "{what:Mishap} during an answer to a customer who asks {before:Count} times before and once "
    "after it {question:Question}, and nobody helps"
)
def it_happens_suddenly(context: Any, what: str, before: int, question: Question) -> None:
    """Asks before it happens, has it happen in the middle of the next answer, and asks after it."""
    customer = resilience.regular(question, before, in_the_middle=True)
    resilience.go_through(world_of(context), what, 0.0, customer)


@when(
    "{what:Mishap} for {time:Seconds}, and a customer asks {before:Count} times before, once "
    "meanwhile and once after it {question:Question}"
)
def it_lasts(context: Any, what: str, time: Limit, before: int, question: Question) -> None:
    """Asks before it goes wrong, while it does, and after it."""
    customer = resilience.regular(question, before, in_the_middle=False)
    resilience.go_through(world_of(context), what, time.value, customer)


@when("{what:Mishap} for {time:Seconds}, for one of {number:Count} customers at work")
def it_happens_to_one(context: Any, what: str, time: Limit, number: int) -> None:
    """It happens on the line of the first; the others are served beside."""
    resilience.amid_others(world_of(context), number, what, time.value)


@then("the customer is never without a clear state for longer than {limit:Seconds}")
def clear_state(context: Any, limit: Limit) -> None:
    """Progress, an error, or a line that is known to be down, from the first moment of it on."""
    world = world_of(context)
    assert_that(resilience.judge_victims(world, recovery.clear_state, limit), all_met())


@then("it is noticed within {limit:Seconds}")
def noticed(context: Any, limit: Limit) -> None:
    """From when it goes wrong until the line is known to be down, or the agent says so."""
    world = world_of(context)
    assert_that(resilience.judge_victims(world, recovery.noticed, limit), all_met())


@then("the work goes on within {limit:Seconds} after it is over")
def goes_on(context: Any, limit: Limit) -> None:
    """From the end of it to the next event of the work, without anybody's help."""
    world = world_of(context)
    assert_that(resilience.judge_victims(world, recovery.recovered, limit), all_met())


@then("the customer has an answer within {limit:Seconds} after it is over")
def has_answer(context: Any, limit: Limit) -> None:
    """From the end of it to the customer's last answer."""
    world = world_of(context)
    assert_that(resilience.judge_victims(world, recovery.answered, limit), all_met())


@then("no event of the work is lost, and none is sent twice")
def delivered(context: Any) -> None:
    """Over all connections together, each event of each run arrives, and once."""
    assert_that(resilience.judge_delivery(world_of(context)), all_met())


@then("the cancel is confirmed within {limit:Seconds} after it is over")
def cancel_confirmed(context: Any, limit: Limit) -> None:
    """From the cancel, or the end of what went wrong, to the end of the work as cancelled."""
    world = world_of(context)
    assert_that(resilience.judge_victims(world, recovery.cancelled, limit), all_met())


@then("the customer is let in again at attempt {number:Count} after it is over")
def let_in(context: Any, number: int) -> None:
    """The customer's app waits longer after each failure; an agent that is well lets it in."""
    world, limit = world_of(context), Limit(number, "")
    assert_that(resilience.judge_victims(world, recovery.let_in, limit), all_met())


@then(
    "answers are worth what they were before, give or take {share:Share}, within {limit:Seconds} "
    "after it is over"
)
def quality_is_back(context: Any, share: float, limit: Limit) -> None:
    """The suite's own judgement of the same question's answers before and after."""
    assert_that(resilience.judge_quality(world_of(context), limit, share), all_met())


@then("nobody else notices anything of it")
def others_untouched(context: Any) -> None:
    """Everybody else is answered and misses nothing."""
    assert_that(resilience.judge_others(world_of(context)), all_met())


@then("nobody else's chat is silent more than {limit:Seconds} longer than before")
def others_not_frozen(context: Any, limit: Limit) -> None:
    """Beside as many customers at once to whom nothing happened."""
    assert_that(resilience.judge_silence(world_of(context), limit), all_met())


@when("customers from {names:Regions} ask at the same time {question:Question}")
def ask_from_regions(context: Any, names: tuple[str, ...], question: Question) -> None:
    """One from each region, over a line as long as theirs or from a worker that stands there."""
    resilience.from_regions(world_of(context), names, question)
