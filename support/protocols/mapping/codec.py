"""Codecs: from a frame to the messages in it, and from a message to a frame.

A pipeline names layers from the outside in: `"base64 > gzip > json"`. Where several pipelines are
given, the first that can read a frame reads it.

    bytes   utf-8 (and on as text), gzip, zlib, deflate, base64, skip N (bytes), msgpack
            length8/16/32/64, then `le` or not: each message behind its length;
            `length32 after 0x01`: with one byte before the length, 01 in messages of ours
    text    json, ndjson (one a line), jsons (one after another), base64, skip N (characters)
            lines (what follows reads each line)
            sse       fields `event` and `id` join the JSON object in `data`
            pattern   a regular expression; its groups are the message, a group `json` is parsed
            columns   values between separators; the last column takes the rest
            csv       comma-separated values with their quotes
            pairs     key=value key="value"
            xml       elements
            text      the text itself, as `text`
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from support.protocols.base import Data
from support.protocols.mapping.cutting import LENGTHS, Length, cut_lengths, length_of
from support.protocols.mapping.decoding import FAULTS, Decoder
from support.protocols.mapping.functions import text_of
from support.protocols.mapping.layers import (
    PACKED,
    SKIP,
    as_bytes,
    as_text,
    unpacked,
    walked,
    written,
)
from support.protocols.mapping.tabular import csv_line, csv_rows
from support.protocols.mapping.wiring import Frames

_BYTES = ("utf-8", *PACKED, "msgpack", *LENGTHS)
_CUT = ("json", "ndjson", "jsons", "lines", "sse")
_TEXTS = (*_CUT, "pattern", "columns", "csv", "pairs", "xml", "text")
LAYERS = (*_BYTES, *_TEXTS, "skip N")
SENDABLE = (*_BYTES, "json", "ndjson", "jsons", "lines", "csv", "text")
LAST = frozenset((*_TEXTS, "msgpack")) - {"lines"}

Clean = Callable[[str], str]


def layers_of(pipeline: str) -> list[str]:
    """The layers of a pipeline, outermost first."""
    return [layer.strip() for layer in pipeline.split(">")]


def is_layer(name: str) -> bool:
    """Whether there is such a layer."""
    return name in (*_BYTES, *_TEXTS) or bool(SKIP.fullmatch(name) or length_of(name))


def is_sendable(name: str) -> bool:
    """Whether messages can be written in this layer."""
    return name in SENDABLE or bool(length_of(name))


def pipelines(given: str | list[str]) -> list[str]:
    """The pipelines of a setting, whichever way it was written."""
    return [given] if isinstance(given, str) else given


class Codec:
    """Reads and writes the frames of one mapping."""

    def __init__(self, frames: Frames) -> None:
        self._frames, self._decoder = frames, Decoder(frames)
        self._text = [layers_of(each) for each in pipelines(frames.text)]
        self._binary = [layers_of(each) for each in pipelines(frames.binary)]
        self._send = layers_of(frames.send)

    def decode(self, data: Data) -> list[Any] | None:
        """The messages of a frame, or of what was cut out of several; None where unreadable."""
        return self._decoder.first(data, self._text if isinstance(data, str) else self._binary)

    def encode(self, message: Any) -> Data:
        """The frame of a message; raises `ValueError` where it cannot be written so."""
        whole: Any = message
        for layer in reversed(self._send):
            if layer == "csv":
                whole = csv_line(_cells(whole), self._frames.separator)
            else:
                whole = written(layer, whole)
            if layer in ("lines", "ndjson"):
                whole += self._frames.line_end
        return as_bytes(whole) if self._frames.send_as == "binary" else as_text(whole)

    def decode_sent(self, data: Data) -> Any:
        """The message in a frame that we sent; None where it is none of ours."""
        *outer, last = self._send
        try:
            if last == "csv":  # it was written from a list, whatever the columns are called
                (text,) = self._decoder.decode(data, outer)
                return csv_rows(as_text(text), self._frames.separator)[0]
            messages = self._decoder.decode(data, self._send)
        except (*FAULTS, LookupError):
            return None
        if last == "text":
            return messages[0]["text"]
        return messages[0] if len(messages) == 1 else None

    def redacted(self, data: Data, clean: Clean, *, sent: bool) -> Data:
        """A frame whose texts have passed through `clean`, also those inside packed layers."""
        if sent:
            return self._shown(data, [self._send], clean)
        if isinstance(data, str):
            return self._shown(data, self._text, clean)
        length = length_of(self._frames.stream)
        if length and not cut_lengths(data, length)[1]:
            try:
                return _each(data, length, lambda part: self._shown(part, self._binary, clean))
            except FAULTS:
                pass  # what is shown would be too long for its length
        return self._shown(data, self._binary, clean)

    def _shown(self, data: Data, ways: list[list[str]], clean: Clean) -> Data:
        cleaned: Any = None
        for layers in ways:
            try:
                self._decoder.decode(data, layers)  # this is the pipeline that reads it
                cleaned = self._cleaned(data, layers, clean)
                break
            except FAULTS:
                continue
        if cleaned is None:
            cleaned = _clean(data, clean)
        return as_text(cleaned) if isinstance(data, str) else as_bytes(cleaned)

    def _cleaned(self, data: Any, layers: list[str], clean: Clean) -> Any:
        layer, rest = layers[0], layers[1:]
        if skip := SKIP.fullmatch(layer):
            return data[: int(skip[1])] + self._cleaned(data[int(skip[1]) :], rest, clean)
        if length := length_of(layer):
            return _each(data, length, lambda part: self._cleaned(part, rest, clean))
        if layer in PACKED:
            inner = unpacked(layer, data)
            cleaned = self._cleaned(inner, rest, clean)
            return data if cleaned == inner else written(layer, cleaned)
        if layer == "msgpack":
            return msgspec.msgpack.encode(walked(msgspec.msgpack.decode(data), clean))
        return _clean(data, clean)


def _each(data: Any, length: Length, change: Callable[[bytes], Data]) -> bytes:
    """Messages behind their lengths, each changed; what stood before the lengths is kept."""
    parts, left = cut_lengths(as_bytes(data), length)
    return b"".join(length.put(as_bytes(change(body)), head) for head, body in parts) + left


def _cells(values: Any) -> list[str]:
    if not isinstance(values, list):
        raise ValueError("comma-separated values are written from a list")
    return [text_of(each) or "" for each in values]


def _clean(data: Any, clean: Clean) -> Data:
    if isinstance(data, str):
        return clean(data)
    # Whatever is no text stays as it is.
    return clean(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
