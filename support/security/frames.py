"""Frames that break the rules of WebSocket, and messages that no chat can mean: attacks as data.

Each rule is one of RFC 6455 that an endpoint must answer by failing the connection.
"""

from __future__ import annotations

import struct
from functools import partial

from support.raw_frames import CLOSE, CONTINUATION, PING, TEXT, frame

_UNKNOWN = 0x3
_sent = partial(frame, masked=True)

_HALLO = b'{"type":"ping","id":"x"}'

BROKEN: dict[str, bytes] = {
    "of a kind that does not exist": _sent(_UNKNOWN, _HALLO),
    "with marks that nobody agreed on": _sent(TEXT, _HALLO, rsv=4),
    "that is not disguised as the rules demand": _sent(TEXT, _HALLO, masked=False),
    "that says it is text and is none": _sent(TEXT, b'{"type":"\xc3\x28"}'),
    "that claims to be longer than any can be": _sent(TEXT, b"{", length=2**63 + 1),
    "that asks for a sign of life in pieces": _sent(PING, b"1", fin=False),
    "that asks for a sign of life at too great length": _sent(PING, b"1" * 126),
    "that goes on with what was never begun": _sent(CONTINUATION, _HALLO),
    "that begins anew before the last was over": _sent(TEXT, b"{", fin=False) + _sent(TEXT, _HALLO),
    "that says goodbye with half a reason": _sent(CLOSE, b"\x03"),
    "that says goodbye for a reason that does not exist": _sent(CLOSE, struct.pack("!H", 1005)),
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
    return _sent(TEXT, b"x" * letters)
