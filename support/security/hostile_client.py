"""A client that keeps no rule: raw bytes over a line that was opened as the rules say."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from support.deadline import Deadline
from support.lag import HarnessLag, LagProbe
from support.raw_frames import CLOSE, PING, frame
from support.redaction import Redaction, shown
from support.wire import Address

_OPENING_S = 10.0
_GRACE_S = 1.0
"""Seconds beyond the limit in which a late hang-up is still seen, so that it can be told."""

_SLOWER = 2.0
"""How many times as long as the attacked lines one on which nothing harmful was said must live."""

_HARMLESS = frame(PING, masked=True)
_NEW_CALL = b"HTTP/1.1 101 "


@dataclass(frozen=True, slots=True)
class Struck:
    """What came of one attack.

    `after_s` are seconds from the last byte of the attack to the agent's farewell or to the end
    of the line, None where neither came while `waited_s` passed; `how` tells it in words.
    `opened` is False where no line could be opened, so that nothing was tried. `lived_s` are
    seconds from the opening of the line to its end. `in_vain` tells why its end proves nothing.
    """

    attack: str
    opened: bool
    after_s: float | None
    waited_s: float
    how: str
    lag_s: float = 0.0
    lived_s: float = 0.0
    in_vain: str = ""


def strike(address: Address, attacks: Mapping[str, bytes], within_s: float) -> list[Struck]:
    """Sends each of these over a line of its own, all at once, and waits for the lines to end.

    Beside them one line is open on which nothing harmful is said. Where that ends as well, before
    it lived twice as long as an attacked one, the end of the latter proves nothing.
    """
    return asyncio.run(_strike(address, attacks, within_s))


async def _strike(address: Address, attacks: Mapping[str, bytes], within_s: float) -> list[Struck]:
    probe = LagProbe()
    probing = asyncio.create_task(probe.run())
    try:
        beside = asyncio.create_task(_one(address, "nothing", _HARMLESS, within_s, probe))
        try:
            lines = (_one(address, name, raw, within_s, probe) for name, raw in attacks.items())
            struck = await asyncio.gather(*lines)
            lived = max((each.lived_s for each in struck if each.after_s is not None), default=0.0)
            await asyncio.wait([beside], timeout=(_SLOWER - 1) * lived)
            harmless = beside.result() if beside.done() else None
        finally:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)
        return [_beside(harmless, each) for each in struck]
    finally:
        probing.cancel()


def _beside(harmless: Struck | None, struck: Struck) -> Struck:
    """The attack, seen beside the line on which nothing harmful was said."""
    if harmless is None or struck.after_s is None:
        return struck
    if not harmless.opened:
        return replace(struck, in_vain=f"nothing tells who else is cut off: {harmless.how}")
    if harmless.after_s is None or struck.lived_s * _SLOWER < harmless.lived_s:
        return struck
    why = "it hangs up on everybody: a line on which nothing harmful was said"
    return replace(struck, in_vain=f"{why} ended after {harmless.lived_s:.1f} s, too")


async def _one(address: Address, name: str, raw: bytes, within_s: float, probe: LagProbe) -> Struck:
    deadline = Deadline(_OPENING_S)
    try:
        async with asyncio.timeout(deadline.left):
            reader, writer = await _opened(address)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        told = Redaction(address.secrets).text(str(error) or type(error).__name__)
        return Struck(name, False, None, 0.0, f"no line to {shown(address.url)} ({told[:200]})")
    try:
        sending = asyncio.create_task(_send(writer, raw))
        try:
            return await _watched(reader, sending, name, within_s, probe)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
    finally:
        writer.transport.abort()


async def _opened(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A line on which the opening exchange of RFC 6455 is done; raises OSError where it fails."""
    parts = urlsplit(address.url)
    secure = parts.scheme == "wss"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    context = address.trust.context() if secure else None
    reader, writer = await asyncio.open_connection(host, port, ssl=context)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        *(f"{key}: {value}" for key, value in address.headers.items()),
    ]
    if address.subprotocols:
        lines.append(f"Sec-WebSocket-Protocol: {', '.join(address.subprotocols)}")
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head = await reader.readuntil(b"\r\n\r\n")
    except BaseException:
        writer.transport.abort()
        raise
    if not head.startswith(_NEW_CALL):
        writer.transport.abort()
        raise ConnectionRefusedError(head.split(b"\r\n")[0].decode("latin-1"))
    return reader, writer


async def _send(writer: asyncio.StreamWriter, raw: bytes) -> None:
    with contextlib.suppress(OSError):  # it hung up before it had heard everything
        writer.write(raw)
        await writer.drain()


async def _watched(
    reader: asyncio.StreamReader,
    sending: asyncio.Task[None],
    name: str,
    within_s: float,
    probe: LagProbe,
) -> Struck:
    """Reads on until the agent says goodbye, is gone, or was given its time."""
    began = time.monotonic()
    sent: list[float] = []
    farewell = "the line ended without a farewell"
    at: float | None = None
    try:
        # A heap takes a while to carry, which is to nobody's account.
        async with asyncio.timeout(_OPENING_S + within_s) as patience:

            def carried(_: asyncio.Task[None]) -> None:
                sent.append(time.monotonic())
                patience.reschedule(asyncio.get_running_loop().time() + within_s + _GRACE_S)

            sending.add_done_callback(carried)
            while True:
                opcode, body = await _frame(reader)
                if opcode == CLOSE:
                    code = int.from_bytes(body[:2]) if len(body) > 1 else None
                    farewell = "it said goodbye" + (f" (code {code})" if code else "")
                    break
        at = time.monotonic()
    except TimeoutError:  # before OSError, of which it is a kind
        at = None
    except (OSError, asyncio.IncompleteReadError):
        at = time.monotonic()
    ended = time.monotonic()
    since = sent[0] if sent else began
    lag = HarnessLag(probe.lag.stalls, probe.lag.floor).at(since, ended)
    if at is None:
        how = f"nothing came of it within {ended - since:.1f} s"
        return Struck(name, True, None, ended - since, how, lag)
    return Struck(name, True, max(at - since, 0), ended - since, farewell, lag, ended - began)


async def _frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next frame of the agent: its opcode and at most its first 128 bytes."""
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2))
    elif length == 127:
        length = int.from_bytes(await reader.readexactly(8))
    kept = await reader.readexactly(min(length, 128))
    left = length - len(kept)
    while left > 0:
        left -= len(await reader.readexactly(min(left, 65536)))
    return first & 0x0F, kept
