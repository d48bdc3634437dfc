"""What comes before a connection: the HTTP requests that a protocol makes to prepare it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from support.deadline import Deadline
from support.protocols.base import Adapter, HttpAnswer, HttpRequest
from support.redaction import Redaction, shown
from support.tls import Trust
from support.wire import Address, DoorClosedError

if TYPE_CHECKING:
    import httpx

_MOST = 4 * 2**20
"""Bytes of an answer that are read."""

Note = Callable[..., None]


class NotToldError(Exception):
    """The protocol's own description lacks something that is needed; no agent is to blame."""


async def prepared(
    adapter: Adapter, address: Address, deadline: Deadline, *, redaction: Redaction, note: Note
) -> Address:
    """Makes the protocol's requests and says where to connect, with what to show there.

    Every request is noted as `http`, without secrets. Raises `DoorClosedError` where the agent
    would not, `NotToldError` where the mapping could not.
    """
    if count := adapter.requests(address.url):
        try:
            async with asyncio.timeout(deadline.left):
                await _requests(adapter, count, address.trust, redaction, note)
        except TimeoutError:
            raise DoorClosedError(
                f"the agent at {shown(address.url)} did not answer the requests before the "
                f"connection within {deadline.seconds:g} s",
                unreachable=False,
            ) from None
    try:
        door = adapter.door(address.url)
    except ValueError as error:
        raise NotToldError(f"the mapping's [connect] cannot be filled in: {error}") from error
    return replace(
        address,
        url=door.url,
        headers={**address.headers, **door.headers},
        subprotocols=(*address.subprotocols, *door.subprotocols),
        accepts=(*address.accepts, *door.accepts),
        origin=door.origin or address.origin,
    )


def load_client() -> None:
    """Loads what makes requests, which takes a while: before the clock of any customer runs."""
    import httpx  # noqa: F401, PLC0415 - most protocols make no request


async def _requests(
    adapter: Adapter, count: int, trust: Trust, redaction: Redaction, note: Note
) -> None:
    import httpx  # noqa: PLC0415 - loaded already

    async with httpx.AsyncClient(
        verify=trust.context(), trust_env=False, follow_redirects=False
    ) as client:
        for number in range(1, count + 1):
            step = f"step {number} of [[setup]]"
            try:
                request = adapter.request()
            except ValueError as error:
                raise NotToldError(f"the mapping cannot fill in {step}: {error}") from error
            answer = await _asked(client, request, step)
            why = adapter.answered(answer)
            for secret in adapter.new_secrets():
                redaction.learn(secret)
            note(
                "http",
                method=request.method,
                path=httpx.URL(request.url).path,
                status=answer.status,
                headers=_clean(dict(answer.headers), redaction),
                response=_clean(answer.body, redaction),
            )
            if why is not None:
                where = f"{request.method} {shown(request.url)}"
                raise DoorClosedError(
                    redaction.text(f"the agent answered {where}, {step}, {why}"), unreachable=False
                )


async def _asked(client: httpx.AsyncClient, request: HttpRequest, step: str) -> HttpAnswer:
    import httpx  # noqa: PLC0415 - loaded already

    where = f"{request.method} {shown(request.url)}, {step} of the mapping,"
    try:
        async with client.stream(
            request.method,
            request.url,
            headers=dict(request.headers),
            json=request.json,
            data=dict(request.form) or None,
            timeout=request.within_s,
        ) as response:
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > _MOST:
                    raise DoorClosedError(
                        f"{where} was answered with more than {_MOST // 2**20} MB",
                        unreachable=False,
                    )
    except httpx.TimeoutException as error:
        raise DoorClosedError(
            f"{where} was not answered within {request.within_s:g} s", unreachable=False
        ) from error
    except httpx.ConnectError as error:
        if isinstance(_root(error), ssl.SSLError):
            raise DoorClosedError(
                f"{where} found no trusted certificate ({_brief(error)})", unreachable=False
            ) from error
        raise DoorClosedError(
            f"{where} cannot reach the agent ({_brief(error)}); is it running?", unreachable=True
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DoorClosedError(f"{where} failed ({_brief(error)})", unreachable=False) from error
    headers = {name: value for name, value in response.headers.items() if _worth(name)}
    return HttpAnswer(response.status_code, headers, _value(body))


def _worth(name: str) -> bool:
    """Whether a header may be kept by a mapping, and is therefore recorded."""
    return name.lower() not in ("date", "server", "content-length", "content-type", "connection")


def _value(body: bytes) -> Any:
    text = body.decode("utf-8", "replace")
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return text


def _clean(value: Any, redaction: Redaction) -> Any:
    return msgspec.json.decode(redaction.text(msgspec.json.encode(value).decode()))


def _root(error: BaseException) -> BaseException:
    while (inner := error.__cause__ or error.__context__) is not None:
        if isinstance(error, ssl.SSLError):
            break
        error = inner
    return error


def _brief(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
