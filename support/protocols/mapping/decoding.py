"""Decoding: from the text or bytes of a frame to the messages in it, layer by layer."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from support.protocols.mapping.cutting import (
    Length,
    cut_json,
    cut_lengths,
    cut_lines,
    length_of,
    sse_events,
)
from support.protocols.mapping.layers import PACKED, SKIP, as_bytes, as_text, unpacked
from support.protocols.mapping.markup import elements
from support.protocols.mapping.tabular import columns_of, csv_record, csv_rows, pairs_of
from support.protocols.mapping.wiring import Frames

FAULTS = (ValueError, TypeError, struct.error, zlib.error, EOFError, OSError, RecursionError)
"""What decoding raises where a frame cannot be read in the way that was tried."""


class Decoder:
    """Reads with one pipeline after another, as the settings of one mapping have it."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._pattern = re.compile(frames.pattern, re.DOTALL) if frames.pattern else None
        self._readers: dict[str, Callable[[Any], list[Any]]] = {
            "utf-8": lambda data: [as_text(data)],
            "msgpack": lambda data: [msgspec.msgpack.decode(data)],
            "lines": lambda data: cut_lines(as_text(data), frames.line_end),
            "json": lambda data: [msgspec.json.decode(as_text(data))],
            "ndjson": self._ndjson,
            "jsons": _jsons,
            "sse": lambda data: sse_events(as_text(data)),
            "pattern": self._matched,
            "columns": lambda data: [columns_of(as_text(data), frames.columns, frames.separator)],
            "csv": self._csv,
            "pairs": lambda data: [pairs_of(as_text(data), frames.pairs, frames.equals)],
            "xml": lambda data: elements(as_text(data)),
            "text": lambda data: [{"text": as_text(data)}],
            **{name: partial(_unpacked, name) for name in PACKED},
        }

    def decode(self, data: Any, layers: list[str]) -> list[Any]:
        """The messages in a frame; raises one of `FAULTS` where it cannot be read so."""
        values = [data]
        for layer in layers:
            if skip := SKIP.fullmatch(layer):
                values = [value[int(skip[1]) :] for value in values]
            elif length := length_of(layer):
                values = [inner for value in values for inner in _behind(length, value)]
            else:
                values = [inner for value in values for inner in self._readers[layer](value)]
        return values

    def first(self, data: Any, ways: list[list[str]]) -> list[Any] | None:
        """The messages as the first pipeline that can reads them; None where none can."""
        by_accident = None
        for layers in ways:
            try:
                found = self.decode(data, layers)
            except FAULTS:
                continue
            # A text such as `1000` is JSON by accident, where another way can read it as well.
            if layers[-1] != "json" or not all(map(_is_plain, found)):
                return found
            by_accident = by_accident or found
        return by_accident

    def _ndjson(self, data: Any) -> list[Any]:
        lines = cut_lines(as_text(data), self._frames.line_end)
        return [msgspec.json.decode(line) for line in lines]

    def _csv(self, data: Any) -> list[Any]:
        rows = csv_rows(as_text(data), self._frames.separator)
        return [csv_record(row, self._frames.columns) for row in rows]

    def _matched(self, data: Any) -> list[Any]:
        found = self._pattern.fullmatch(as_text(data)) if self._pattern else None
        if found is None:
            raise ValueError("the pattern does not match")
        message: dict[str, Any] = found.groupdict()
        if message.get("json"):
            message["json"] = msgspec.json.decode(message["json"])
        return [message]


def _jsons(data: Any) -> list[Any]:
    messages, left = cut_json(as_text(data))
    if left.strip():
        raise ValueError("a document is cut short")
    return messages


def _behind(length: Length, data: Any) -> list[bytes]:
    parts, left = cut_lengths(as_bytes(data), length)
    if left:
        raise ValueError("a message is cut short")
    return [body for _, body in parts]


def _unpacked(layer: str, data: Any) -> list[Any]:
    return [unpacked(layer, data)]


def _is_plain(message: Any) -> bool:
    return not isinstance(message, dict | list)
