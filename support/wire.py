"""The socket's edge: where the agent is, what is shown at its door, and why it stays closed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import (
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
)

from support.connection import MAX_MESSAGE, StampedConnection, accepting
from support.deadline import Deadline
from support.redaction import shown
from support.tls import Trust


@dataclass(frozen=True, slots=True)
class Address:
    """Where the agent is and what is shown at the door.

    `secrets` are all credentials in every form in which an agent might repeat them; they are
    taken out of whatever is recorded or said.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = ()
    origin: str | None = None
    secrets: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    """Regular expressions for subprotocols that may be chosen though they were not offered."""
    trust: Trust = field(default_factory=Trust)
    via: tuple[str, int] | None = None
    """Host and port to connect to instead; what is shown and expected there stays the same."""

    @property
    def has_credentials(self) -> bool:
        """Whether anything is shown at the door that must stay secret."""
        return bool(self.headers or self.subprotocols)


class DoorClosedError(Exception):
    """No conversation could begin.

    `unreachable` tells a host that is not there (nothing could be judged) from an agent that
    answered and would not talk (it failed).
    """

    def __init__(self, sentence: str, *, unreachable: bool) -> None:
        super().__init__(sentence)
        self.unreachable = unreachable


class _Direct(connect):
    """Goes nowhere else: credentials meant for one host are not carried to another."""

    def process_redirect(self, exc: Exception) -> Exception:
        """A redirect is a refusal."""
        return exc


async def open_connection(address: Address, deadline: Deadline) -> StampedConnection:
    """Opens a connection within the deadline, or raises `DoorClosedError` in one sentence."""
    where = f"the agent at {shown(address.url)}"
    try:
        async with asyncio.timeout(deadline.left):
            connection = await _Direct(
                address.url,
                create_connection=accepting(address.accepts),
                additional_headers=dict(address.headers),
                subprotocols=list(address.subprotocols) or None,  # type: ignore[arg-type]
                origin=address.origin,  # type: ignore[arg-type]
                # Compression would hide the moment at which a message's last byte arrived.
                compression=None,
                open_timeout=None,
                # A silent agent is judged by what it promised, not dropped by a keep-alive.
                ping_interval=None,
                close_timeout=1,
                max_size=MAX_MESSAGE,
                proxy=None,
                user_agent_header="golden-path",
                ssl=address.trust.context() if address.url.startswith("wss:") else None,
                **_instead(address),
            )
    except TimeoutError:
        raise DoorClosedError(
            f"{where} did not answer the request to connect within {deadline.seconds:g} s",
            unreachable=False,
        ) from None
    except InvalidStatus as error:
        status = error.response.status_code
        raise DoorClosedError(
            f"{where} refused the connection with HTTP {status} {error.response.reason_phrase}",
            unreachable=False,
        ) from error
    except (InvalidMessage, NegotiationError, InvalidHandshake) as error:
        cause = error.__cause__ or error
        raise DoorClosedError(
            f"{where} does not open a WebSocket connection ({_brief(cause)})", unreachable=False
        ) from error
    except ssl.SSLError as error:
        raise DoorClosedError(
            f"{where} has no trusted certificate ({_brief(error)})", unreachable=False
        ) from error
    except ConnectionRefusedError as error:
        raise DoorClosedError(
            f"{where} cannot be reached: nothing listens there; is it running?", unreachable=True
        ) from error
    except (OSError, InvalidURI) as error:
        raise DoorClosedError(
            f"{where} cannot be reached ({_brief(error)})", unreachable=True
        ) from error
    assert isinstance(connection, StampedConnection)  # noqa: S101 - made by create above
    return connection


def _instead(address: Address) -> dict[str, Any]:
    """Where to connect, where that is not what the URL says."""
    return {"host": address.via[0], "port": address.via[1]} if address.via else {}


def _brief(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text.splitlines()[0][:200]
