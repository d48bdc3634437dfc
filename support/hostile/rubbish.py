"""Rubbish for adapters: real messages of every protocol, twisted, cut, doubled and mixed up."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from support.hostile.events import HEALTHY
from support.protocols.base import Data
from support.recording import RECV, load

TRANSCRIPTS = Path(__file__).parents[1] / "protocols" / "tests" / "data"

_NASTY = (
    "NaN", "-Infinity", "1e999", "-0", "9" * 400, "2.5", "null", "true", "[]", "{}", '""',
    '"\\ud800"', '"\\u0000"', '"__proto__"', '"../../etc/passwd"', '"$run"', "[[[[]]]]",
    '{"a":{"a":{"a":1}}}',
    '"\\u202e"', "[null]", '{"type":"heartbeat"}', '"' + "a" * 5000 + '"', "-1", "1700000000000",
)  # fmt: skip
_NATIVE = [
    "{" + ",".join(f'"{k}":{v}' for k, v in {"run_id": '"r"', "seq": "1", **fields}.items()) + "}"
    for fields in HEALTHY.values()
] + [
    '{"type":"connection_established","user_id":"u"}',
    '{"type":"handshake_response"}',
    '{"type":"handshake_complete"}',
    '{"type":"event_batch","events":[{"type":"agent_started"},{"type":"pong","id":"clock-0"}]}',
    '{"type":"system_message","event":"agent_thinking","payload":{"thought":"hm"}}',
    '{"type":"error","code":"duplicate_run","message":"again","run_id":"r"}',
]


class SurpriseError(Exception):
    """Something came of rubbish that nobody may be surprised with."""


def insist(holds: bool, words: str) -> None:
    """Raises `SurpriseError` with these words where something does not hold."""
    if not holds:
        raise SurpriseError(words)


@lru_cache(maxsize=1)
def real() -> list[str]:
    """Messages of agents as text: of every protocol, the longest ones left out."""
    found = list(_NATIVE)
    for file in sorted(TRANSCRIPTS.glob("*.jsonl")):
        for frame in load(file).frames[:60]:
            if frame.dir == RECV and frame.data is not None and len(frame.data) < 3000:
                data = frame.data
                found.append(data if isinstance(data, str) else data.decode("latin-1"))
    return found


def mutated(seed: int) -> Data:
    """A real message with something wrong in it; the same seed gives the same."""
    dice = random.Random(seed)
    text = dice.choice(real())
    for _ in range(dice.randrange(3)):
        text = dice.choice(_WAYS)(text, dice)
    if dice.random() < 0.05:
        return text.encode("utf-8", "surrogatepass")
    return text


def _cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def _gap(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[at + dice.randrange(1, 20) :]


def _doubled(text: str, dice: random.Random) -> str:
    return text + dice.choice(("", "\n", "\n\n", ",", " ")) + dice.choice(real())


def _flipped(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + chr(dice.randrange(1, 0xD800)) + text[at + 1 :]


def _twisted(text: str, dice: random.Random) -> str:
    """One value anywhere in the JSON replaced by a nasty one, or by one from another message."""
    try:
        message = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return _flipped(text, dice)
    places = list(_places(message))
    if not places:
        return dice.choice(_NASTY)
    holder, key = dice.choice(places)
    if isinstance(holder, dict) and dice.random() < 0.2:
        del holder[key]
        return _written(message)
    holder[key] = "<nasty>"
    return _written(message).replace('"<nasty>"', dice.choice(_NASTY))


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _twisted, _twisted, _twisted, _cut, _gap, _doubled, _flipped,
)  # fmt: skip


def _places(value: Any) -> list[tuple[Any, Any]]:
    inner = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    found = [(value, key) for key, _ in inner]
    for _, each in inner:
        found += _places(each)
    return found


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(("r", "t", "agent_completed", "RUN_FINISHED", "data", "error"))
)  # fmt: skip
_keys = st.sampled_from(
    [
        "type",
        "event",
        "data",
        "params",
        "payload",
        "events",
        "run_id",
        "runId",
        "id",
        "seq",
        "delta",
        "content",
        "message",
        "parts",
        "method",
        "namespace",
        "turnComplete",
        "author",
        "actions",
        "error",
        "code",
        "status",
        "response",
        "output",
        "item",
        "session_id",
    ]
)
_soup: st.SearchStrategy[Any] = st.deferred(
    lambda: _plain | st.lists(_soup, max_size=3) | st.dictionaries(_keys, _soup, max_size=4)
)
RUBBISH: st.SearchStrategy[Data] = (
    st.integers(0, 2**40).map(mutated)
    | st.integers(0, 2**40).map(mutated)
    | st.integers(0, 2**40).map(mutated)
    | st.builds(json.dumps, _soup)
    | st.text(max_size=40)
    | st.binary(max_size=40)
)
"""Whatever an agent may put into one message."""
