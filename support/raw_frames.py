"""Frames of WebSocket byte by byte, so that any of their rules can be broken (RFC 6455)."""

from __future__ import annotations

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_MASK = b"\x17\x2a\x3c\x5d"


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    masked: bool = False,
    length: int | None = None,
) -> bytes:
    """One frame as it stands on the wire (RFC 6455, section 5.2); a client's is `masked`.

    `length` is what the head claims, where that is not the truth.
    """
    size = len(payload) if length is None else length
    mask = 0x80 if masked else 0
    first = bytes([0x80 * fin | rsv << 4 | opcode])
    if size < 126:
        head = first + bytes([mask | size])
    elif size < 2**16:
        head = first + bytes([mask | 126]) + size.to_bytes(2)
    else:
        head = first + bytes([mask | 127]) + size.to_bytes(8)
    if not masked:
        return head + payload
    over = (_MASK * (len(payload) // 4 + 1))[: len(payload)]
    body = int.from_bytes(payload) ^ int.from_bytes(over)
    return head + _MASK + body.to_bytes(len(payload))
