"""Attacks on the agent under test: how they are carried out for a scenario, and judged."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from support.agents.agent import AgentUnderTest
from support.behaviour import Customer
from support.benchmarks.promises import NEVER
from support.evidence import attach
from support.reading import Conversation
from support.security import frames, measures, visits
from support.security.hostile_client import strike as struck_by
from support.verdict import Figure, HarnessError, Limit, Measurement, NotMeasured
from support.world import Alter, World

_HUNG_UP_WITHIN_S = 5.0
"""Seconds for which the hostile device waits at most; the limit is the feature's."""


def open_to_all(agent: AgentUnderTest) -> str:
    """Why nobody is turned away here, whoever it is; empty where customers need a pass."""
    if agent.profile.auth.kind != "none":
        return ""
    said = 'that customers need no pass ([auth] kind = "none")'
    return f"the profile of {agent.profile.name} says {said}"


def no_browsers(agent: AgentUnderTest) -> str:
    """Why no browser can show a pass here; empty where one can."""
    auth, name = agent.profile.auth, agent.profile.name
    if reason := open_to_all(agent):
        return reason
    if agent.profile.protocol == "native" or auth.carrier == "subprotocol":
        return ""
    where = f'carrier = "{auth.carrier}" under [auth]'
    return f"the profile of {name} says that passes are not shown as browsers show them ({where})"


def nobody_apart(agent: AgentUnderTest) -> str:
    """Why this agent cannot tell its customers apart; empty where it can."""
    auth = agent.profile.auth
    own = {
        "none": "",
        "value": "",
        "jwt": auth.user,
        "template": auth.template.replace("{user}", auth.user),
        "token": os.environ.get(auth.secret_env, ""),
    }[auth.kind]
    if "{customer}" in own:
        return ""
    return f"the profile of {agent.profile.name} gives all customers the same pass, or none"


def through_page(page: visits.Page) -> Alter:
    """The customer's own pass, from a web page that is not the agent's."""
    return partial(visits.from_page, page=page)


def through_browser(world: World) -> Alter:
    """The customer's own pass, as browsers carry it."""
    return partial(visits.from_browser, agent=world.open_agent())


def each_visit(world: World, measure: Callable[[Conversation], Measurement]) -> list[Figure]:
    """Judges everybody to whom nothing was promised."""
    found = [measure(talk) for talk in world.troublemakers]
    return [figure for each in found for figure in world.judge_together(each, NEVER)]


def beside_owner(
    world: World, measure: Callable[[Conversation, Conversation], Measurement]
) -> list[Figure]:
    """Judges every curious customer beside the one whose work it was."""
    curious = world.troublemakers
    owners = [talk for talk in world.conversations if talk not in curious] or world.alone
    if len(owners) < len(curious):
        raise HarnessError("nobody's work was there to reach for")
    pairs = zip(owners, curious, strict=False)
    found = [measure(owner, talk) for owner, talk in pairs]
    return [figure for each in found for figure in world.judge_together(each, NEVER)]


def broken(table: Any) -> Mapping[str, bytes]:
    """The frames that a feature names; `HarnessError` where one is not known."""
    return _named(table, "message", frames.BROKEN)


def heap(millions: int) -> Mapping[str, bytes]:
    """One message of so many million letters."""
    return {f"of {millions} million letters": frames.heap(millions * 1_000_000)}


def strike(world: World, attacks: Mapping[str, bytes]) -> None:
    """Carries them out with a good pass, each over a line of its own, and keeps what was seen."""
    agent = world.open_agent()
    address = agent.assignment(Customer("hostile device", ())).address
    world.struck = struck_by(address, attacks, _HUNG_UP_WITHIN_S)
    attach.text("What was sent, and what came of it", measures.told(world.struck))


def judged(world: World, limit: Limit) -> list[Figure]:
    """Holds each of these attacks to the limit."""
    if limit.enforced > _HUNG_UP_WITHIN_S:
        told = f"{_HUNG_UP_WITHIN_S:g} s"
        raise NotMeasured(f"the hostile device waits {told} at most, less than {limit}")
    found = map(measures.hang_up, world.struck)
    return [figure for each in found for figure in world.judge_together(each, limit)]


def senseless(table: Any) -> list[Customer]:
    """One device for each message that a feature names."""
    return [
        visits.clumsy(name, text)
        for name, text in _named(table, "message", frames.SENSELESS).items()
    ]


def reactions(world: World, limit: Limit) -> list[Figure]:
    """Holds the agent's answer to each senseless message to the limit."""
    found = [measures.reaction(talk, talk.name, limit) for talk in world.troublemakers]
    return [figure for each in found for figure in world.judge_together(each, limit)]


def _named(table: Any, heading: str, known: Mapping[str, Any]) -> dict[str, Any]:
    if list(table.headings) != [heading]:
        told = " | ".join(table.headings)
        raise HarnessError(f"a table of hostile things has the heading {heading!r}, not {told!r}")
    names = [row[heading] for row in table]
    unknown = [name for name in names if name not in known]
    if unknown:
        every = "; ".join(known)
        raise HarnessError(f"no {heading} {unknown[0]!r} is known; known are: {every}")
    return {name: known[name] for name in names}
