"""Live sessions without a socket: a customer says and hears anything in any order.

What is sent, asked for at the door, awaited and made of what comes is all of the reading.
"""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from scoring.tests.kept.store import Kept
from support.behaviour import Question
from support.protocols.base import HttpAnswer, Speaker
from support.protocols.mapping.adapter import MappingAdapter
from support.protocols.mapping.loading import decoded, refuse_faults, shipped, shipped_names
from support.protocols.mapping.model import Mapping
from support.protocols.tests.test_transcripts import DATA, NAMES, protocol
from support.recording import RECV
from support.recording import load as load_recording

RICH = Path(__file__).with_name("rich.toml")
"""A mapping that uses everything that a mapping may say."""

_OWN, _SHIPPED, _PLAYS = 120, 8, 40
_URLS = ("ws://agent.test:8000/ws", "wss://agent.test/ws?room=1")
_WORDS = ("one", "", "Save $5.", "{}", '{"a": 1}', None, 5, True, ["x", "y"], {"k": "v"})


@cache
def rich() -> Mapping:
    """The mapping in `rich.toml`; raises `HarnessError` where it is refused."""
    text = RICH.read_text(encoding="utf-8")
    made: Mapping = decoded(text, RICH, Mapping)
    refuse_faults(made, text, RICH)
    return made


@contextlib.contextmanager
def standing_clock() -> Iterator[None]:
    """Everything that a mapping may ask of this machine is the same every time."""
    clock = SimpleNamespace(time=lambda: 1_800_000_000.25, monotonic=lambda: 2.0)
    with (
        mock.patch("support.protocols.mapping.speaking.time", clock),
        mock.patch("support.protocols.mapping.dialogue.time", clock),
        mock.patch("support.protocols.mapping.speaking.uuid4", return_value="an-id-of-nobody"),
    ):
        yield


def dialogues() -> Kept:
    """Sessions over the mapping that says everything, and over those that come along."""
    for number in range(_OWN):
        yield f"rich {number}", partial(_dialogue, "", number)
    for name in shipped_names():
        for number in range(_SHIPPED):
            yield f"{name} {number}", partial(_dialogue, name, number)


def _dialogue(name: str, number: int) -> object:
    chance = random.Random(f"dialogue {name} {number}")
    speaker = Speaker(
        customer="customer 3",
        user=chance.choice(("ann b", "")),
        token="abc" if chance.random() < 0.04 else chance.choice(("token-of-ann", "")),
        secrets={"key": "key-of-ann", "token": "t0k3n"} if chance.random() < 0.9 else {},
    )
    live = chance.random() < 0.85
    with standing_clock():
        made = MappingAdapter(shipped(name) if name else rich(), speaker, live=live)
        player = _Player(made, chance, _heard_of(name))
        return [player.opened(), *(player.play(at) for at in range(_PLAYS))]


@cache
def _heard_of(name: str) -> tuple[str | bytes, ...]:
    """Frames of agents that speak this protocol, from transcripts; none for our own."""
    if not name:
        return ()
    frames = [
        frame.data
        for file in NAMES
        if protocol(file) == name
        for frame in load_recording(DATA / f"{file}.jsonl").frames
        if frame.dir == RECV and frame.data is not None
    ]
    return tuple(frames)


