"""Promises about those who should not be served, and about messages made to do harm."""

from __future__ import annotations

from typing import Any

from behave import given, then, when
from hamcrest import assert_that

from support import customers, phrases  # noqa: F401 - phrases registers the types used below
from support.behaviour import Question, asks
from support.benchmarks.promises import NEVER
from support.matchers.figures import all_met
from support.security import attacks, leaks, measures, passes, visits, words  # noqa: F401 - types too
from support.security.passes import Pass
from support.security.visits import Curiosity, Page
from support.verdict import Limit
from support.world import world_of


@given("somebody who comes with {credential:Pass}")
def comes_with(context: Any, credential: Pass) -> None:
    """What they will show at the door; skipped where this agent's customers have none like it."""
    world = world_of(context)
    world.stranger = passes.stranger(credential, world.open_agent())
    if world.stranger.reason:
        context.scenario.skip(world.stranger.reason)


@when("they ask {question:Question}")
def stranger_asks(context: Any, question: Question) -> None:
    """They do what a customer does, with their own pass in place of a good one."""
    world = world_of(context)
    world.send(visits.stranger(question), alter=passes.as_shown(world.stranger))


@when("{page:Page} asks {question:Question}, with a customer's own pass")
def foreign_page(context: Any, page: Page, question: Question) -> None:
    """A browser names the page from which it connects; nothing else is wrong with this visit."""
    world = world_of(context)
    if reason := attacks.open_to_all(world.open_agent()):
        context.scenario.skip(reason)
    else:
        world.send(visits.stranger(question), alter=attacks.through_page(page))


@then("they are turned away")
def turned_away(context: Any) -> None:
    """Nothing of the work reached them: the line was refused or closed, or an error answered."""
    world = world_of(context)
    assert_that(attacks.each_visit(world, measures.turned_away), all_met())


@then("the next customer is served")
def next_served(context: Any) -> None:
    """Somebody with a good pass asks over a fresh line, and gets an answer."""
    world = world_of(context)
    world.send(visits.next_one(customers.any_question()))
    assert_that(attacks.each_visit(world, measures.next_served), all_met())


@when("a browser asks {question:Question} for a customer")
def asks_from_browser(context: Any, question: Question) -> None:
    """The pass travels among the offered subprotocols; skipped where the agent takes none so."""
    world = world_of(context)
    if reason := attacks.no_browsers(world.open_agent()):
        context.scenario.skip(reason)
    else:
        world.send(customers.one(*asks(question)), alter=attacks.through_browser(world))


@then("nothing that the agent says holds a pass or a key")
def secrets_kept(context: Any) -> None:
    """No message, opening or farewell holds a credential of the customer or the signing key."""
    world = world_of(context)
    found = leaks.repeated_secrets(world.conversations)
    assert_that(world.judge_together(found, NEVER), all_met())


@given(
    "a customer with a secret, and another who knows the name of their work and "
    "{curiosity:Curiosity}"
)
def owner_and_curious(context: Any, curiosity: Curiosity) -> None:
    """Skipped where all customers show the same pass: then nobody's work is their own."""
    world = world_of(context)
    world.customers = visits.beside(customers.crowd(1)[0], curiosity)
    if reason := attacks.nobody_apart(world.open_agent()):
        context.scenario.skip(reason)


@given("a customer with a secret, who was served")
def owner_served(context: Any) -> None:
    """Their question holds their secret; it was answered before anybody else comes."""
    world = world_of(context)
    if reason := attacks.nobody_apart(world.open_agent()):
        context.scenario.skip(reason)
    else:
        world.send_one_by_one(*customers.crowd(1))


@when("both are served at the same time")
def both_served(context: Any) -> None:
    """Each over a line of their own, with their own pass."""
    world = world_of(context)
    world.send(*world.customers)


@when("another asks on in their conversation")
def reads_on(context: Any) -> None:
    """A question under the name of the other's conversation, with a good pass of their own."""
    world = world_of(context)
    world.send(visits.reader(world.alone[0]))


@then("the other is shown nothing of it")
def nothing_shown(context: Any) -> None:
    """Neither the secret nor the user id nor any event of the other's work reached them."""
    world = world_of(context)
    assert_that(attacks.beside_owner(world, measures.shown_of), all_met())


@then("the customer's own work comes to its answer")
def work_goes_on(context: Any) -> None:
    """The work that another reached for ends with an answer."""
    world = world_of(context)
    assert_that(attacks.beside_owner(world, measures.went_on), all_met())


@when("a hostile device sends, each over a line of its own, a message that breaks its rules")
def breaks_rules(context: Any) -> None:
    """Each frame breaks one rule of the protocol; the lines are opened with a good pass."""
    attacks.strike(world_of(context), attacks.broken(context.table))


@when("a hostile device sends a message of {millions:Count} million letters")
def sends_heap(context: Any, millions: int) -> None:
    """One text in one frame."""
    attacks.strike(world_of(context), attacks.heap(millions))


@then("the agent hangs up on each of them within {limit:Seconds}")
def hangs_up(context: Any, limit: Limit) -> None:
    """From the last byte of the frame to the agent's farewell, or to the end of the line."""
    assert_that(attacks.judged(world_of(context), limit), all_met())


@when("a hostile device sends, each over a line of its own, a message")
def sends_senseless(context: Any) -> None:
    """Well-formed frames that mean nothing; the device waits for what the agent says to each."""
    world_of(context).send(*attacks.senseless(context.table))


@then("each is answered with an error, or the agent hangs up, within {limit:Seconds}")
def turned_down(context: Any, limit: Limit) -> None:
    """From the message to the error, or to the farewell."""
    assert_that(attacks.reactions(world_of(context), limit), all_met())


@when(
    "a hostile device sends {number:Count} messages at once while a customer asks "
    "{question:Question}"
)
def floods(context: Any, number: int, question: Question) -> None:
    """Messages that nobody can read, as fast as the line takes them, beside somebody's work."""
    flood = visits.flooder(number)
    world_of(context).send(customers.one(*asks(question)), flood)
