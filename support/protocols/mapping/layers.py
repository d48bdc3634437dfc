"""Layers: how text and bytes are packed, written, and walked through."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

import msgspec

from support.protocols.mapping.cutting import length_of
from support.protocols.mapping.functions import text_of
from support.protocols.native_fields import json_of

SKIP = re.compile(r"skip (\d+)")
PACKED = ("gzip", "zlib", "deflate", "base64")

_MOST = 16 * 2**20
"""Bytes that a compressed frame may unfold to; more is not read."""


def as_text(data: Any) -> str:
    """Text as it is, bytes as UTF-8; raises `ValueError` or `TypeError` where it is neither."""
    if isinstance(data, bytes):
        return data.decode()
    if isinstance(data, str):
        return data
    raise TypeError("neither text nor bytes")


def as_bytes(data: Any) -> bytes:
    """Bytes as they are, text as UTF-8."""
    if isinstance(data, bytes):
        return data
    return as_text(data).encode()


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "json": json_of,
    "jsons": json_of,
    "ndjson": json_of,
    "lines": as_text,
    "text": lambda value: text_of(value) or "",
    "msgpack": msgspec.msgpack.encode,
    "utf-8": as_bytes,
    "gzip": lambda value: gzip.compress(as_bytes(value), mtime=0),
    "zlib": lambda value: zlib.compress(as_bytes(value)),
    "deflate": lambda value: zlib.compress(as_bytes(value), wbits=-15),
    "base64": lambda value: base64.b64encode(as_bytes(value)),
}


def written(layer: str, value: Any) -> Any:
    """A value in this layer; raises `ValueError` where it cannot be written."""
    if length := length_of(layer):
        try:
            return length.put(as_bytes(value))
        except struct.error as error:
            raise ValueError(f"a message is too long for {layer}") from error
    return _WRITERS[layer](value)


def unpacked(layer: str, data: Any) -> bytes:
    """What is inside; raises `ValueError` or `zlib.error` where it is none or too much."""
    raw = as_bytes(data)
    if layer == "base64":
        try:
            return base64.b64decode(raw, validate=True)
        except binascii.Error as error:
            raise ValueError("not base64") from error
    unpack = zlib.decompressobj({"gzip": 31, "zlib": 15, "deflate": -15}[layer])
    plain = unpack.decompress(raw, _MOST)
    if unpack.unconsumed_tail or not unpack.eof:
        raise ValueError("too large, or cut short")
    return plain


def walked(value: Any, text: Callable[[str], str]) -> Any:
    """The value, each text in it passed through `text`."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [walked(each, text) for each in value]
    if isinstance(value, dict):
        return {walked(key, text): walked(each, text) for key, each in value.items()}
    return value
