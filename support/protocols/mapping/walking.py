"""Walking through a mapping: every key, selector and template with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from support.protocols.mapping.model import Fields, Mapping
from support.protocols.mapping.places import Path
from support.protocols.mapping.wiring import Step

Fault = tuple[Path, str]
"""Where, and what is wrong there in a sentence."""


CONDITIONS = ("when", "last", "expect", "refused")
_SELECTORS = frozenset(
    """piece whole number because batch each only_if if_run text to arguments result failed
    duration_ms input_tokens output_tokens answers""".split()  # noqa: SIM905 - words, not a list
) | set(Fields.__struct_fields__)


def is_selector(path: Path, name: str) -> bool:
    """Whether the key of this name in the table at this path holds a selector."""
    if path[:1] in (("fields",), ("ids",)):
        return True
    if path == ("frames",):  # its `text` is a pipeline
        return name == "batch"
    if path[:1] == ("end",) and name == "when":
        return True
    if path and path[-1] == "keep":
        return True
    return name in _SELECTORS or (bool(path) and path[-1] == "unwrap")


def templates(mapping: Mapping) -> Iterator[tuple[Path, Any]]:
    """Every template with its place."""
    for number, setup in enumerate(mapping.setup):
        for name in ("url", "query", "headers", "json", "form"):
            yield ("setup", number, name), getattr(setup, name)
    for name in ("path", "query", "headers", "subprotocols", "origin"):
        yield ("connect", name), getattr(mapping.connect, name)
    for script in ("opening", "ask", "cancel", "resume"):
        steps: list[Step] = getattr(mapping, script)
        for number, step in enumerate(steps):
            yield (script, number, "send"), step.send
    for number, rule in enumerate(mapping.rule):
        yield ("rule", number, "reply"), rule.reply
    if mapping.keep_alive:
        yield ("keep_alive", "send"), mapping.keep_alive.send
    if mapping.tools:
        for name in ("each", "item", "after"):
            yield ("tools", name), getattr(mapping.tools, name)


_OPAQUE = ("values", "send", "json", "query", "headers", "form", "reply", "tools")


def walk(value: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    """Every key of a mapping with the path of its table; templates are left to themselves."""
    if isinstance(value, msgspec.Struct):
        entries = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, dict):
        entries = list(value.items())
    else:
        entries = []
    for name, inner in entries:
        if name in _OPAQUE and not (path and path[-1] == "keep"):
            continue
        yield path, name, inner
        if name in CONDITIONS:
            continue
        if isinstance(inner, list):
            for number, each in enumerate(inner):
                if isinstance(each, str):
                    yield (*path, name), str(number), each
                else:
                    yield from walk(each, (*path, name, number))
        else:
            yield from walk(inner, (*path, name))
