"""What customers do: ask, cancel, lose the line, come back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from behave import given, when

from support import customers, phrases  # noqa: F401 - phrases registers the types used below
from support.behaviour import (
    Ask,
    Cancel,
    Listen,
    Moment,
    Question,
    SayRaw,
    WaitFor,
    asks,
)
from support.benchmarks.trouble import check_something_was_at_stake
from support.verdict import Limit
from support.world import world_of


@given("the agent is open for business")
def agent_is_open(context: Any) -> None:
    """The agent under test is running and takes customers."""
    world_of(context).open_agent()


@when("a customer asks {question:Question}")
def customer_asks(context: Any, question: Question) -> None:
    """Asks and follows the work to its end; in quotation marks the question is word for word."""
    world_of(context).send(customers.one(*asks(question)))


@when("a customer who asked {question:Question} stays on the line for {time:Seconds} more")
def customer_stays(context: Any, question: Question, time: Limit) -> None:
    """Follows the work to its end and listens on, for whatever still comes."""
    world_of(context).send(customers.one(*asks(question), Listen(time.value)))


@when("a customer who asked {question:Question} cancels once {moment:Moment}")
def customer_cancels(context: Any, question: Question, moment: Moment) -> None:
    """Asks, waits for the moment, cancels, and follows the run to its end."""
    waiting = WaitFor(moment, question)
    world_of(context).send(customers.attentive(*asks(question, waiting, Cancel(question))))


@when("a customer cancels {first:Question} once {moment:Moment}, and then asks {second:Question}")
def customer_asks_anew(context: Any, first: Question, moment: Moment, second: Question) -> None:
    """Cancels one question and puts another on the same line."""
    waiting = WaitFor(moment, first)
    changed = (*asks(first, waiting, Cancel(first)), *asks(second))
    world_of(context).send(customers.attentive(*changed))


@when("a customer who asked {question:Question} loses the line once {moment:Moment}")
def customer_loses_line(context: Any, question: Question, moment: Moment) -> None:
    """Loses the connection without a farewell, is back a second later and takes up the run.

    Where the work was done before the moment came, that says nothing of a line lost in the middle.
    """
    world = world_of(context)
    world.send(customers.unlucky(question, moment))
    if moment is not Moment.END:
        check_something_was_at_stake(world.runs)


@when(
    "a customer who asked {question:Question} cancels once {moment:Moment}, and the line breaks "
    "with that"
)
def customer_cancels_and_is_cut_off(context: Any, question: Question, moment: Moment) -> None:
    """Cancels, loses the connection with that, takes up the run, and says again that it is off."""
    world_of(context).send(customers.hasty(question, moment))


@when("a customer puts two questions at once: {first:Question} and {second:Question}")
def customer_asks_twice(context: Any, first: Question, second: Question) -> None:
    """Puts two questions on one line without waiting for the first answer."""
    world_of(context).send(customers.one(Ask(first), *asks(second), WaitFor(Moment.END, first)))


@when("a customer who asked {first:Question} goes on with {second:Question}")
def customer_goes_on(context: Any, first: Question, second: Question) -> None:
    """Asks, waits for the answer, and asks on in the same conversation."""
    on = replace(second, thread_id=first.thread_id)
    world_of(context).send(customers.one(*asks(first), *asks(on)))


@when("a customer's device sends {question:Question} twice")
def device_repeats(context: Any, question: Question) -> None:
    """The very same message goes out a second time, as after a doubtful connection."""
    world_of(context).send(customers.attentive(Ask(question), *asks(question)))


@when("a customer's device sends {question:Question} again after the answer")
def device_repeats_late(context: Any, question: Question) -> None:
    """The very same message goes out a second time when its answer is there."""
    world_of(context).send(customers.attentive(*asks(question), Ask(question)))


@when("a customer's device sends an unreadable message, and then asks {question:Question}")
def device_garbles(context: Any, question: Question) -> None:
    """A message that nobody can read goes out before the question."""
    world_of(context).send(customers.one(SayRaw('{"type": "user_mess'), *asks(question)))


@given("{number:Count} customers, each with a question and a secret of their own")
def a_crowd(context: Any, number: int) -> None:
    """Their questions differ, and each question's text holds its customer's secret."""
    world_of(context).customers = customers.crowd(number)


@when("they all ask at the same time")
def crowd_asks(context: Any) -> None:
    """All of them ask at once, each over a connection of their own."""
    world = world_of(context)
    world.send(*world.customers)
