"""What a mapping did not take: unknown messages by their shape, and rules that never matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scoring.events import Event, Kind
from support.protocols.mapping import MappingAdapter
from support.protocols.native_fields import json_of

_MOST_PATHS = 40
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Unknown messages of one shape.

    `frames` are their positions in the recording. `paths` are the selectors of everything in the
    first of them, each with its value in short; `text` is that message where it holds no fields.
    """

    name: str
    frames: tuple[int, ...]
    paths: tuple[tuple[str, str], ...]
    text: str = ""

    @property
    def summary(self) -> str:
        """All of it on one line."""
        times = f"{len(self.frames)} times" if len(self.frames) > 1 else "once"
        what = ", ".join(f"{path} = {value}" for path, value in self.paths) or repr(self.text)
        return f"{times}: {what}"


def unmapped(events: Iterable[Event]) -> list[Unmapped]:
    """The unknown messages among these events, most frequent first, then in order of coming."""
    found: dict[tuple[str, tuple[str, ...]], list[Event]] = {}
    for event in events:
        if event.kind is Kind.UNMAPPED:
            shape = tuple(path for path, _ in _paths(dict(event.data), "")) if event.data else ()
            found.setdefault((_name(event), shape), []).append(event)
    groups = [
        Unmapped(
            name,
            tuple(event.frame for event in alike),
            tuple(_paths(dict(alike[0].data), ""))[:_MOST_PATHS] if shape else (),
            "" if shape else alike[0].text[:_LONGEST],
        )
        for (name, shape), alike in found.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.frames), group.frames[0]))


def unused_rules(adapter: MappingAdapter) -> list[int]:
    """The rules, counted from 1, that took no message so far."""
    return [number for number, rule in enumerate(adapter.rules.all, 1) if not rule.hits]


def _name(event: Event) -> str:
    """What a message calls itself; the first word of one without fields."""
    if event.data:
        return event.text[:_LONGEST]
    binary = event.text.endswith("bytes of binary")
    return "binary" if binary else (event.text.split() or [""])[0][:_LONGEST]


def _paths(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value and depth < 8:
        for key, inner in value.items():
            name = key if key.isidentifier() and key.isascii() else json_of(key)
            yield from _paths(inner, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list) and value and depth < 8:
        yield from _paths(value[0], f"{path}[0]", depth + 1)
    else:
        yield path, json_of(value)[:_LONGEST]
