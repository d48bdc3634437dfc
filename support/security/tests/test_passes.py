"""Each bad pass is bad in one way alone, and is made only where the suite can make it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from support import customers
from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.reference_agent.auth import RefusedError, TokenRules, authenticate
from support.security.passes import Pass, Stranger, stranger

KEY = "k" * 40
SIGNED = 'kind = "jwt"\nsecret_env = "MY_KEY"\naudience = "us"\nuser = "{customer}@acme"\n'


def agent(folder: Path, auth: str) -> AgentUnderTest:
    file = folder / "agent.toml"
    file.write_text(f'name = "A"\nurl = "ws://127.0.0.1:1/ws"\n[auth]\n{auth}\n', encoding="utf-8")
    return AgentUnderTest(profile.load(str(file)))


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    monkeypatch.setenv("MY_VALUE", "an-opaque-pass")


def visit(door: AgentUnderTest, kind: Pass) -> tuple[Stranger, Assignment]:
    """Somebody with such a pass, and what they will do."""
    who = stranger(kind, door)
    return who, who.alter(door.assignment(customers.crowd(1)[0]))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Pass.NONE, "credentials are missing"),
        (Pass.MADE_UP, "not valid"),
        (Pass.FORGED, "not valid"),
        (Pass.EMPTY, "not valid"),
        (Pass.UNSIGNED, "not valid"),
        (Pass.SHOUTED, "not valid"),
        (Pass.EXPIRED, "has expired"),
        (Pass.ELSEWHERE, "somebody else"),
        (Pass.NOWHERE, "lacks a required claim"),
    ],
)
def test_each_pass_breaks_one_rule(tmp_path: Path, kind: Pass, reason: str) -> None:
    with agent(tmp_path, SIGNED) as door:
        who, visiting = visit(door, kind)
    assert not who.reason
    shown = visiting.address.headers.get("Authorization")
    with pytest.raises(RefusedError, match=reason):
        authenticate([shown] if shown else [], [], TokenRules(KEY, "us"))


def checked(token: str, **options: bool) -> dict[str, Any]:
    return jwt.decode(token, KEY, ["HS256"], {**options}, audience="us")  # type: ignore[arg-type]


def test_nothing_else_is_wrong_with_it(tmp_path: Path) -> None:
    with agent(tmp_path, SIGNED) as door:
        tokens = {kind: visit(door, kind)[1].speaker.token for kind in Pass}
    user = "customer-1@acme"
    assert checked(tokens[Pass.EXPIRED], verify_exp=False)["sub"] == user
    assert checked(tokens[Pass.ELSEWHERE], verify_aud=False)["sub"] == user
    nowhere = checked(tokens[Pass.NOWHERE], verify_aud=False)
    assert nowhere["sub"] == user
    assert "aud" not in nowhere
    soon = checked(tokens[Pass.EXPIRED], verify_exp=False)["exp"]
    assert time.time() - 3600 < soon < time.time() - 300, "a door that is an hour late is too late"
    for kind in (Pass.FORGED, Pass.EMPTY, Pass.UNSIGNED, Pass.SHOUTED):
        claims = checked(tokens[kind], verify_signature=False, verify_aud=True)
        assert claims["sub"] == user
        assert claims["exp"] > time.time()
    methods = [(Pass.EMPTY, "HS256"), (Pass.UNSIGNED, "none"), (Pass.SHOUTED, "NONE")]
    for kind, method in methods:
        assert jwt.get_unverified_header(tokens[kind])["alg"] == method
        assert tokens[kind].endswith(".")


@pytest.mark.parametrize("carrier", ["header", "query", "subprotocol", "messages"])
def test_it_is_carried_as_the_good_one_is(tmp_path: Path, carrier: str) -> None:
    with agent(tmp_path, f'{SIGNED}carrier = "{carrier}"') as door:
        good = door.assignment(customers.crowd(1)[0])
        _, bad = visit(door, Pass.FORGED)
        _, without = visit(door, Pass.NONE)
    assert set(bad.address.headers) == set(good.address.headers)
    assert len(bad.address.subprotocols) == len(good.address.subprotocols)
    assert ("token=" in bad.address.url) is (carrier == "query")
    told = str((bad.address.url, bad.address.headers, bad.address.subprotocols, bad.speaker.token))
    assert good.speaker.token not in told
    assert not without.address.headers
    assert not without.address.subprotocols
    assert not without.speaker.token
    assert "token=" not in without.address.url
    assert good.speaker.token in bad.address.secrets, "what is genuine stays hidden"


@pytest.mark.parametrize(
    ("auth", "kind", "reason"),
    [
        ('kind = "none"', Pass.NONE, "customers need no pass"),
        ('kind = "value"\nsecret_env = "MY_VALUE"', Pass.FORGED, "no signed tokens"),
        ('kind = "value"\nsecret_env = "MY_VALUE"', Pass.EXPIRED, "no signed tokens"),
        (SIGNED.replace('audience = "us"\n', ""), Pass.ELSEWHERE, "no service that they are for"),
    ],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, auth: str, kind: Pass, reason: str) -> None:
    with agent(tmp_path, auth) as door:
        assert reason in stranger(kind, door).reason


def test_a_given_token_can_be_forged_but_not_signed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = jwt.encode({"sub": "ann", "exp": int(time.time()) + 60}, KEY, "HS256")
    monkeypatch.setenv("MY_VALUE", given)
    with agent(tmp_path, 'kind = "value"\nsecret_env = "MY_VALUE"') as door:
        _, forged = visit(door, Pass.FORGED)
        assert "no key to sign" in stranger(Pass.EXPIRED, door).reason
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged.speaker.token, KEY, ["HS256"])
