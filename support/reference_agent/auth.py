"""Who is calling: from the headers of an opening handshake to a user, or to a refusal.

Pure functions; a refusal's text names the rule that was broken, never anything from the token.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import jwt
from websockets.exceptions import InvalidHeaderFormat
from websockets.headers import parse_subprotocol

SUBPROTOCOL = "jwt-auth"
MIN_SECRET_BYTES = 32
MAX_USER_CHARS = 200

_TOKEN_PREFIX = "jwt."  # noqa: S105 - the marker before a token
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


class RefusedError(Exception):
    """A connection that is not let in; the message may be shown to the caller."""


@dataclass(frozen=True, slots=True)
class TokenRules:
    """The secret that signs tokens and the audience they must be meant for."""

    secret: str = field(repr=False)
    audience: str

    def __post_init__(self) -> None:
        # RFC 7518, section 3.2: an HS256 key has at least the size of the hash.
        if len(self.secret.encode(errors="surrogateescape")) < MIN_SECRET_BYTES:
            raise ValueError(f"the secret must be at least {MIN_SECRET_BYTES} bytes long")
        if not self.audience:
            raise ValueError("the audience must not be empty")


def authenticate(
    authorization: Sequence[str], subprotocols: Sequence[str], rules: TokenRules
) -> str:
    """Return the user named by the credentials; raises `RefusedError`.

    The arguments are the values of the request's `Authorization` and `Sec-WebSocket-Protocol`
    headers. `Authorization` wins where both carry a token.
    """
    return user_of(find_token(authorization, subprotocols), rules)


def find_token(authorization: Sequence[str], subprotocols: Sequence[str]) -> str:
    """Return the token that the headers carry, unverified; raises `RefusedError`."""
    offered = offered_subprotocols(subprotocols)
    if authorization:
        return _bearer(authorization)
    carriers = [name for name in offered if name.startswith(_TOKEN_PREFIX)]
    if SUBPROTOCOL not in offered or not carriers:
        raise RefusedError("credentials are missing")
    if len(carriers) > 1:
        raise RefusedError("credentials are malformed")
    return _unwrap(carriers[0].removeprefix(_TOKEN_PREFIX))


def offered_subprotocols(values: Sequence[str]) -> list[str]:
    """Return the names in `Sec-WebSocket-Protocol` headers; raises `RefusedError`."""
    try:
        return [name for value in values for name in parse_subprotocol(value)]
    except InvalidHeaderFormat as error:
        raise RefusedError("credentials are malformed") from error


def user_of(token: str, rules: TokenRules) -> str:
    """Verify `token` and return its subject; raises `RefusedError`."""
    if not token.isascii():
        raise RefusedError("credentials are malformed")
    try:
        claims = jwt.decode(
            token,
            rules.secret,
            algorithms=["HS256"],
            audience=rules.audience,
            options={"require": ["sub", "exp", "aud"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise RefusedError("the token has expired") from error
    except jwt.InvalidAudienceError as error:
        raise RefusedError("the token is meant for somebody else") from error
    except jwt.MissingRequiredClaimError as error:
        raise RefusedError("the token lacks a required claim") from error
    except jwt.PyJWTError as error:
        raise RefusedError("the token is not valid") from error
    user_id = claims["sub"]
    # The library also takes a number in quotes; RFC 7519 does not.
    if isinstance(claims["exp"], bool | str):
        raise RefusedError("the token is not valid")
    if not user_id.strip() or len(user_id) > MAX_USER_CHARS:
        raise RefusedError("the token names no usable user")
    return str(user_id)


def _bearer(authorization: Sequence[str]) -> str:
    scheme, _, token = authorization[0].strip().partition(" ")
    token = token.strip()
    if len(authorization) > 1 or scheme.lower() != "bearer" or not token:
        raise RefusedError("credentials are malformed")
    return token


def _unwrap(wrapped: str) -> str:
    """Undo the base64url coding that lets a token travel as a subprotocol's name."""
    # The decoder skips characters that it does not know; a credential has no such freedom.
    if not _BASE64URL.fullmatch(wrapped):
        raise RefusedError("credentials are malformed")
    try:
        return base64.urlsafe_b64decode(wrapped + "=" * (-len(wrapped) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise RefusedError("credentials are malformed") from error


def tenant_of(user_id: str, tenants: Collection[str], default: str) -> str:
    """Return the tenant that a `name@tenant` user belongs to, or `default`."""
    name, _, tenant = user_id.rpartition("@")
    return tenant if name and tenant in tenants else default
