"""Places: which line of a TOML file a key stands on, and which key somebody may have meant."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_TOKEN = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|#.*|[\[\]{}]""")
_TABLES = ("setup", "opening", "ask", "cancel", "resume", "rule")
_STEP = re.compile(r"\.?([\w-]+)|\[(\d+)\]|\[\.\.\.\]")

_STRUCT = msgspec.Struct

Path = tuple[str | int, ...]


@dataclass(slots=True)
class _Array:
    """A value being read, with the brackets that are open in it."""

    path: Path
    open: str
    size: int = 0


class Places:
    """The lines of a TOML text by the paths of its tables and keys; lines count from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._sizes: dict[Path, int] = {}
        table: Path = ()
        closing = ""
        array = _Array((), "")
        for number, line in enumerate(text.split("\n"), 1):
            if closing:  # inside a text of several lines nothing is a key
                closing = "" if closing in line else closing
                continue
            header, key = _HEADER.match(line), _KEY.match(line)
            if array.open:
                self._elements(array, line, number)
            elif header:
                table = self._table(_keys(header[2]), many=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif key:
                path = (*table, *_keys(key[1]))
                self._lines.setdefault(path, number)
                array = _Array(path, "")
                self._elements(array, line[key.end() :], number)
            for mark in ('"""', "'''"):
                if line.count(mark) % 2:
                    closing = mark

    def line(self, path: Path) -> int | None:
        """The line of this key, or of the nearest table around it."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _elements(self, array: _Array, line: str, number: int) -> None:
        """The tables of an array that stand, or begin, on this line."""
        for mark in _TOKEN.findall(line):
            if mark == "{" and array.open == "[":
                self._lines.setdefault((*array.path, array.size), number)
                array.size += 1
            if mark in ("[", "{"):
                array.open += mark
            elif mark in ("]", "}"):
                array.open = array.open[:-1]

    def _table(self, keys: list[str], *, many: bool) -> Path:
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if many and position == len(keys) - 1:
                self._sizes[path] = self._sizes.get(path, 0) + 1
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        return path


def path_of(words: str) -> Path:
    """The path in a decoder's message, such as `$.rule[3].when`."""
    steps = _STEP.finditer(words.removeprefix("$"))
    return tuple(int(step[2]) if step[2] else step[1] for step in steps if step[1] or step[2])


def keys_of(root: Any, path: Path) -> tuple[str, ...]:
    """The keys that the table at this path may have."""
    here = root
    for step in path:
        if isinstance(step, int):
            here = next(iter(typing.get_args(_struct_or_list(here, list))), Any)
        else:
            struct = _struct_or_list(here, msgspec.Struct)
            here = typing.get_type_hints(struct).get(step, Any) if struct else Any
    struct = _struct_or_list(here, msgspec.Struct)
    return tuple(struct.__struct_fields__) if struct else ()


def choices_of(root: Any, path: Path) -> list[str]:
    """The texts that the value at this path may be, where they are fixed."""
    here: Any = root
    for step in path:
        if isinstance(step, int):
            here = next(iter(typing.get_args(_struct_or_list(here, list))), Any)
        else:
            struct = _struct_or_list(here, msgspec.Struct)
            here = typing.get_type_hints(struct, include_extras=True).get(step) if struct else Any
    return [each for each in typing.get_args(here) if isinstance(each, str)]


def homes(root: Any, key: str) -> list[str]:
    """The tables below this one that do have such a key."""
    found = []
    for name, kind in typing.get_type_hints(root, include_extras=True).items():
        many = _struct_or_list(kind, list)
        struct = _struct_or_list(next(iter(typing.get_args(many)), Any) if many else kind, _STRUCT)
        if struct and key in struct.__struct_fields__:
            found.append(f"[[{name}]]" if many else f"[{name}]")
    return found


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at what may have been meant."""
    choices = sorted(known)
    near = difflib.get_close_matches(word, choices, 1)
    return f"did you mean {near[0]!r}?" if near else f"it may be: {', '.join(choices)}"


def written(path: Path) -> str:
    """A path as people say it: `[[rule]] 4, when`."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            here = words[-1]
            words[-1] = f"[[{here}]] {step + 1}" if here in _TABLES else f"{here}, entry {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


def _keys(dotted: str) -> list[str]:
    parts = re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", dotted)
    return [part.strip("\"'") for part in parts]


def _struct_or_list(kind: Any, wanted: Any) -> Any:
    """The part of a type that is a struct, or a list."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType, typing.Annotated):
        found = (_struct_or_list(part, wanted) for part in typing.get_args(kind))
        return next((part for part in found if part), None)
    origin = typing.get_origin(kind) or kind
    return kind if isinstance(origin, type) and issubclass(origin, wanted) else None
