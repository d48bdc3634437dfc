"""What a hostile agent does with frames beyond writing them one by one."""

from __future__ import annotations

import asyncio
import zlib
from functools import lru_cache

from support.raw_frames import CLOSE, TEXT, frame

_MEGABYTE = 2**20


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


async def read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next frame of a well-behaved client: its opcode and its content."""
    first, second = await reader.readexactly(2)
    size = second & 0x7F
    if size >= 126:
        size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
    mask = await reader.readexactly(4) if second & 0x80 else bytes(4)
    body = await reader.readexactly(size)
    return first & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
