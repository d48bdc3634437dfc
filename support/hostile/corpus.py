"""The corpus: every hostile behaviour, and apart from these what only looks hostile."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from support.hostile.model import WORDS, Behaviour, Chapter, Moves, filled

FOLDER = Path(__file__).parent / "behaviours"


@lru_cache(maxsize=1)
def corpus() -> tuple[Behaviour, ...]:
    """All behaviours in the order of their files; raises `ValueError` where one cannot be meant."""
    found = [each for file in sorted(FOLDER.glob("*.toml")) for each in _chapter(file)]
    names = [each.name for each in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two behaviours are called {min(twice)!r}")
    return tuple(found)


def hostile() -> list[Behaviour]:
    """What must never be met."""
    return [each for each in corpus() if each.verdict != "met"]


def tolerated() -> list[Behaviour]:
    """What is odd and harmless, and must not be held against an agent."""
    return [each for each in corpus() if each.verdict == "met"]


def _chapter(file: Path) -> Iterator[Behaviour]:
    chapter = msgspec.toml.decode(file.read_bytes(), type=Chapter)
    for each in chapter.behaviour:
        yield from _expanded(each)


def _expanded(behaviour: Behaviour) -> Iterator[Behaviour]:
    made = [behaviour]
    if behaviour.each:
        plain = msgspec.to_builtins(msgspec.structs.replace(behaviour, each={}))
        made = [
            msgspec.convert(
                filled(plain, value) | {"name": behaviour.name.replace("{each}", name)}, Behaviour
            )
            for name, value in behaviour.each.items()
        ]
    for one in made:
        _check(one.name, [*one.door, *one.play, *(one.again or [])])
        yield one


def _check(name: str, moves: Moves) -> None:
    for move in moves:
        if isinstance(move, str):
            if move not in WORDS:
                raise ValueError(f"{name}: {move!r} is no word for a move")
        else:
            _check(name, move.play)
