"""Rules drafted from messages: what a mapping might say of them, for a person to look over.

A draft is a guess from names and shapes; whoever takes it over knows what the agent means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.agents.vocabulary import (
    FIELDS,
    INNER,
    MOST_VALUES,
    NAMES,
    NEEDED,
    STATES,
    WANTED,
    WORD,
    meaning,
)
from support.agents.writing import DEEPEST, inline, key_of, leaves, selector

MOST_SHAPES = 20
"""Kinds of messages that are drafted; a protocol with more needs a mapping written by hand."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Messages that look alike: what tells them from others, an example, and how many there are."""

    condition: Mapping[str, object]
    name: str
    example: Mapping[str, Any]
    count: int


def shapes(messages: Iterable[Mapping[str, Any]]) -> list[Shape]:
    """The messages by what tells them apart, in the order in which each kind came first.

    What is told by a mere presence comes last: its rule would take the messages of the others.
    """
    told = list(messages)
    telling = _telling(told)
    found: dict[str, Shape] = {}
    for message in told:
        condition, name = _told_by(message, telling)
        key = json.dumps(condition, sort_keys=True)
        known = found.get(key)
        count = known.count + 1 if known else 1
        found[key] = Shape(condition, name, known.example if known else message, count)
    return sorted(found.values(), key=lambda shape: -len(_values(shape.condition)))


def _values(condition: Mapping[str, object]) -> list[object]:
    return [each for each in condition.values() if isinstance(each, str)]


def _telling(messages: Iterable[Mapping[str, Any]]) -> set[str]:
    """The fields that say what a message is: known names, and those that keep to a few words."""
    seen: dict[str, list[str]] = {}
    for message in messages:
        for prefix, table in _tables(message):
            for key, value in table.items():
                if isinstance(value, str):
                    seen.setdefault(f"{prefix}{selector(key)}", []).append(value)
    told = {
        path
        for path, values in seen.items()
        if all(re.fullmatch(WORD, each) and not re.search(r"\d{3}", each) for each in values)
        and (
            path.rpartition(".")[2] in (*NAMES, *STATES)
            or len(set(values)) <= min(len(values) / 2, MOST_VALUES)
        )
    }
    varied = {path for path in told if len(set(seen[path])) > 1}
    better = {path.rpartition(".")[0] for path in varied if path.rpartition(".")[2] not in STATES}
    # What always says the same tells nothing where something beside it tells more.
    return {path for path in told if path in varied or path.rpartition(".")[0] not in better}


def rule(shape: Shape, table: str = "rule") -> list[str]:
    """A rule for messages of this shape, as lines of TOML."""
    emit = meaning(shape.name)
    fields = {
        field: path
        for field in WANTED.get(emit, ())
        if (path := _path(shape.example, FIELDS[field], text=field in ("text", "to")))
    }
    if NEEDED.get(emit, "") not in ("", *fields):
        emit, fields = "nothing", {}
    times = f"{shape.count} message{'s' if shape.count > 1 else ''} like this"
    conditions = ", ".join(
        f"{key_of(key)} = {inline(value)}" for key, value in shape.condition.items()
    )
    return [
        f"[[{table}]]  # {times}",
        f"when = {{ {conditions} }}",
        f'emit = "{emit}"' + ("  # what does it mean?" if emit == "nothing" else ""),
        *(f"{field} = {inline(path)}" for field, path in fields.items()),
    ]


def _told_by(message: Mapping[str, Any], telling: set[str]) -> tuple[dict[str, object], str]:
    """A condition that such messages fulfil, and the name by which to guess what they mean."""
    condition: dict[str, object] = {}
    name = ""
    for prefix, table in _tables(message):
        paths = {key: f"{prefix}{selector(key)}" for key in table}
        words = [key for key in table if paths[key] in telling and isinstance(table[key], str)]
        kinds = [key for key in words if key not in STATES]
        kinds.sort(key=lambda key: NAMES.index(key) if key in NAMES else len(NAMES))
        states = [key for key in words if key in STATES]
        said = [*kinds[:1], *states[:1]]
        condition |= {paths[key]: table[key] for key in said}
        # `{"type": "event", "data": {"type": "token"}}`: what says most stands innermost.
        name = " ".join(str(table[key]) for key in said) or name
    if condition:
        return condition, name
    keys = [key for key in message if re.fullmatch(r"[A-Za-z0-9_-]+", key)]
    if not keys:
        return {"@": {"present": True}}, ""
    return {selector(keys[0]): {"present": True}}, keys[0]


def _tables(message: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    prefix, table = "", message
    for _ in range(DEEPEST):
        yield prefix, table
        inner = next((key for key in INNER if isinstance(table.get(key), dict)), None)
        if inner is None:
            return
        prefix, table = f"{prefix}{inner}.", table[inner]


def id_fields(ids: Mapping[str, str], messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Where messages repeat the ids of the question, as lines of TOML."""
    found = {
        name: path
        for message in messages
        for path, value in leaves(message)
        for name, wanted in ids.items()
        if value == wanted
    }
    if found:
        yield "[mapping.fields]              # where messages repeat the question's ids"
        for name, path in found.items():
            yield f"{name} = {inline('.'.join(selector(step) for step in path))}"
        yield ""


def _path(message: object, pattern: str, *, text: bool) -> str | None:
    """The selector of the field whose name fits best; the shallowest of them."""
    found = [
        (len(path), position, ".".join(selector(step) for step in path))
        for position, (path, value) in enumerate(leaves(message))
        if re.search(pattern, path[-1].lower())
        and (isinstance(value, str) if text else value != "")
        if path[-1] not in NAMES[:-1]
    ]
    return min(found)[2] if found else None
