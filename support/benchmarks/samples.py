"""Answers to judge the judge by: given ones, from a file that product owners can read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from support.verdict import HarnessError

FILE = Path(__file__).parents[2] / "features" / "business_value" / "samples.toml"


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with an answer that somebody gave to it."""

    name: str
    question: str
    answer: str


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the file; the file's head says what each part means."""

    question: str = ""
    answer: str = ""
    like: str = ""
    instead: dict[str, str] = {}
    after: str = ""


def sample(name: str, path: Path = FILE) -> Sample:
    """The sample of this name; raises `HarnessError` where the file has none, or a broken one."""
    entries = _entries(path)
    if name not in entries:
        raise HarnessError(f"there is no {name!r} in {path.name}; known: {', '.join(entries)}")
    entry = entries[name]
    if not entry.like:
        return Sample(name, entry.question, entry.answer.strip() + entry.after)
    source = sample(entry.like, path)
    answer = source.answer
    for old, new in entry.instead.items():
        if old not in answer:
            raise HarnessError(f"{path.name}: {entry.like!r} does not say {old!r}")
        answer = answer.replace(old, new)
    return Sample(name, entry.question or source.question, answer + entry.after)


@cache
def _entries(path: Path) -> dict[str, _Entry]:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, _Entry])
    except (OSError, msgspec.DecodeError) as error:
        raise HarnessError(f"{path} cannot be read: {error}") from error
