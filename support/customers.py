"""Who asks: customers with questions, and with secrets of their own."""

from __future__ import annotations

import secrets

from support.behaviour import (
    Action,
    Customer,
    DropLine,
    Listen,
    Moment,
    Question,
    Resume,
    StayAway,
    WaitFor,
    asks,
)

AFTERMATH = 0.5
"""Seconds for which a customer listens on where it matters what comes after the end."""

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


def unlucky(question: Question, moment: Moment) -> Customer:
    """A customer whose line breaks at the moment, who is back a second later and listens on.

    In that second the agent goes on: what it says then must not be lost.
    """
    lost = (WaitFor(moment, question), DropLine(), StayAway(1.0), Resume(question))
    return attentive(*asks(question, *lost))


def attentive(*actions: Action) -> Customer:
    """A single customer who does this and then listens on for a while."""
    return one(*actions, Listen(AFTERMATH))


def crowd(size: int) -> list[Customer]:
    """So many customers, each with a question and a secret of their own.

    The secret stands in the question's text, as a reference number would.
    """
    customers = []
    for number in range(1, size + 1):
        canary = f"REF-{secrets.token_hex(8).upper()}"
        topic = QUESTIONS[(number - 1) % len(QUESTIONS)]
        question = Question(f"{topic} (our reference: {canary})")
        customers.append(
            Customer(f"customer {number}", (*asks(question), Listen(AFTERMATH)), canary)
        )
    return customers
