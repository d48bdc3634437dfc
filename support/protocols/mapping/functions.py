"""The functions that selectors have beside JMESPath's own.

frame()                    the whole frame, before it was unwrapped
outer()                    with `each`: the message that holds the item
match('name')              a group of the regular expression in the rule's condition
kept('name')               what an earlier message or request left behind, or a value
parse_json(text)           JSON inside a text; null where it is none
to_json(value)             a value as JSON text, with its quotes
regex('pattern', text)     the first group, or what matches; null where nothing does
default(a, b)              b where a is null or empty
items(object)              its keys and values, as pairs `[key, value]`
pairs(text)                key=value key="value" as an object; null where it is none
escape(text)               with `&amp;` for `&` and so on, to stand in XML
split('sep', text), replace(text, 'old', 'new'), lower(text), upper(text), trim(text)
base64(text), from_base64(text), sha256(text), hmac_sha256(key, text)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
from jmespath import functions

from support.protocols.mapping.tabular import pairs_of
from support.protocols.native_fields import json_of

_ANY: Any = {"types": []}
_TEXT: Any = {"types": ["string"]}


@dataclass(slots=True)
class Scope:
    """What a selector may look at beside the message itself."""

    frame: Any = None
    outer: Any = None
    groups: dict[str, str | None] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


class Functions(functions.Functions):
    """The functions above; JMESPath finds them by their names."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @functions.signature()
    def _func_frame(self) -> Any:
        return self.scope.frame

    @functions.signature()
    def _func_outer(self) -> Any:
        return self.scope.outer

    @functions.signature(_TEXT)
    def _func_match(self, name: str) -> str | None:
        return self.scope.groups.get(name)

    @functions.signature(_TEXT)
    def _func_kept(self, name: str) -> Any:
        return self.scope.kept.get(name)

    @functions.signature(_ANY)
    def _func_parse_json(self, text: Any) -> Any:
        return parsed(text)

    @functions.signature(_ANY)
    def _func_to_json(self, value: Any) -> str:
        return json_of(value)

    @functions.signature(_TEXT, _ANY)
    def _func_regex(self, pattern: str, text: Any) -> str | None:
        found = re.search(pattern, text) if isinstance(text, str) else None
        return found[1 if found.re.groups else 0] if found else None

    @functions.signature(_ANY, _ANY)
    def _func_default(self, value: Any, other: Any) -> Any:
        return other if value in (None, "", [], {}) else value

    @functions.signature({"types": ["object"]})
    def _func_items(self, value: dict[str, Any]) -> list[list[Any]]:
        return [[key, each] for key, each in value.items()]

    @functions.signature(_TEXT)
    def _func_pairs(self, text: str) -> dict[str, str]:
        return pairs_of(text)

    @functions.signature(_TEXT)
    def _func_escape(self, text: str) -> str:
        return html.escape(text)

    @functions.signature(_TEXT, _TEXT)
    def _func_split(self, separator: str, text: str) -> list[str]:
        return text.split(separator)

    @functions.signature(_TEXT, _TEXT, _TEXT)
    def _func_replace(self, text: str, old: str, new: str) -> str:
        return text.replace(old, new)

    @functions.signature(_TEXT)
    def _func_lower(self, text: str) -> str:
        return text.lower()

    @functions.signature(_TEXT)
    def _func_upper(self, text: str) -> str:
        return text.upper()

    @functions.signature(_TEXT)
    def _func_trim(self, text: str) -> str:
        return text.strip()

    @functions.signature(_TEXT)
    def _func_base64(self, text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    @functions.signature(_TEXT)
    def _func_from_base64(self, text: str) -> str:
        return base64.b64decode(text, validate=True).decode()

    @functions.signature(_TEXT)
    def _func_sha256(self, text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    @functions.signature(_TEXT, _TEXT)
    def _func_hmac_sha256(self, key: str, text: str) -> str:
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


KNOWN: dict[str, Any] = Functions.FUNCTION_TABLE
"""All functions by name, JMESPath's own among them, each with its signature."""


def text_of(value: Any) -> str | None:
    """A value as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "".join(value)
    return json_of(value)


def parsed(text: Any) -> Any:
    """The value of JSON text; None where it is none."""
    if not isinstance(text, str | bytes):
        return None
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return None
