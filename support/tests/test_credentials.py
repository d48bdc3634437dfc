"""Every customer shows credentials of their own, made from one key or one template."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest

from support import customers
from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.verdict import HarnessError

KEY = "k" * 40


def agent(folder: Path, auth: str) -> AgentUnderTest:
    file = folder / "agent.toml"
    file.write_text(f'name = "A"\nurl = "ws://127.0.0.1:1/ws"\n[auth]\n{auth}\n', encoding="utf-8")
    return AgentUnderTest(profile.load(str(file)))


def test_one_key_signs_a_thousand_customers_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    with agent(tmp_path, 'kind = "jwt"\nsecret_env = "MY_KEY"\nuser = "{customer}@acme"') as door:
        crowd = [door.assignment(customer) for customer in customers.crowd(1000)]
    tokens = [each.address.headers["Authorization"].removeprefix("Bearer ") for each in crowd]
    users = [jwt.decode(token, KEY, algorithms=["HS256"])["sub"] for token in tokens]
    assert users == [f"customer-{number}@acme" for number in range(1, 1001)]
    assert users == [each.user_id for each in crowd]


def test_a_template_gives_each_customer_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKENS", "key-{customer}-2026")
    with agent(tmp_path, 'kind = "token"\nsecret_env = "MY_TOKENS"') as door:
        first, second = (door.assignment(customer) for customer in customers.crowd(2))
    assert first.address.headers == {"Authorization": "Bearer key-customer-1-2026"}
    assert second.address.headers == {"Authorization": "Bearer key-customer-2-2026"}
    assert "key-customer-1-2026" in first.address.secrets
    assert first.user_id is None  # who the agent takes them for is the agent's to say


def test_a_customer_belongs_to_the_usual_company_or_to_the_one_of_a_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    monkeypatch.setenv("MY_TOKENS", "{company}:{customer}")
    (customer,) = customers.crowd(1)
    signed = 'kind = "jwt"\nsecret_env = "MY_KEY"\nuser = "{customer}@{company}"\ncompany = "acme"'
    with agent(tmp_path, signed) as door:
        assert door.assignment(customer).user_id == "customer-1@acme"
        assert door.assignment(customer, "larkspur").user_id == "customer-1@larkspur"
    with agent(tmp_path, 'kind = "token"\nsecret_env = "MY_TOKENS"') as door:
        told = door.assignment(customer, "larkspur").address.headers["Authorization"]
        assert told == "Bearer larkspur:customer-1"
        with pytest.raises(HarnessError, match=r"\{company\}, and the profile of A names no `comp"):
            door.assignment(customer)


@pytest.mark.parametrize("template", ["one-for-all", " {customer}\n"])
def test_a_template_without_a_place_for_the_customer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setenv("MY_TOKENS", template)
    with (
        agent(tmp_path, 'kind = "token"\nsecret_env = "MY_TOKENS"') as door,
        pytest.raises(HarnessError, match="MY_TOKENS holds no template"),
    ):
        door.assignment(customers.crowd(1)[0])


def test_a_template_that_is_empty_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKENS", "")
    with (
        agent(tmp_path, 'kind = "token"\nsecret_env = "MY_TOKENS"') as door,
        pytest.raises(HarnessError, match="MY_TOKENS is empty; it must hold the template"),
    ):
        door.assignment(customers.crowd(1)[0])


def test_tokens_from_nowhere_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="shows tokens but says not where they come from"):
        agent(tmp_path, 'kind = "token"')
