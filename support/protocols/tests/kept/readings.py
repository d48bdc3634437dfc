"""Transcripts of real servers, whole and damaged, and native messages in every known variant."""

from __future__ import annotations

import json
import random
import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from scoring.tests.kept.store import Kept
from support.behaviour import Question
from support.protocols import MappingAdapter, adapter_of
from support.protocols.mapping.loading import FOLDER, load
from support.protocols.native import NativeAdapter
from support.protocols.recognise import recognise
from support.protocols.tests.test_transcripts import DATA, NAMES, protocol
from support.protocols.unmapped import unmapped, unused_rules
from support.reading import read
from support.recording import RECV, Frame, Recording
from support.recording import load as load_recording
from support.verdict import HarnessError

_VERSIONS, _TALKS = 4, 150
_SILLY: tuple[Any, ...] = (None, 5, "", "x", True, [], {}, [1], {"a": "b"}, -1.5)


def transcripts() -> Kept:
    """What is read out of each transcript, as it is and with something wrong in it."""
    for name in NAMES:
        for version in range(_VERSIONS + 1):
            yield f"{name} {version}", partial(_told, name, version)


def _told(name: str, version: int) -> object:
    recording = load_recording(DATA / f"{name}.jsonl")
    chance = random.Random(f"{name} {version}")
    frames = tuple(_damaged(chance, each) if version else each for each in recording.frames)
    damaged = Recording(recording.about, frames)
    adapter = adapter_of(protocol(name), live=False)
    talk = read(damaged, adapter=adapter)
    return (
        talk.runs,
        talk.beside_runs,
        talk.troubles,
        talk.mixed,
        recognise(frames),
        unmapped(talk.beside_runs),
        unused_rules(adapter) if isinstance(adapter, MappingAdapter) else None,
    )


def _damaged(chance: random.Random, frame: Frame) -> Frame:
    """The frame with one field of one in five messages changed, lost, or put in twice."""
    if frame.dir != RECV or not isinstance(frame.data, str) or chance.random() > 0.2:
        return frame
    try:
        message = json.loads(frame.data)
    except ValueError:
        return frame
    inner = _some_object(chance, message)
    if inner:
        key = chance.choice(sorted(inner))
        if chance.random() < 0.3:
            del inner[key]
        else:
            inner[key] = chance.choice(_SILLY)
    return Frame(frame.t, frame.dir, json.dumps(message), frame.fields)


def _some_object(chance: random.Random, message: Any) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    waiting = [message]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found.append(each)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return chance.choice(found) if found else {}


def native() -> Kept:
    """What is made of native messages in all their variants, and of what the customer sends."""
    for number in range(_TALKS):
        yield str(number), partial(_native, number)


def _native(number: int) -> object:
    chance = random.Random(f"native {number}")
    adapter, said = NativeAdapter(), list[object]()
    adapter.connected(0.0)
    with mock.patch("support.protocols.native.time.time", return_value=1.5):
        for at in range(30):
            if chance.random() < 0.2:
                data = _customers(chance, adapter)
                said.append((str(adapter.sent(data)), data))
            else:
                said.append(adapter.receive(float(at), at, json.dumps(_agents(chance))))
            said.append((adapter.ready, adapter.replies()))
    return said


def _customers(chance: random.Random, adapter: NativeAdapter) -> str:
    question = Question("how?", chance.choice("rs"), "t")
    made = (adapter.ask(question), adapter.cancel("r"), adapter.resume("s"), adapter.ping("p"))
    (data,) = chance.choice(made)
    if chance.random() < 0.3:
        data = str(data).replace("user_message", chance.choice(("chat_message", "start_agent")))
    return chance.choice((str(data), str(data), "{", '{"type": "ping"}', '{"type": "cancel"}'))


_KINDS = (
    "connection_established", "handshake_response", "handshake_complete", "heartbeat", "pong",
    "error", "agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_handoff",
    "stream_chunk", "agent_completed", "agent_error", "run_cancelled", "nothing_known",
)  # fmt: skip
_WORDS = ("thought", "reasoning", "content", "final_response", "result", "response", "message",
          "reason", "query", "code", "tool", "tool_name", "results")  # fmt: skip


def _agents(chance: random.Random, depth: int = 0) -> dict[str, Any]:
    kind = chance.choice(_KINDS)
    fields: dict[str, Any] = {
        "run_id": chance.choice(("r", "s", None, 7)),
        "thread_id": "t",
        "user_id": chance.choice(("ann", None)),
        "agent_id": chance.choice(("a", "b", None)),
        "agent_name": chance.choice(("Lead", "Helper", None)),
        "seq": chance.choice((1, 2, 3, True, None, "4")),
        "timestamp": chance.choice((1.5, 10**400, "now", True, 3)),
        "recoverable": chance.choice((True, False, "yes")),
        "tool_call_id": chance.choice(("c1", "c2", None)),
        "to_agent_name": chance.choice(("Helper", None)),
        "parent_agent_id": chance.choice((None, "a")),
    }
    fields = {key: value for key, value in fields.items() if chance.random() < 0.6}
    words = {chance.choice(_WORDS): chance.choice(("one", "", {"a": 1}, 5, True)) for _ in range(3)}
    code = {"code": "duplicate_run"} if chance.random() < 0.2 else {}
    message = fields | words | code
    wrapped = chance.random()
    if wrapped < 0.15:
        return {"type": kind, "run_id": "r", chance.choice(("payload", "data")): message}
    if wrapped < 0.25:
        return {"type": "system_message", "event": kind, "payload": message}
    if wrapped < 0.35 and depth < 6:
        parts = [_agents(chance, depth + 1) for _ in range(chance.randrange(3))]
        return {"type": "event_batch", "events": [*parts, "odd"]}
    return {"type": kind, **message}


def mappings() -> Kept:
    """What becomes of each mapping that comes along when one of its lines says something else."""
    for path in sorted(FOLDER.glob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if " = " in line and at % 2 == 0:
                yield f"{path.stem} {at}", partial(_mapping, tuple(lines), at)


def _mapping(lines: tuple[str, ...], at: int) -> object:
    chance = random.Random(f"{lines[at]} {at}")
    key, _, value = lines[at].partition(" = ")
    others = ("5", '"x"', "true", "[]", '{ x = "y" }', value.replace("$", "$$"), value.upper())
    other = chance.choice((f"{key}s = {value}", *(f"{key} = {each}" for each in others)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.toml"
        path.write_text("\n".join([*lines[:at], other, *lines[at + 1 :]]), encoding="utf-8")
        try:
            return str(load(path))
        except HarnessError as error:
            return str(error).replace(folder, "")
