"""Asking the team without a server: what the tests of the team's parts share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from support.reference_agent.conversation import Member, Request, Turn
from support.reference_agent.faults import NO_FAULTS, Faults
from support.reference_agent.pace import INSTANT, Pace
from support.reference_agent.team import Team

GOLDEN = "How can we cut our $2M annual AI bill?"
CANARY = "K-7f3a9c21d4"
ENTERPRISE = (
    "I am the CTO of a Fortune 500 company. We spend $2M a year on AI infrastructure across AWS, "
    "Azure and GCP. Please give me a spending analysis per provider, GPU utilization, API cost, "
    "storage, a quantified ROI over a 12-month timeline, and risks with mitigations. "
    f"(my reference: {CANARY})"
)
COST_QUESTIONS = (
    GOLDEN,
    ENTERPRISE,
    f"How can we reduce our GCP storage costs? (my reference: {CANARY})",
    "We spend $9M on Azure. How do we halve it?",
    "What did we spend on AWS in Q3?",
    "Are our GPUs idle?",
    "How do we cut model API costs by 30%?",
    "What are the risks of moving to spot and reserved capacity?",
    "What is the 12-month ROI of optimizing our AI infrastructure?",
    "Why did our bill grow this year?",
    "Should we buy 3-year reserved instances?",
    "What does our network egress cost, and can we lower it?",
    "How much do we spend on databases on GCP and how can we lower it?",
    "Compare AWS and Azure.",
    "How can we reduce Azure OpenAI token costs?",
    "How do we reduce S3 storage costs?",
    "We want to save $500k a year on AI. Is that possible?",
    "Our board wants AI spend below $1.5M next year. What should we do?",
    "Cut the cost of our dev environment.",
    "We pay $40k a month for Bedrock and $1M a year for GPUs. Where can we save?",
    "How do we lower the cost of fraud detection inference at our bank?",
    "How can our hospital cut imaging AI costs and stay HIPAA compliant?",
    "How can we cut recommendation engine costs before Black Friday?",
    "How do we reduce edge AI cost in our plants?",
    "How can our county lower AI costs within procurement rules?",
    "What about everything except AWS: how can we cut our costs?",
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the team emitted it."""

    kind: str
    member: Member
    fields: dict[str, Any]


@dataclass(slots=True)
class Run:
    """All events of one run, in order."""

    events: list[Event] = field(default_factory=list)

    async def emit(self, kind: str, member: Member, **fields: object) -> None:
        """Collects one event."""
        self.events.append(Event(kind, member, dict(fields)))

    def of(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [event for event in self.events if event.kind == kind]

    @property
    def answer(self) -> str:
        """The root agent's final response."""
        return str(self.events[-1].fields["final_response"])

    @property
    def results(self) -> list[dict[str, Any]]:
        """The results of all tools that worked."""
        return [e.fields["results"] for e in self.of("tool_completed") if not e.fields["is_error"]]

    def result(self, tool_name: str) -> dict[str, Any]:
        """The results of the one call of a tool."""
        (found,) = [
            event.fields["results"]
            for event in self.of("tool_completed")
            if event.fields["tool_name"] == tool_name
        ]
        return dict(found)

    @property
    def tools(self) -> list[str]:
        """The names of the tools called, in order."""
        return [event.fields["tool_name"] for event in self.of("tool_executing")]


def ask(
    question: str,
    tenant: str = "meridian",
    *,
    history: tuple[Turn, ...] = (),
    seed: int = 0,
    pace: Pace = INSTANT,
    faults: Faults = NO_FAULTS,
) -> Run:
    """One question, asked and answered."""
    run = Run()
    request = Request(question, "user-1", tenant, "thread-1", "run-1", history)
    asyncio.run(Team(seed, pace, faults).advise(request, run.emit))
    return run
