"""Frames of WebSocket byte by byte, so that any of their rules can be broken (RFC 6455)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import zlib
from functools import lru_cache

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_MEGABYTE = 2**20
_MASK = b"\x00\x00\x00\x00"


def frame(
    opcode: int,
    payload: bytes,
    *,
    fin: bool = True,
    rsv: int = 0,
    masked: bool = False,
    length: int | None = None,
) -> bytes:
    """One frame; its head claims `length` bytes, whatever there are."""
    size = len(payload) if length is None else length
    mask = 0x80 if masked else 0
    first = bytes([0x80 * fin | rsv << 4 | opcode])
    if size < 126:
        head = first + bytes([mask | size])
    elif size < 2**16:
        head = first + bytes([mask | 126]) + size.to_bytes(2)
    else:
        head = first + bytes([mask | 127]) + size.to_bytes(8)
    return head + (_MASK if masked else b"") + payload


def closing(code: int | None, reason: str = "") -> bytes:
    """A close frame; with code 0, without one."""
    return frame(CLOSE, code.to_bytes(2) + reason.encode() if code else b"")


@lru_cache
def bomb(megabytes: int) -> bytes:
    """A compressed text message of so many megabytes of spaces (RFC 7692)."""
    packer = zlib.compressobj(wbits=-15)
    packed = b"".join(packer.compress(b" " * _MEGABYTE) for _ in range(megabytes))
    packed += packer.flush(zlib.Z_SYNC_FLUSH)
    return frame(TEXT, packed.removesuffix(b"\x00\x00\xff\xff"), rsv=4)


def accept_of(key: str) -> str:
    """What answers a client's key."""
    digest = hashlib.sha1((key + _GUID).encode(), usedforsecurity=False)  # RFC 6455, section 4.2.2
    return base64.b64encode(digest.digest()).decode()


async def read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next frame of a well-behaved client: its opcode and its content."""
    first, second = await reader.readexactly(2)
    size = second & 0x7F
    if size >= 126:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
    mask = await reader.readexactly(4) if second & 0x80 else _MASK
    body = await reader.readexactly(size)
    return first & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
