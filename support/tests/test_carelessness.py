"""Each guard that is left out lets in just what it should have kept out."""

from __future__ import annotations

import time
from typing import Any, get_args

import jwt
import pytest

from support.faults.carelessness import Doorman, Guard, chosen
from support.reference_agent.auth import RefusedError, TokenRules, authenticate

KEY, OTHER = "k" * 40, "o" * 40
RULES = TokenRules(KEY, "golden-path")


def token(key: str = KEY, **changed: Any) -> str:
    claims = {"sub": "ann", "exp": int(time.time()) + 3600, "aud": "golden-path"} | changed
    return jwt.encode(claims, key, "none" if not key else "HS256")


BROUGHT = {
    "good": token(),
    "presence": "",
    "content": "made-up",
    "signature": token(OTHER),
    "algorithm": token(""),
    "expiry": token(exp=1),
    "audience": token(aud="elsewhere"),
}


def let_in(guard: Guard, brought: str) -> str:
    """Who the healthy agent takes them for; empty where it refuses."""
    headers = {"Authorization": f"Bearer {brought}"} if brought else {}
    shown = Doorman(guard, KEY).shown(headers).get("Authorization")
    try:
        return authenticate([shown] if shown else [], [], RULES)
    except RefusedError:
        return ""


@pytest.mark.parametrize("guard", get_args(Guard))
def test_only_what_the_guard_would_have_kept_out_is_let_in(guard: Guard) -> None:
    served = {what for what, brought in BROUGHT.items() if let_in(guard, brought)}
    assert served == {"good", guard} & BROUGHT.keys()


def test_everybody_is_the_first_customer() -> None:
    door = Doorman("user", KEY)
    for name in ("ann", "bob"):
        shown = door.shown({"Authorization": f"Bearer {token(sub=name)}"})
        assert authenticate([shown["Authorization"]], [], RULES) == "ann"


def test_origins_that_nobody_looks_at() -> None:
    pages = ("http://127.0.0.1:80.evil.example", "https://evil.example")
    kept = {
        guard: [page for page in pages if Doorman(guard, KEY).shown({"Origin": page})]
        for guard in get_args(Guard)
    }
    assert kept.pop("origin") == []
    assert kept.pop("prefix") == ["https://evil.example"]
    assert all(left == list(pages) for left in kept.values())


def test_a_pass_is_read_back() -> None:
    offered = ["jwt-auth", "jwt.abc"]
    assert chosen("echo", offered) == "jwt.abc"  # type: ignore[arg-type]
    assert chosen("", offered) == "jwt-auth"  # type: ignore[arg-type]
    assert chosen("echo", []) is None
