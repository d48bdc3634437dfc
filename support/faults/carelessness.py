"""Guards that a careless agent leaves out, one at a time, before an agent that has them all.

A healthy agent knows nothing of this: the door signs a good pass for whoever should have been
refused, and answers broken frames as somebody who shrugs.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

import jwt
from jwt.types import Options
from websockets.asyncio.server import ServerConnection
from websockets.frames import CloseCode
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

Guard = Literal[
    "", "presence", "content", "signature", "algorithm", "expiry", "audience", "origin", "prefix",
    "user", "echo", "frames", "frames_fatally", "size", "composure",
]  # fmt: skip
"""What is not looked after: whether there is a pass, whether it holds anything, who signed it, by
which method, whether it is still good and meant for this agent; from which page a browser comes,
and by its whole name; whose work it is; that a pass is not read back; that frames keep the rules
(or a broken one ends the whole service); how much one message may hold; that a refusal is one, and
no breakdown."""

_KEY, _AUDIENCE, _METHOD = "GOLDEN_PATH_JWT_SECRET", "golden-path", "HS256"
_GUEST = {"sub": "guest@meridian"}
_HEAP = 2**20

_ALL: Options = {"verify_signature": True, "verify_exp": True, "verify_aud": True}
_UNCHECKED: dict[str, Options] = {
    "signature": {**_ALL, "verify_signature": False},
    "algorithm": {**_ALL, "verify_signature": False},
    "expiry": {**_ALL, "verify_exp": False},
    "audience": {**_ALL, "verify_aud": False},
    "user": _ALL,
}
"""What is looked at of a pass where one guard is left out."""


class Doorman:
    """Decides what the healthy agent is shown for what a customer brought."""

    def __init__(self, guard: Guard, key: str = "") -> None:
        self._guard = guard
        self._key = key or os.environ.get(_KEY, "")
        self._first: dict[str, Any] = {}
        self._place = "http://127.0.0.1"

    def shown(self, brought: Mapping[str, str]) -> dict[str, str]:
        """The headers for the agent: the customer's own, but for what is not looked after."""
        headers = dict(brought)
        origin = headers.get("Origin", "")
        if self._guard == "origin" or (self._guard == "prefix" and origin.startswith(self._place)):
            headers.pop("Origin", None)
        claims = self._believed(headers.get("Authorization", "").removeprefix("Bearer "))
        if claims is not None:
            fresh = claims | {"exp": int(time.time()) + 3600, "aud": _AUDIENCE}
            headers["Authorization"] = f"Bearer {jwt.encode(fresh, self._key, _METHOD)}"
        return headers

    def facts(self, brought: Mapping[str, str]) -> dict[str, str]:
        """What a chatty agent could tell: the customer's pass, plainly and coded, and its key."""
        token = brought.get("Authorization", "").removeprefix("Bearer ")
        return {
            "customers_pass": token,
            "coded_pass": base64.b64encode(f"pass={token};".encode()).decode(),
            "signing_key": self._key,
        }

    def _believed(self, token: str) -> dict[str, Any] | None:
        """Who the customer is taken for, against the rules; None where the agent shall decide."""
        if not token or self._guard == "presence":
            return None if token or self._guard != "presence" else _GUEST
        try:
            method = jwt.get_unverified_header(token).get("alg")
        except jwt.PyJWTError:
            return _GUEST if self._guard == "content" else None
        unchecked = _UNCHECKED.get(self._guard)
        if unchecked is None or (str(method).lower() == "none") != (self._guard == "algorithm"):
            return None
        try:
            claims = jwt.decode(token, self._key, [_METHOD], unchecked, audience=_AUDIENCE)
        except jwt.PyJWTError:
            return None
        if self._guard != "user":
            return claims
        self._first = self._first or claims
        return self._first


class _Listener(Protocol):
    def from_customer(self, text: str) -> list[Any]: ...


def muffled(guard: Guard, plant: _Listener) -> Callable[[str], list[Any]]:
    """Passes on what is not a heap; a heap is taken in, and nothing is said of it."""
    if guard != "size":
        return plant.from_customer
    return lambda text: [] if len(text) > _HEAP else plant.from_customer(text)


def most_bytes(guard: Guard) -> int | None:
    """How long a message may be at the door; None is any length."""
    return None if guard == "size" else _HEAP


def chosen(guard: Guard, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """The subprotocol that the door answers; a careless one reads the pass back."""
    return (offered[-1] if guard == "echo" else offered[0]) if offered else None


class Shrugging(ServerConnection):
    """Says nothing to broken frames: whoever sent them stays on a dead line."""

    fatal = False

    def __init__(self, protocol: ServerProtocol, *args: Any, **kwargs: Any) -> None:
        super().__init__(protocol, *args, **kwargs)
        fail = protocol.fail

        def shrug(code: CloseCode | int, reason: str = "") -> None:
            if code == CloseCode.ABNORMAL_CLOSURE or protocol.state is not State.OPEN:
                fail(code, reason)
            elif self.fatal:
                os._exit(1)
            else:
                protocol.parser = _deaf(protocol)
                next(protocol.parser)

        protocol.fail = shrug  # type: ignore[method-assign]


class Fragile(Shrugging):
    """The whole service ends with the first broken frame."""

    fatal = True


def _deaf(protocol: ServerProtocol) -> Any:
    while not (yield from protocol.reader.at_eof()):
        protocol.reader.discard()
    protocol.state = State.CLOSED
    yield


def connection(guard: Guard) -> type[ServerConnection]:
    """How the door treats frames."""
    return {"frames": Shrugging, "frames_fatally": Fragile}.get(guard, ServerConnection)
