"""What customers show to prove who they are; every secret comes from the environment."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import jwt

from support.agents.profile import Auth
from support.protocols import Mapping
from support.redaction import SHORTEST
from support.verdict import HarnessError

Environment = Table[str, str]

_TOKEN_LIFE_S = 3600
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PLACES = re.compile(r"\$\{(\w+)\}|\{(?:customer|company|user)\}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """One customer's, ready for the door; `secrets` are all forms in which they may turn up.

    `user_id` is who the agent should take the customer for; None where nobody says so.
    """

    user_id: str | None = None
    token: str = ""
    headers: Table[str, str] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = ()
    query: Table[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()

    def at(self, url: str) -> str:
        """The address with what the credentials add to its query."""
        if not self.query:
            return url
        parts = urlsplit(url)
        pairs = [*parse_qsl(parts.query, keep_blank_values=True), *self.query.items()]
        return urlunsplit(parts._replace(query=urlencode(pairs)))


def credentials_for(
    customer: str, auth: Auth, environment: Environment, agent: str, company: str = ""
) -> Credentials:
    """What the customer of this name shows; raises `HarnessError` where a secret is not set.

    They belong to `company`, or to the one that the profile names for everybody.
    """
    if auth.kind == "none":
        return Credentials()
    names = {"{customer}": customer.lower().replace(" ", "-")}
    names["{company}"] = company or auth.company
    names["{user}"] = user = _filled(auth.user, names, {})
    secrets = [secret_of(each, environment, auth, agent) for each in variables(auth)]
    if auth.kind == "jwt":
        token = _signed(user, secrets[0], auth)
    elif auth.kind == "template":
        token = _filled(auth.template, names, environment)
    else:
        token = secrets[0]
    if auth.kind == "token":
        if "{customer}" not in token or token.strip() != token:
            raise HarnessError(
                f"the environment variable {auth.secret_env} holds no template of the customers' "
                f"tokens at {agent}; expected text without blanks around it in which {{customer}} "
                "stands for the customer's name"
            )
        if "{company}" in token and not names["{company}"]:
            raise HarnessError(
                f"the template in {auth.secret_env} holds {{company}}, and the profile of {agent} "
                "names no `company` under [auth]"
            )
        token = _filled(token, names, {})
    known = user if auth.kind in ("jwt", "template") else None
    return carried(token, auth, known, secrets)


def variables(auth: Auth) -> list[str]:
    """The environment variables that hold its secrets."""
    if auth.kind == "template":
        return _VARIABLE.findall(auth.template)
    return [auth.secret_env] if auth.kind != "none" else []


def mapping_secrets(mapping: Mapping | None, environment: Environment) -> dict[str, str]:
    """What a mapping may use, by its own names; what is not set is left out.

    Whether it is needed only the conversation tells: many agents ask for a token now and then.
    Raises `HarnessError` where one is too short to be kept out of the reports.
    """
    names = mapping.secrets.items() if mapping else ()
    return {
        name: _long_enough(variable, environment[variable])
        for name, variable in names
        if environment.get(variable)
    }


def secret_of(name: str, environment: Environment, auth: Auth, agent: str) -> str:
    """The value of a variable; raises `HarnessError` saying what it must hold."""
    value = environment.get(name, "")
    if value and not value.isspace():
        return _long_enough(name, value)
    holds = {
        "jwt": f"the key with which {agent} checks its customers' tokens",
        "token": f"the template of the tokens that customers show to {agent}",
        "value": f"the credential that customers show to {agent}",
    }.get(auth.kind, f"a secret that {agent} asks its customers for")
    state = "is empty" if name in environment else "is not set"
    raise HarnessError(f"the environment variable {name} {state}; it must hold {holds}")


def _long_enough(variable: str, value: str) -> str:
    if len(value) < SHORTEST:
        raise HarnessError(
            f"the environment variable {variable} holds a secret of fewer than {SHORTEST} "
            "characters, which could not be kept out of the reports; use a longer one"
        )
    return value


def _signed(user: str, key: str, auth: Auth) -> str:
    claims: dict[str, object] = {"sub": user, "exp": int(time.time()) + _TOKEN_LIFE_S}
    if auth.audience:
        claims["aud"] = auth.audience
    return jwt.encode(claims, key, algorithm="HS256")


def _filled(template: str, names: Environment, environment: Environment) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1]:
            return environment.get(found[1], found[0])
        return names.get(found[0], found[0])

    # In one go: what was filled in is not looked at again.
    return _PLACES.sub(value, template)


def carried(token: str, auth: Auth, user: str | None, secrets: list[str]) -> Credentials:
    """This token as the profile's customers carry theirs; `HarnessError` where nothing could."""
    encoded = base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")
    known = (token, encoded, quote(token, safe=""), *secrets)
    if auth.carrier == "subprotocol":
        offered = ("jwt-auth", f"jwt.{encoded}")
        return Credentials(user, token, subprotocols=offered, secrets=known)
    if auth.carrier == "query":
        return Credentials(user, token, query={auth.field or "token": token}, secrets=known)
    if auth.carrier == "messages":
        return Credentials(user, token, secrets=known)
    header = auth.field or "Authorization"
    plain = auth.kind == "template" or header.lower() != "authorization"
    if any(ord(each) < 32 or ord(each) > 126 for each in token):
        raise HarnessError(
            f"the credential for the header {header} holds a line end or another character that "
            "no header can carry"
        )
    return Credentials(user, token, {header: token if plain else f"Bearer {token}"}, secrets=known)
