"""What customers show at the door, and that its secrets are known in every form."""

from __future__ import annotations

import base64
from typing import Any

import jwt
import pytest

from support.agents.credentials import Credentials, credentials_for, mapping_secrets
from support.agents.profile import Auth
from support.protocols import Mapping
from support.verdict import HarnessError

KEY = "a-signing-key-of-thirty-two-bytes!!"


def shown(auth: Auth, **environment: str) -> Credentials:
    return credentials_for("customer 2", auth, environment, "Mine")


def test_nobody_shows_anything_where_nothing_is_asked() -> None:
    assert shown(Auth()) == Credentials()


def test_a_value_is_shown_by_everybody_as_it_is() -> None:
    found = shown(Auth(kind="value", secret_env="K"), K="s3cr3t-value")
    assert found.headers == {"Authorization": "Bearer s3cr3t-value"}
    assert found.user_id is None
    assert "s3cr3t-value" in found.secrets


def test_a_value_in_a_header_of_its_own_stands_alone() -> None:
    auth = Auth(kind="value", secret_env="K", field="X-Api-Key")
    assert shown(auth, K="s3cr3t-value").headers == {"X-Api-Key": "s3cr3t-value"}


def test_a_template_is_filled_from_the_environment() -> None:
    auth = Auth(kind="template", template="Key ${K} for {user}", user="{customer}@here")
    found = shown(auth, K="s3cr3t-value")
    assert found.headers == {"Authorization": "Key s3cr3t-value for customer-2@here"}
    assert {"s3cr3t-value", "Key s3cr3t-value for customer-2@here"} <= set(found.secrets)


def test_a_customers_name_is_never_taken_for_a_variable() -> None:
    auth = Auth(kind="template", template="{customer} ${K}")
    found = credentials_for("${HOME}", auth, {"K": "s3cr3t-value", "HOME": "x"}, "Mine")
    assert found.headers["Authorization"] == "${home} s3cr3t-value"


def test_a_key_signs_for_each_customer() -> None:
    auth = Auth(kind="jwt", secret_env="K", audience="us", user="{customer}@here")
    found = shown(auth, K=KEY)
    claims = jwt.decode(found.token, KEY, algorithms=["HS256"], audience="us")
    assert claims["sub"] == found.user_id == "customer-2@here"
    assert found.headers == {"Authorization": f"Bearer {found.token}"}


def test_a_subprotocol_carries_it_without_padding() -> None:
    found = shown(Auth(kind="value", secret_env="K", carrier="subprotocol"), K="s3cr3t-value")
    name, coded = found.subprotocols
    assert name == "jwt-auth"
    assert base64.urlsafe_b64decode(coded.removeprefix("jwt.") + "==") == b"s3cr3t-value"
    assert coded.removeprefix("jwt.") in found.secrets


def test_a_query_carries_it_beside_what_is_there_already() -> None:
    found = shown(Auth(kind="value", secret_env="K", carrier="query", field="key"), K="a b&c-long")
    assert found.at("wss://h/ws?x=&y=1") == "wss://h/ws?x=&y=1&key=a+b%26c-long"
    assert not found.headers


def test_messages_carry_it_where_the_mapping_says_so() -> None:
    found = shown(Auth(kind="value", secret_env="K", carrier="messages"), K="s3cr3t-value")
    assert (found.token, found.headers, found.query) == ("s3cr3t-value", {}, {})


@pytest.mark.parametrize(
    ("auth", "sentence"),
    [
        (Auth(kind="jwt", secret_env="K"), "variable K is not set; it must hold the key with"),
        (Auth(kind="value", secret_env="K"), "variable K is not set; it must hold the credential"),
        (Auth(kind="template", template="${K} ${L}"), "variable K is not set; it must hold a"),
    ],
)
def test_a_missing_secret_is_named_with_what_it_must_hold(auth: Auth, sentence: str) -> None:
    with pytest.raises(HarnessError, match=sentence):
        shown(auth)


def test_an_empty_secret_is_told_from_a_missing_one() -> None:
    with pytest.raises(HarnessError, match="variable K is empty"):
        shown(Auth(kind="value", secret_env="K"), K=" ")


@pytest.mark.parametrize("kind", ["jwt", "value", "token", "template"])
def test_a_secret_that_reports_could_not_conceal_is_refused_unseen(kind: Any) -> None:
    auth = Auth(kind=kind, secret_env="K", template="Key ${K}")
    with pytest.raises(HarnessError, match="variable K holds a secret of fewer than 8") as raised:
        shown(auth, K="hunter2")
    assert "hunter2" not in str(raised.value)
    with pytest.raises(HarnessError, match="variable A holds a secret of fewer than 8"):
        mapping_secrets(Mapping(secrets={"token": "A"}), {"A": "hunter2"})


def test_a_line_end_in_a_header_is_refused_without_showing_the_secret() -> None:
    with pytest.raises(HarnessError, match="no header can carry") as raised:
        shown(Auth(kind="value", secret_env="K"), K="s3cr3t\nvalue")
    assert "s3cr3t" not in str(raised.value)


def test_a_mapping_is_given_the_secrets_that_are_set() -> None:
    mapping = Mapping(secrets={"token": "A", "other": "B"})
    assert mapping_secrets(mapping, {"A": "s3cr3t-value", "B": ""}) == {"token": "s3cr3t-value"}
    assert mapping_secrets(None, {}) == {}


def test_a_template_in_the_environment_is_filled_for_each_customer() -> None:
    auth = Auth(kind="token", secret_env="T", company="meridian")
    found = shown(auth, T="key-of-{customer}-at-{company}")
    assert found.headers == {"Authorization": "Bearer key-of-customer-2-at-meridian"}
    assert found.user_id is None
    other = credentials_for("c", auth, {"T": "key-of-{customer}-at-{company}"}, "M", "brightcart")
    assert other.token == "key-of-c-at-brightcart"


@pytest.mark.parametrize("template", ["the-same-for-all", " key-of-{customer}"])
def test_a_template_without_a_customer_is_refused_unseen(template: str) -> None:
    with pytest.raises(HarnessError, match="holds no template of the customers' tokens") as raised:
        shown(Auth(kind="token", secret_env="T"), T=template)
    assert template not in str(raised.value)


def test_a_company_is_part_of_who_a_customer_is() -> None:
    auth = Auth(kind="jwt", secret_env="K", user="{customer}@{company}", company="meridian")
    assert shown(auth, K=KEY).user_id == "customer-2@meridian"
