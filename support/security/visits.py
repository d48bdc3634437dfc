"""How those come who should not be served: with a foreign web page, or after another's work."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.behaviour import (
    Action,
    Ask,
    Cancel,
    Customer,
    DropLine,
    Flood,
    Listen,
    Moment,
    Question,
    Resume,
    SayRaw,
    WaitFor,
    asks,
)
from support.reading import Conversation

_STAY = 1.5
"""Seconds in which whatever an agent tells a curious customer arrives."""

_SECOND_THOUGHTS = 4.0
"""Seconds in which an agent that only warned a stranger begins to serve them all the same."""


class Page(StrEnum):
    """Whose web page makes a customer's browser connect."""

    FOREIGN = "a foreign web page"
    NAMELESS = "a web page that hides its name"
    LOOKALIKE = "a web page whose name begins like the agent's"


class Curiosity(StrEnum):
    """What somebody wants with the work of another customer."""

    FOLLOW = "wants to follow it"
    STOP = "wants to stop it"


def origin_of(page: Page, url: str) -> str:
    """The origin that a browser names for it (RFC 6454; names ending in .example: RFC 2606)."""
    parts = urlsplit(url)
    scheme = "https" if parts.scheme == "wss" else "http"
    return {
        Page.FOREIGN: "https://prize-draw.example",
        Page.NAMELESS: "null",
        Page.LOOKALIKE: f"{scheme}://{parts.netloc.rpartition('@')[2]}.prize-draw.example",
    }[page]


def from_page(assignment: Assignment, page: Page) -> Assignment:
    """The customer's own pass, from a web page that is not the agent's."""
    address = assignment.address
    return replace(assignment, address=replace(address, origin=origin_of(page, address.url)))


def from_browser(assignment: Assignment, agent: AgentUnderTest) -> Assignment:
    """The customer's own pass, carried as browsers carry it: among the offered subprotocols."""
    shown = agent.browser_credentials(assignment.customer)
    address = replace(
        assignment.address,
        url=agent.url,
        headers={},
        subprotocols=shown.subprotocols,
        secrets=(*assignment.address.secrets, *shown.secrets),
    )
    return replace(assignment, address=address)


def stranger(question: Question) -> Customer:
    """Somebody who asks like any customer; nothing is promised to them.

    Where the line stays open they stay on it: a warning after which work comes is no refusal.
    """
    waits = (*asks(question), Listen(_SECOND_THOUGHTS))
    return Customer("the stranger", waits, makes_trouble=True)


def next_one(question: Question) -> Customer:
    """Whoever comes after an attack; they are told apart from those who were promised more."""
    return Customer("the next customer", asks(question), makes_trouble=True)


def curious(theirs: Question, curiosity: Curiosity) -> Customer:
    """A customer with a question of their own, who reaches for another's work while it goes on."""
    own = Question("How can we reduce our storage cost on GCP?")
    reach: dict[Curiosity, tuple[Action, ...]] = {
        Curiosity.FOLLOW: (DropLine(), Resume(theirs), Listen(_STAY)),
        Curiosity.STOP: (Cancel(theirs), WaitFor(Moment.END, own), Listen(_STAY)),
    }
    begun = (Ask(own), WaitFor(Moment.TOOL, own))
    return Customer("the curious one", (*begun, *reach[curiosity]), makes_trouble=True)


def beside(owner: Customer, curiosity: Curiosity) -> list[Customer]:
    """The customer, and another who reaches for their work."""
    return [owner, curious(owner.questions[0], curiosity)]


def reader(theirs: Conversation) -> Customer:
    """A customer who asks on in another's conversation, as if it were their own."""
    asked = "What did I ask you before, and what was my reference?"
    on = Question(asked, thread_id=theirs.runs[0].thread_id)
    return Customer("the curious one", (*asks(on), Listen(_STAY)), makes_trouble=True)


def clumsy(name: str, text: str) -> Customer:
    """A device that sends this and waits for what the agent says to it."""
    return Customer(name, (SayRaw(text),), makes_trouble=True)


def flooder(messages: int) -> Customer:
    """A device that sends so many messages at once that nobody can read."""
    return Customer("hostile device", (Flood(messages), Listen(_STAY)), makes_trouble=True)
