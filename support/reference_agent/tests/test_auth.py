"""Who is let in, who is refused, and that a refusal gives nothing away."""

from __future__ import annotations

import base64
import json
import time

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.reference_agent.auth import RefusedError, TokenRules, authenticate, tenant_of
from support.reference_agent.tests.scripted import RULES, SECRET, as_subprotocols, token

NOW = int(time.time())


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def unsigned(algorithm: str) -> str:
    claims = {"sub": "ann", "aud": "golden-path", "exp": NOW + 600}
    return f"{encoded({'alg': algorithm, 'typ': 'JWT'})}.{encoded(claims)}."


def signed(claims: object, secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.PyJWS().encode(json.dumps(claims).encode(), secret, algorithm)


def refusal(authorization: list[str], subprotocols: list[str] | None = None) -> str:
    with pytest.raises(RefusedError) as caught:
        authenticate(authorization, subprotocols or [], RULES)
    return str(caught.value)


def test_a_bearer_token_names_the_user() -> None:
    assert authenticate([f"Bearer {token('ann')}"], [], RULES) == "ann"
    assert authenticate([f"bearer   {token('ann')} "], [], RULES) == "ann"


def test_subprotocols_carry_a_token_too() -> None:
    assert authenticate([], [", ".join(as_subprotocols(token("bob")))], RULES) == "bob"
    assert authenticate([], list(as_subprotocols(token("bob"))), RULES) == "bob"


def test_the_authorization_header_wins() -> None:
    offered = [", ".join(as_subprotocols(token("bob")))]
    assert authenticate([f"Bearer {token('ann')}"], offered, RULES) == "ann"
    assert refusal(["Bearer nonsense"], offered) == "the token is not valid"


def test_one_of_several_audiences_is_enough() -> None:
    assert authenticate([f"Bearer {token(aud=['other', 'golden-path'])}"], [], RULES) == "ann"


@pytest.mark.parametrize(
    ("credentials", "reason"),
    [
        ("", "malformed"),
        ("Bearer", "malformed"),
        ("Bearer ", "malformed"),
        ("Basic YW5uOmFubg==", "malformed"),
        ("Bearer \xe9\xe9", "malformed"),
        ("Bearer a.b.c", "not valid"),
        ("Bearer a", "not valid"),
        (f"Bearer {token()} {token()}", "not valid"),
        (f"Bearer {token()[:-4]}AAAA", "not valid"),
        (f"Bearer {unsigned('none')}", "not valid"),
        (f"Bearer {unsigned('None')}", "not valid"),
        (f"Bearer {unsigned('HS256')}", "not valid"),
        (f"Bearer {signed({'sub': 'ann'}, 'another secret, also long enough', 'HS256')}", "valid"),
        (f"Bearer {signed({'sub': 'ann'}, SECRET * 2, 'HS512')}", "not valid"),
        (f"Bearer {signed(['ann'])}", "not valid"),
        (f"Bearer {token(exp=NOW - 1)}", "expired"),
        (f"Bearer {token(exp=None)}", "lacks"),
        (f"Bearer {token(exp='soon')}", "not valid"),
        (f"Bearer {token(exp=str(NOW + 600))}", "not valid"),
        (f"Bearer {token(exp=float('inf'))}", "not valid"),
        (f"Bearer {token(nbf=NOW + 600)}", "not valid"),
        (f"Bearer {token(aud='elsewhere')}", "somebody else"),
        (f"Bearer {token(aud=7)}", "somebody else"),
        (f"Bearer {token(aud=None)}", "lacks"),
        (f"Bearer {token(aud='')}", "lacks"),
        (f"Bearer {token(sub=None)}", "lacks"),
        (f"Bearer {token('')}", "no usable user"),
        (f"Bearer {token(' ')}", "no usable user"),
        (f"Bearer {token('x' * 201)}", "no usable user"),
        (f"Bearer {token(7)}", "not valid"),
        (f"Bearer {token(['ann'])}", "not valid"),
    ],
)
def test_every_bad_token_is_refused(credentials: str, reason: str) -> None:
    assert reason in refusal([credentials])


def test_no_credentials_at_all() -> None:
    assert refusal([]) == "credentials are missing"
    assert refusal([], ["chat"]) == "credentials are missing"


def test_two_authorization_headers() -> None:
    assert refusal([f"Bearer {token()}"] * 2) == "credentials are malformed"


@pytest.mark.parametrize(
    ("offered", "reason"),
    [
        ("jwt-auth", "missing"),
        (as_subprotocols(token())[1], "missing"),
        ("jwt-auth, jwt.", "malformed"),
        ("jwt-auth, jwt.====", "malformed"),
        (f"jwt-auth, jwt.{token()}", "malformed"),
        ("jwt-auth, jwt.A", "malformed"),
        ("jwt-auth, jwt._w", "malformed"),
        ("jwt-auth, jwt.YQ, jwt.YQ", "malformed"),
        ("jwt-auth; jwt.YQ", "malformed"),
        ("jwt-auth, jwt.YQ", "not valid"),
    ],
)
def test_bad_subprotocols_are_refused(offered: str, reason: str) -> None:
    assert reason in refusal([], [offered])


@given(st.text())
def test_any_bearer_text_is_refused_without_echo(text: str) -> None:
    assert "nonsense" not in refusal([f"Bearer nonsense{text}"])


@given(st.text(st.sampled_from("abcXYZ019-_.,= ")))
def test_any_subprotocol_is_refused_without_echo(text: str) -> None:
    assert "nonsense" not in refusal([], [f"jwt-auth, jwt.nonsense{text}"])


@pytest.mark.parametrize(("secret", "audience"), [("", "a"), ("x" * 31, "a"), ("x" * 32, "")])
def test_unsafe_rules_are_refused(secret: str, audience: str) -> None:
    with pytest.raises(ValueError, match="must"):
        TokenRules(secret, audience)


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(RULES)


@pytest.mark.parametrize(
    ("user", "tenant"),
    [
        ("ann@acme", "acme"),
        ("ann@x@acme", "acme"),
        ("ann", "home"),
        ("@acme", "home"),
        ("ann@nowhere", "home"),
        ("ann@", "home"),
    ],
)
def test_the_tenant_of_a_user(user: str, tenant: str) -> None:
    assert tenant_of(user, {"acme", "zeta"}, "home") == tenant
