"""Recording one agent: every plan acted out once, as many at the same time as do no harm."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from msgspec.structs import replace as with_fields

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.agents.profile import Profile
from support.faults.ordeal import Staging
from support.fleet import Fleet
from support.fleet.shard import about
from support.lag import LagProbe
from support.proof.fleets import Plans, Recorded, Sent, Stagings
from support.reading import Conversation, read
from support.recording import Recording
from support.session import Session
from support.verdict import HarnessError

AT_ONCE = 12
"""Plans that are acted out at the same time: enough that nobody waits for one who waits."""


def profile_of(defect: str, *further: str) -> Profile:
    """The profile of a healthy agent, behind the door of one planted defect where one is named.

    `further` are arguments for the healthy agent.
    """
    healthy = profile.load("reference")
    if healthy.launch is None:
        raise HarnessError("the reference profile launches nothing")
    command = [*healthy.launch.command, *further]
    if defect:
        command = ["{python}", "-m", "support.faults.defective_agent", defect]
    waits = with_fields(healthy.patience, opening_s=10.0, silence_s=12.0, answer_s=60.0)
    launch = with_fields(healthy.launch, command=command)
    return with_fields(healthy, launch=launch, patience=waits)


def record(
    agent_profile: Profile,
    plans: Plans,
    at_once: int = AT_ONCE,
    beside: Callable[[], None] | None = None,
) -> dict[str, list[list[Conversation]]]:
    """Acts every plan out against this agent; what came of it, by the same keys.

    Whoever is sent off together shares an agent with nobody else: `house` in its address keeps
    plans apart where a defect lets customers feel each other. `beside` is done on the same loop.
    """
    with AgentUnderTest(agent_profile) as agent:
        return asyncio.run(_record(agent, plans, at_once, beside))


def record_staged(agent_profile: Profile, plans: Plans, stagings: Stagings) -> Recorded:
    """Acts those plans out around which something goes wrong; each has an agent of its own."""
    found = {}
    for key, staged in stagings.items():
        with AgentUnderTest(agent_profile) as agent, Fleet() as fleet:
            found[key] = [
                _act_out(agent, fleet, sent, staged.get(turn))
                for turn, sent in enumerate(plans[key])
            ]
    return found


def _act_out(
    agent: AgentUnderTest, fleet: Fleet, sent: Sent, staging: Staging | None
) -> list[Conversation]:
    going = [agent.assignment(customer, company) for customer, company in sent]
    return staging.act_out(agent, fleet, going) if staging else fleet.run(going)


async def _record(
    agent: AgentUnderTest, plans: Plans, at_once: int, beside: Callable[[], None] | None
) -> dict[str, list[list[Conversation]]]:
    probe, places = LagProbe(), asyncio.Semaphore(at_once)
    probing = asyncio.create_task(probe.run())
    if beside is not None:
        beside()

    async def follow(number: int, plan: Sequence[Sent]) -> list[list[Recording]]:
        async with places:
            return [await _send(agent, probe, number, sent) for sent in plan]

    try:
        done = await asyncio.gather(*(follow(n, plan) for n, plan in enumerate(plans.values())))
    finally:
        probing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await probing
    return {
        key: [[read(each) for each in recordings] for recordings in recorded]
        for key, recorded in zip(plans, done, strict=True)
    }


async def _send(agent: AgentUnderTest, probe: LagProbe, house: int, sent: Sent) -> list[Recording]:
    assignments = []
    for customer, company in sent:
        made = agent.assignment(customer, company)
        address = replace(made.address, url=f"{made.address.url}?house={house}")
        assignments.append(replace(made, address=address))
    sessions = [Session(assignment, probe) for assignment in assignments]
    frames = await asyncio.gather(*(session.run() for session in sessions))
    return [
        Recording({**about(assignment), "same_host": True}, tuple(lines))
        for assignment, lines in zip(assignments, frames, strict=True)
    ]
