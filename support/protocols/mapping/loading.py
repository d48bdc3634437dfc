"""Loading: from a TOML file to a mapping, or to one clear sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path as File
from typing import Any

import msgspec

from support.protocols.mapping.checks import check
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.places import (
    Path,
    Places,
    choices_of,
    homes,
    keys_of,
    nearest,
    path_of,
    written,
)
from support.verdict import HarnessError

FOLDER = File(__file__).parent.parent / "mappings"
"""Mappings that come with the suite."""


def shipped_names() -> list[str]:
    """The protocols whose mapping comes with the suite."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@lru_cache(maxsize=32)
def shipped(name: str) -> Mapping:
    """A mapping that comes with the suite; raises `HarnessError` naming the known ones."""
    if name not in shipped_names():
        raise HarnessError(
            f"there is no protocol {name!r}; {nearest(name, ['native', *shipped_names()])}"
        )
    return load(FOLDER / f"{name}.toml")


def load(file: File) -> Mapping:
    """Reads a mapping; raises `HarnessError` in one sentence with file, line and key."""
    text = text_of(file)
    mapping: Mapping = decoded(text, file, Mapping)
    refuse_faults(mapping, text, file)
    return mapping


def text_of(file: File) -> str:
    """The text of a TOML file; raises `HarnessError` where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HarnessError(f"{file} cannot be read: {error}") from error


def decoded(text: str, file: File, kind: Any) -> Any:
    """A TOML text as a value of this type; raises `HarnessError` with line and nearest key."""
    try:
        return msgspec.toml.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise HarnessError(f"{file}{_advice(str(error), text, kind)}") from error
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        hint = _broken(error, text)
        raise HarnessError(f"{file} cannot be read as TOML: {error}{hint}") from error


def refuse_faults(mapping: Mapping, text: str, file: File, under: Path = ()) -> None:
    """Raises `HarnessError` with the first thing that is wrong; `under` is the mapping's table."""
    found = check(mapping)
    if not found:
        return
    path, sentence = found[0]
    line = Places(text).line((*under, *path))
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    where = f", {written(path)}" if path else ""
    raise HarnessError(f"{file}{f', line {line}' if line else ''}{where}: {sentence}{more}")


def with_values(mapping: Mapping, values: dict[str, Any]) -> Mapping:
    """The mapping with some of its values set; raises `HarnessError` for one it does not have."""
    for name in values:
        if name not in mapping.values:
            known = nearest(name, mapping.values) if mapping.values else "it takes none"
            raise HarnessError(f"the mapping {mapping.name!r} takes no value {name!r}; {known}")
    return msgspec.structs.replace(mapping, values=mapping.values | values)


def _broken(error: Exception, text: str) -> str:
    """A hint where a table in braces goes on in the next line."""
    place = re.search(r"at line (\d+)", str(error))
    number = int(place[1]) if place else 0
    line = "".join(text.split("\n")[number - 1 : number]) if number else ""
    return "; a table in braces stands on one line" if line.count("{") > line.count("}") else ""


def _advice(message: str, text: str, kind: Any) -> str:
    """The decoder's message in our words, with line and nearest key."""
    found = re.search(r" - at `([^`]*)`$", message)
    path = path_of(found[1]) if found else ()
    sentence = message[: found.start()] if found else message
    unknown = re.search(r"unknown field `([^`]*)`", sentence)
    missing = re.search(r"missing required field `([^`]*)`", sentence)
    if unknown:
        hint = nearest(unknown[1], keys_of(kind, path))
        elsewhere = homes(Mapping, unknown[1]) if hint.startswith("it may be") else []
        hint = f"it is a key of {' and '.join(elsewhere)}" if elsewhere else hint
        sentence = f"unknown key {unknown[1]!r}; {hint}"
        path_shown, path = path, (*path, unknown[1])
    elif missing:
        sentence, path_shown = f"the key {missing[1]!r} is missing", path
    else:
        wrong = re.search(r"Invalid enum value '([^']*)'", sentence)
        if wrong:
            choices = choices_of(kind, path)
            hint = f"; {nearest(wrong[1], choices)}" if choices else ""
            sentence = f"{wrong[1]!r} is none of the possible values{hint}"
        path_shown = path
    line = Places(text).line(path)
    where = f", {written(path_shown)}" if path_shown else ""
    return f"{f', line {line}' if line else ''}{where}: {sentence}"
