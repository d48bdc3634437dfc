"""Passes that should open no door: made from a genuine one, as somebody without the key would.

A pass is what a customer shows to prove who they are: a signed token (RFC 7519) or any other text.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import jwt
import msgspec

from support.agents.agent import AgentUnderTest
from support.agents.credentials import Credentials, carried
from support.agents.profile import Auth
from support.assignment import Assignment
from support.verdict import HarnessError

_EXPIRED_S = 600
"""Beyond the few minutes by which a door's clock may be slow (RFC 7519, section 4.1.4)."""


class Pass(StrEnum):
    """What somebody shows who should not be let in."""

    NONE = "no pass at all"
    MADE_UP = "a made-up pass"
    FORGED = "a pass with a forged signature"
    EMPTY = "a pass with an empty signature"
    UNSIGNED = "a pass that nobody signed"
    SHOUTED = "a pass that says in capitals that nobody signed it"
    EXPIRED = "an expired pass"
    ELSEWHERE = "a pass for another service"
    NOWHERE = "a pass for no service at all"


class CannotForge(Exception):
    """This pass cannot be made for this agent; the message says why."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody at the door with a bad pass; `reason` says why there can be none at this agent."""

    kind: Pass
    agent: AgentUnderTest
    reason: str = ""

    def alter(self, assignment: Assignment) -> Assignment:
        """What a genuine customer would do, with the bad pass in place of theirs."""
        shown = bad_pass(self.kind, assignment.speaker.token, self.agent)
        address = assignment.address
        known = (*address.secrets, *shown.secrets)
        return replace(
            assignment,
            address=replace(
                address,
                url=shown.at(self.agent.url),
                headers=shown.headers,
                subprotocols=shown.subprotocols,
                secrets=known,
            ),
            speaker=replace(assignment.speaker, token=shown.token),
        )


def stranger(kind: Pass, agent: AgentUnderTest) -> Stranger:
    """Somebody with such a pass, or the reason why this agent's customers have none like it."""
    name, auth = agent.profile.name, agent.profile.auth
    try:
        if auth.kind == "none":
            raise CannotForge('customers need no pass ([auth] kind = "none")')
        bad_pass(kind, agent.sample_token(), agent)
    except CannotForge as cannot:
        return Stranger(kind, agent, f"the profile of {name} says that {cannot}")
    return Stranger(kind, agent)


def as_shown(who: Stranger | None) -> Callable[[Assignment], Assignment]:
    """How this stranger changes a visit; raises `HarnessError` where nobody came."""
    if who is None:
        raise HarnessError("the scenario does not say with what they come")
    return who.alter


def bad_pass(kind: Pass, genuine: str, agent: AgentUnderTest) -> Credentials:
    """Such a pass, carried as the profile says; raises `CannotForge` where there can be none."""
    auth = agent.profile.auth
    if kind is Pass.NONE:
        return Credentials()
    return carried(_token(kind, genuine, auth, agent.signing_key), auth, None, [])


def _token(kind: Pass, genuine: str, auth: Auth, key: str) -> str:
    if kind is Pass.MADE_UP:
        return secrets.token_hex(24)
    header, claims = _parts(genuine)
    head, body = genuine.split(".")[:2]
    now = int(time.time())
    if kind is Pass.FORGED:
        signature = genuine.split(".")[2]
        size = len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
        return f"{head}.{body}.{_coded(secrets.token_bytes(size or 32))}"
    if kind is Pass.EMPTY:
        return f"{head}.{body}."
    if kind in (Pass.UNSIGNED, Pass.SHOUTED):
        method = "none" if kind is Pass.UNSIGNED else "NONE"
        unsigned = msgspec.json.encode(header | {"alg": method})
        return f"{_coded(unsigned)}.{body}."
    if not key:
        raise CannotForge("the suite has no key to sign passes with, and so cannot make this one")
    if kind is Pass.EXPIRED:
        return jwt.encode(claims | {"exp": now - _EXPIRED_S}, key, algorithm="HS256")
    if not auth.audience:
        raise CannotForge("its passes name no service that they are for ([auth] audience)")
    others = {name: value for name, value in claims.items() if name != "aud"}
    if kind is Pass.ELSEWHERE:
        others["aud"] = f"not-{auth.audience}"
    return jwt.encode(others, key, algorithm="HS256")


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a signed token, unverified."""
    try:
        return jwt.get_unverified_header(token), jwt.decode(
            token, options={"verify_signature": False}
        )
    except jwt.PyJWTError as error:
        raise CannotForge("its passes are no signed tokens, so nothing of one can be forged") from (
            error
        )


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
