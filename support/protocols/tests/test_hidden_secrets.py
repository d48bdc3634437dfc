"""Secrets are taken out of frames wherever they stand, and nothing else is."""

from __future__ import annotations

import base64
import gzip
from itertools import count
from typing import Any

import msgspec
import pytest

from support.protocols.mapping.codec import Codec
from support.protocols.mapping.layers import written
from support.protocols.mapping.wiring import Frames


def hidden(text: str) -> str:
    return text.replace("secret", "[redacted]")


def pack(layer: str, text: str) -> bytes:
    return bytes(written(layer, text))


@pytest.mark.parametrize(
    ("settings", "data", "shown"),
    [
        ({}, '{"a":"secret"}', '{"a":"[redacted]"}'),
        ({}, "no JSON, secret", "no JSON, [redacted]"),
        ({}, b"a secret \xff", b"a [redacted] \xff"),
        ({"binary": "gzip > json"}, b"no gzip, secret", b"no gzip, [redacted]"),
        ({"binary": "gzip > json"}, pack("gzip", '"secret"'), pack("gzip", '"[redacted]"')),
        ({"text": "base64 > json"}, base64.b64encode(b'"secret"').decode(),
         base64.b64encode(b'"[redacted]"').decode()),
        ({"text": "skip 3 > json"}, 'sec"secret"', 'sec"[redacted]"'),
        ({"binary": "skip 2 > zlib > json"}, b"ab" + pack("zlib", '"secret"'),
         b"ab" + pack("zlib", '"[redacted]"')),
        ({"binary": "length8 > text"}, b"\x06secret\x01x", b"\x0a[redacted]\x01x"),
        ({"binary": "text", "stream": "length8"}, b"\x06secret\x01x", b"\x0a[redacted]\x01x"),
        ({"binary": "text", "stream": "length8"}, b"\x07secret", b"\x07[redacted]"),
        ({"binary": "msgpack"}, msgspec.msgpack.encode({"secret": ["secret", 1]}),
         msgspec.msgpack.encode({"[redacted]": ["[redacted]", 1]})),
        ({"text": ["base64 > json", "text"]}, "secret", "[redacted]"),
    ],
    ids=count(1),
)  # fmt: skip
def test_secrets_are_taken_out_wherever_they_stand(
    settings: dict[str, Any], data: str | bytes, shown: str | bytes
) -> None:
    assert Codec(Frames(**settings)).redacted(data, hidden, sent=False) == shown


def test_secrets_are_taken_out_of_what_is_sent_by_the_way_in_which_it_is_sent() -> None:
    codec = Codec(Frames(send="base64 > json", text="json"))
    data = codec.encode("my secret")
    assert codec.decode_sent(codec.redacted(data, hidden, sent=True)) == "my [redacted]"
    assert codec.redacted(data, hidden, sent=False) == data
    untouched = gzip.compress(b'"nothing to hide"', compresslevel=1, mtime=7)
    assert Codec(Frames(binary="gzip > json")).redacted(untouched, hidden, sent=False) == untouched