class _Player:
    """Does one thing after another to an adapter, and tells what came of each."""

    def __init__(
        self, made: MappingAdapter, chance: random.Random, heard: tuple[str | bytes, ...]
    ) -> None:
        self.made, self.chance, self.heard = made, chance, heard
        self.next, self.at = chance.randrange(max(len(heard), 1)), 0.0

    def opened(self) -> object:
        """Requests, their answers, and the door."""
        made, chance, url = self.made, self.chance, self.chance.choice(_URLS)
        told: list[object] = [made.requests(url)]
        for _ in range(chance.choice((0, 2, 2, 2, 3))):
            told.append(_said_or_refused(made.request))
            body = {
                "data": chance.choice(({"id": 7}, {"id": "a/b"}, {})),
                "ok": chance.choice((True, True, False)),
                "why": chance.choice(("full", None)),
                "ticket": "ticket-of-today",
            }
            headers = chance.choice(({"x-ROUTE": "west"}, {"X-Route": "east"}, {}))
            status = chance.choice((200, 201, 299, 300, 199, 503))
            told.append(made.answered(HttpAnswer(status, headers, body)))
        told.append(_said_or_refused(lambda: made.door(url)))
        made.connected(0.5)
        told += [self._greeted(made)] if chance.random() < 0.9 else []
        return told, made.new_secrets(), made.linger_s, self._state()

    def _greeted(self, made: MappingAdapter) -> object:
        """The opening exchange as it should be, and a first question."""
        greetings = [{"k": "hello", "text": "one"}, {"k": "welcome"}]
        self.chance.shuffle(greetings)
        found = [made.receive(0.6, 0, json.dumps(each)) for each in greetings]
        first = self._sent(made.ask(Question("how?", "r1", "t1")))
        return found, self._sent(made.replies()), first

    def play(self, number: int) -> object:
        """One thing that happens."""
        made, chance = self.made, self.chance
        self.at += chance.choice((0.0, 0.2, 0.4, 1.5))
        what = chance.choices(
            ("hear", "ask", "cancel", "resume", "wake", "close", "drop", "connect"),
            (26, 4, 2, 1, 4, 1, 1, 1),
        )[0]
        run_id = chance.choice(("r1", "r1", "r2", "nobody's"))
        found: object = None
        if what == "hear":
            found = made.receive(self.at, number, self._frame())
        elif what == "ask":
            found = self._sent(made.ask(Question(chance.choice(("how?", "why?")), run_id, "t1")))
        elif what in ("cancel", "resume"):
            found = self._sent(made.cancel(run_id) if what == "cancel" else made.resume(run_id))
        elif what == "wake":
            found = made.woken(self.at)
        elif what == "close":
            found = made.closed(self.at, number, chance.choice((1000, 1006, 4001, None)), "over")
        elif what == "drop":
            made.dropped()
        else:
            found = _said_or_refused(lambda: made.door(_URLS[1]))
            made.connected(self.at)
        due = self._sent(made.replies())
        return what, found, due, made.new_secrets(), self._state()

    def _state(self) -> object:
        made = self.made
        return made.ready, made.failure, made.fault_is_ours, made.wake_at

    def _sent(self, frames: list[str | bytes]) -> object:
        """What was to be sent, and what it meant; some of it as if nobody had told."""
        told: list[object] = []
        for data in frames:
            meant = self.made.sent(data, None if self.chance.random() < 0.8 else {"script": "ask"})
            told.append((data, str(meant), dict(self.made.meaning())))
        if self.chance.random() < 0.1:
            foreign = json.dumps({"op": "ask", "text": "what?", "run": "r9"})
            told.append((str(self.made.sent(foreign)), dict(self.made.meaning())))
        return told

    def _frame(self) -> str | bytes:
        if self.heard:
            self.next = (self.next + 1) % len(self.heard)
            return self.heard[self.next]
        messages = [_message(self.chance) for _ in range(self.chance.choice((1, 1, 1, 2)))]
        if len(messages) > 1:
            return json.dumps({"batch": messages})
        return "{" if self.chance.random() < 0.03 else json.dumps(messages[0])


_KINDS = (
    "hello", "welcome", "start", "join", "think", "begun", "args", "call", "call", "do", "result",
    "say", "say", "whole", "hand", "left", "error", "retry", "failed", "done", "stopped", "refused",
    "usage", "items", "gone", "strange",
)  # fmt: skip


def _message(chance: random.Random) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "run": chance.choice(("r1", "r1", "s7", None)),
        "up": chance.choice(("r1", "s7")),
        "thread": chance.choice(("t1", "th9")),
        "who": chance.choice(("lead", "helper", "other")),
        "name": chance.choice(("Lead", "Helper")),
        "of": "lead",
        "msg": chance.choice(("m1", "m2")),
        "call": chance.choice(("call-1", "call-2", "call-3")),
        "tool": chance.choice(("look", "spend", "book")),
        "args": chance.choice(('{"x": 1}', {"x": 1}, "{", 5)),
        "text": chance.choice(_WORDS),
        "bad": chance.choice((True, False, "yes")),
        "ms": chance.choice((5, 2.5, "7", None)),
        "to": "helper",
        "at": chance.choice((1.8e9, 1.8e12, "soon", None)),
        "n": chance.choice((1, 2, 3, 4, None)),
        "id": chance.choice((*range(30), None)),
        "re": chance.choice(("q1", "q2")),
        "used": {"in": 3, "out": chance.choice((1, 0.5))},
        "list": [{"t": "a"}, {"t": "b"}, 5],
    }
    kept = {key: value for key, value in fields.items() if chance.random() < 0.65}
    return {"k": "no" if chance.random() < 0.01 else chance.choice(_KINDS), **kept}


def _said_or_refused(made: Any) -> str:
    try:
        return str(made())
    except (ValueError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
