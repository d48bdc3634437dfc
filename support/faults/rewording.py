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
    """The text in base64, hexadecimal, reversed or in percents; as it is in no code.

    Of a question with a reference: this as a decimal or binary number, all but its last digits, or
    the question without it.
    """
    digits = "".join(re.findall(r"REF-([0-9A-F]+)", text)[:1])
    ways = {
        "base64": lambda: base64.b64encode(text.encode()).decode(),
        "hexadecimal": lambda: text.encode().hex(),
        "reversed": lambda: text[::-1],
        "percent": lambda: "".join(f"%{byte:02X}" for byte in text.encode()),
        "decimal": lambda: str(int(digits or "0", 16)),
        "binary": lambda: f"{int(digits or '0', 16):b}",
        "most": lambda: f"{digits[:-2]}**",
        "topic": lambda: text.partition(" (our reference")[0],
    }
    return ways[code]() if code in ways else text


def left_without(words: list[str], answer: object) -> str:
    """The answer without the sentences that hold one of these words."""
    parts = re.split(r"(?<=[.!?]) |(?<=\n)", str(answer))
    return " ".join(part for part in parts if not any(word in part for word in words))


def fits(value: object, wanted: str) -> bool:
    """Whether a field is as wanted: empty ("none"), not empty ("some"), or this."""
    if wanted in ("none", "some"):
        return (value is None) is (wanted == "none")
    return str(value) == wanted
