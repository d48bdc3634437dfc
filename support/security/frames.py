"""Frames that break the rules of WebSocket, and messages that no chat can mean: attacks as data.

Each rule is one of RFC 6455 that an endpoint must answer by failing the connection.
"""

from __future__ import annotations

import struct

_MASK = b"\x17\x2a\x3c\x5d"
_FINAL, _MASKED = 0x80, 0x80
_TEXT, _CLOSE, _PING, _CONTINUATION, _UNKNOWN = 0x1, 0x8, 0x9, 0x0, 0x3


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    final: bool = True,
    reserved: int = 0,
    masked: bool = True,
    length: int | None = None,
) -> bytes:
    """A client's frame as it stands on the wire (RFC 6455, section 5.2).

    `length` is what the head claims, where that is not the truth.
    """
    claimed = len(payload) if length is None else length
    mask_bit = _MASKED if masked else 0
    head = bytes([(_FINAL if final else 0) | reserved << 4 | opcode])
    if claimed < 126:
        head += bytes([mask_bit | claimed])
    elif claimed < 2**16:
        head += bytes([mask_bit | 126]) + struct.pack("!H", claimed)
    else:
        head += bytes([mask_bit | 127]) + struct.pack("!Q", claimed)
    if not masked:
        return head + payload
    mask = (_MASK * (len(payload) // 4 + 1))[: len(payload)]
    body = int.from_bytes(payload) ^ int.from_bytes(mask)
    return head + _MASK + body.to_bytes(len(payload))


_HALLO = b'{"type":"ping","id":"x"}'

BROKEN: dict[str, bytes] = {
    "of a kind that does not exist": frame(_UNKNOWN, _HALLO),
    "with marks that nobody agreed on": frame(_TEXT, _HALLO, reserved=4),
    "that is not disguised as the rules demand": frame(_TEXT, _HALLO, masked=False),
    "that says it is text and is none": frame(_TEXT, b'{"type":"\xc3\x28"}'),
    "that claims to be longer than any can be": frame(_TEXT, b"{", length=2**63 + 1),
    "that asks for a sign of life in pieces": frame(_PING, b"1", final=False),
    "that asks for a sign of life at too great length": frame(_PING, b"1" * 126),
    "that goes on with what was never begun": frame(_CONTINUATION, _HALLO),
    "that begins anew before the last was over": frame(_TEXT, b"{", final=False)
    + frame(_TEXT, _HALLO),
    "that says goodbye with half a reason": frame(_CLOSE, b"\x03"),
    "that says goodbye for a reason that does not exist": frame(_CLOSE, struct.pack("!H", 1005)),
}
"""What a hostile device sends, by what people call it."""

SENSELESS: dict[str, str] = {
    "that breaks off in the middle": '{"type": "user_mess',
    "of no words at all": "",
    "of 100000 lists within each other": "[" * 100_000 + "]" * 100_000,
    "with a number of 100000 digits": '{"type": ' + "9" * 100_000 + "}",
    "with a number that is none": '{"type": "user_message", "payload": NaN}',
    "that is a list of nothing": "[]",
    "of a kind that nobody knows": '{"type": "open_the_vault"}',
    "with half a character": '{"type": "\\ud83d"}',
    "with a character that ends texts": '{"type": "user\\u0000message"}',
}
"""Messages that are well-formed frames and mean nothing, by what people call them."""


def heap(letters: int) -> bytes:
    """One text message of that many letters of one byte each, in one frame."""
    return frame(_TEXT, b"x" * letters)
