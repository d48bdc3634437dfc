"""Messages taken apart, filled in, told in a code, and put together again."""

from __future__ import annotations

import base64
import re
from typing import Any

import msgspec


def message_of(text: str) -> dict[str, Any]:
    """The message as an object; empty where it is none."""
    try:
        message = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def text_of(message: dict[str, Any]) -> str:
    """The message as it goes over the wire."""
    return msgspec.json.encode(message).decode()


def filled(fields: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The fields, with `{name}` in a text replaced by what the message has under that name."""
    return {
        key: value.format_map(message) if isinstance(value, str) else value
        for key, value in fields.items()
    }


def coded(text: str, code: str) -> str:
    """The text in base64, hexadecimal, reversed or in percents; as it is in no code."""
    match code:
        case "base64":
            return base64.b64encode(text.encode()).decode()
        case "hexadecimal":
            return text.encode().hex()
        case "reversed":
            return text[::-1]
        case "percent":
            return "".join(f"%{byte:02X}" for byte in text.encode())
        case _:
            return text


def left_without(words: list[str], answer: object) -> str:
    """The answer without the sentences that hold one of these words."""
    parts = re.split(r"(?<=[.!?]) |(?<=\n)", str(answer))
    return " ".join(part for part in parts if not any(word in part for word in words))


def fits(value: object, wanted: str) -> bool:
    """Whether a field is as wanted: empty ("none"), not empty ("some"), or this."""
    if wanted in ("none", "some"):
        return (value is None) is (wanted == "none")
    return value == wanted
