"""Messages as TOML: their fields, and values on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from support.evidence.clean import MISSING

DEEPEST = 4
"""How deep a message is looked into."""


def leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every field of a message with the keys that lead to it, the outer ones first."""
    if not isinstance(value, dict) or len(path) > DEEPEST:
        return
    for key, inner in value.items():
        yield (*path, str(key)), inner
        yield from leaves(inner, (*path, str(key)))


def selector(key: str) -> str:
    """The selector of a field of this name."""
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else json.dumps(key)


def key_of(name: str) -> str:
    """A key as TOML has it."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else inline(name)


def plain(value: object) -> Any:
    """A value as a template has it that is to be sent as it stands."""
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    return value


def replaced(message: Mapping[str, Any], path: tuple[str, ...], by: str) -> dict[str, Any]:
    """The message with another value in one field."""
    key, *further = path
    inner = replaced(message[key], tuple(further), by) if further else by
    return {**message, key: inner}


def inline(value: object) -> str:
    """A value as TOML has it, on one line."""
    if isinstance(value, dict):
        # TOML knows no null: what is not there is left out.
        entries = [(key, each) for key, each in value.items() if each is not None]
        inner = ", ".join(f"{key_of(key)} = {inline(each)}" for key, each in entries)
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(inline(each) for each in value if each is not None)}]"
    if isinstance(value, str) and '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    if isinstance(value, str):
        return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))
    return json.dumps(value)


def _escaped(each: str) -> str:
    """A character of a text as TOML may have it, and a terminal too."""
    if each.isprintable():
        return each
    code = ord(each)
    if 0xD800 <= code <= 0xDFFF:  # half a character
        return MISSING
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
