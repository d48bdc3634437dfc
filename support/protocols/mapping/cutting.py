"""Cutting: where one message ends and the next begins."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

LENGTHS = ("length8", "length16", "length32", "length64")
_LENGTH = re.compile(r"length(8|16|32|64)(le)?(?: after 0x((?:[0-9a-fA-F]{2})+))?")
_FORMS = {"8": "B", "16": "H", "32": "I", "64": "Q"}
_FINDER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Length:
    """How a length is written, and the bytes that stand before it in messages of ours."""

    form: struct.Struct
    head: bytes

    def put(self, body: bytes, head: bytes | None = None) -> bytes:
        """A message behind its length; raises `struct.error` where it is too long for that."""
        return (self.head if head is None else head) + self.form.pack(len(body)) + body


@lru_cache(maxsize=64)
def length_of(layer: str) -> Length | None:
    """What a layer such as `length32le after 0x01` says; None where it is no such layer."""
    found = _LENGTH.fullmatch(layer)
    if found is None:
        return None
    bits, little, head = found.groups()
    return Length(struct.Struct(("<" if little else ">") + _FORMS[bits]), bytes.fromhex(head or ""))


def cut_lengths(data: bytes, length: Length) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Whole messages, each with what stood before its length, and what is left of one more."""
    parts, skipped = [], len(length.head)
    size = skipped + length.form.size
    while len(data) >= size:
        (count,) = length.form.unpack_from(data, skipped)
        if len(data) < size + count:
            break
        parts.append((data[:skipped], data[size : size + count]))
        data = data[size + count :]
    return parts, data


def cut_lines(text: str, end: str = "\n") -> list[str]:
    """The lines of a text that are not blank; nothing but `end`, and a return before it, ends one.

    Texts may hold other characters that pass for the end of a line, such as U+2028.
    """
    return [line.removesuffix("\r") for line in text.split(end) if line.strip()]


def cut_json(text: str) -> tuple[list[Any], str]:
    """Whole JSON documents one after another, and what is left of one that goes on."""
    messages = []
    while text := text.lstrip():
        try:
            message, end = _FINDER.raw_decode(text)
        except (ValueError, RecursionError):
            break
        messages.append(message)
        text = text[end:]
    return messages, text


def sse_events(text: str) -> list[Any]:
    """The events of a text in the form of server-sent events."""
    events = []
    for block in re.split(r"\r?\n\r?\n", text.strip("\r\n")):
        fields: dict[str, list[str]] = {}
        for line in re.split(r"\r\n|\n|\r", block):
            name, colon, value = line.partition(":")
            if not colon or name not in ("event", "data", "id", "retry", ""):
                raise ValueError("not an event")
            if name:
                fields.setdefault(name, []).append(value.removeprefix(" "))
        if not fields:
            continue  # a comment keeps the line open
        event: dict[str, Any] = {key: fields[key][-1] for key in ("event", "id") if key in fields}
        if "data" in fields:
            whole = "\n".join(fields["data"])
            try:
                inner = msgspec.json.decode(whole)
            except (ValueError, RecursionError):
                inner = whole
            event = event | inner if isinstance(inner, dict) else event | {"data": inner}
        events.append(event)
    return events
