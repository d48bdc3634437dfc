"""Who asks: customers with questions, and with secrets of their own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from support.behaviour import (
    Action,
    Ask,
    Cancel,
    Customer,
    DropLine,
    Flood,
    Listen,
    Moment,
    Persevere,
    Question,
    Resume,
    StayAway,
    WaitFor,
    asks,
)
from support.verdict import HarnessError

AFTERMATH = 1.0
"""Seconds for which a customer listens on where it matters what comes after the end."""

QUIET_S = 0.5
"""Seconds of silence after which a customer's app looks whether anybody is there."""

QUESTIONS = (
    "Where does our AI spending go, provider by provider?",
    "How can we cut what we pay for idle GPUs?",
    "What would we save on model API calls by using smaller models?",
    "How can we reduce our storage cost on GCP?",
    "Which commitments on AWS would lower our compute bill?",
    "What are the risks of rightsizing our Azure virtual machines?",
    "How did our monthly AI cost change over the last year?",
    "What return would an AI cost programme bring within 12 months?",
    "Which of our services cost the most on Azure?",
    "How can we lower our AWS storage cost without losing data?",
)
"""Questions that differ in what they are about."""


def one(*actions: Action) -> Customer:
    """A single customer who does this."""
    return Customer("customer 1", actions)


def any_question() -> Question:
    """What somebody asks of whom only the answer matters."""
    return Question(QUESTIONS[1])


def unlucky(question: Question, moment: Moment) -> Customer:
    """A customer whose line breaks at the moment, who is back a second later and listens on.

    In that second the agent goes on: what it says then must not be lost.
    """
    lost = (WaitFor(moment, question), DropLine(), StayAway(1.0), Resume(question))
    return attentive(*asks(question, *lost))


def hasty(question: Question, moment: Moment) -> Customer:
    """A customer who cancels at the moment, loses the line with that, and says so again when back.

    The first word may have been lost with the line; the second is said a tenth of a second later.
    """
    lost = (WaitFor(moment, question), Cancel(question), DropLine())
    return attentive(Ask(question), *lost, Persevere(question, QUIET_S, cancels=True))


def attentive(*actions: Action) -> Customer:
    """A single customer who does this and then listens on for a while."""
    return one(*actions, Listen(AFTERMATH))


TEAMS = (
    "marketing", "sales", "research", "finance", "logistics",
    "support", "design", "legal", "security", "operations",
)  # fmt: skip
PLACES = (
    "Spain", "Japan", "Brazil", "Canada", "Kenya",
    "India", "Norway", "Mexico", "Poland", "Egypt",
)  # fmt: skip
"""Who else the same may matter to; with the questions, enough for a thousand that all differ."""


def crowd(size: int) -> list[Customer]:
    """So many customers, each with a question and a secret of their own.

    The secret stands in the question's text, as a reference number would. Raises `HarnessError`
    where there is nobody.
    """
    if size < 1:
        raise HarnessError(f"a crowd is one customer or more, not {size}")
    customers = []
    for number in range(size):
        canary = f"REF-{secrets.token_hex(8).upper()}"
        question = Question(f"{topic(number)} (our reference: {canary})")
        customers.append(
            Customer(f"customer {number + 1}", (*asks(question), Listen(AFTERMATH)), canary)
        )
    return customers


def topic(number: int) -> str:
    """The question of one of many, from 0 on; no two are the same."""
    rest, which = divmod(number, len(QUESTIONS))
    if not rest:
        return QUESTIONS[which]
    rest, team = divmod(rest - 1, len(TEAMS))
    branch, place = divmod(rest, len(PLACES))
    office = f"{TEAMS[team]} office in {PLACES[place]}{f', branch {branch}' if branch else ''}"
    return f"{QUESTIONS[which]} It matters to our {office}."


def each_alone(together: Sequence[Customer]) -> list[Customer]:
    """Customers with the questions of such a crowd, to be served one after another."""
    alone = crowd(sum(not customer.makes_trouble for customer in together))
    return [replace(customer, name=f"{customer.name}, alone") for customer in alone]


class Trouble(StrEnum):
    """What one customer does while others are served."""

    CANCELS = "cancels in the middle of the work"
    VANISHES = "vanishes in the middle of the work"
    LOSES_LINE = "loses the line again and again"
    FLOODS = "floods the agent with rubbish"


FLOOD = 500
"""Messages of a flood: far more than anybody types, and well below what a line carries."""


def troublemaker(trouble: Trouble) -> Customer:
    """One who asks like everybody else, and then makes trouble."""
    question = Question("Where does our GPU money go?")
    tool = WaitFor(Moment.TOOL, question)
    lost = (DropLine(), Resume(question))
    then: dict[Trouble, tuple[Action, ...]] = {
        Trouble.CANCELS: (tool, Cancel(question), WaitFor(Moment.END, question)),
        Trouble.VANISHES: (tool, DropLine()),
        Trouble.LOSES_LINE: (tool, *lost, *lost, *lost, WaitFor(Moment.END, question)),
        Trouble.FLOODS: (Flood(FLOOD), WaitFor(Moment.END, question)),
    }
    return Customer("troublemaker", (Ask(question), *then[trouble]), makes_trouble=True)
