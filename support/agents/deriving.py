"""What a recorded session tells of its agent: where it was, what it calls its parts, its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from support.agents import drafting
from support.agents.writing import inline, leaves, plain, replaced
from support.protocols import Mapping
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.recognising import recognise_sent
from support.protocols.mapping.templates import pattern_of
from support.protocols.mapping.wiring import Frames
from support.recording import MEANS, RECV, SEND, Recording
from support.redaction import shown
from support.verdict import HarnessError


def url_of(recording: Recording | None) -> str:
    """Where the recorded agent was, without what may be secret in it."""
    frames = recording.frames if recording else ()
    for frame in frames:
        url = frame.fields.get("url")
        if frame.dir == "connect" and isinstance(url, str) and url.startswith(("ws://", "wss://")):
            return shown(url)
    return ""


def values_of(recording: Recording, mapping: Mapping) -> dict[str, Any]:
    """The mapping's values, as far as the transcript tells what this agent calls them."""
    found: dict[str, Any] = {}
    for message in map(_decoded, _data(recording, SEND)):
        if message and (recognised_as := recognise_sent(mapping, message)):
            found |= recognised_as.names
    paths = [str(frame.fields.get("path", "")) for frame in recording.frames if frame.dir == "http"]
    for step, text in zip(mapping.setup, paths, strict=False):
        if told := pattern_of(step.url).match(text):
            found |= told.groupdict()
    for name, value in _query(recording):
        template = mapping.connect.query.get(name)
        if isinstance(template, str) and (told := pattern_of(template).fullmatch(value)):
            found |= told.groupdict()
    return {name: found.get(name, value) for name, value in mapping.values.items()}


def _query(recording: Recording) -> list[tuple[str, str]]:
    """What stood in the query of the recorded addresses."""
    urls = [str(f.fields.get("url") or "") for f in recording.frames if f.dir == "connect"]
    return [pair for url in urls for pair in parse_qsl(urlsplit(url).query)]


def mapping_lines(recording: Recording, asked: Table[str, Any] | None) -> Iterator[str]:
    """A mapping drafted from the messages themselves."""
    sent = [each for each in map(_decoded, _data(recording, SEND)) if each]
    way, heard = _heard(list(_data(recording, RECV)))
    if not heard:
        raise HarnessError(
            "its messages are no JSON, so no mapping can be drafted from them; docs/mapping.md "
            "says how other frames are read"
        )
    shapes = drafting.shapes(heard)[: drafting.MOST_SHAPES]
    rules = [drafting.rule(shape, "mapping.rule") for shape in shapes]
    emits = {line for lines in rules for line in lines}
    yield from ("", "# Drafted from a recorded session: look over every line (docs/mapping.md).")
    if way:
        yield "[mapping.frames]              # how frames hold messages"
        yield from (f"{key} = {inline(value)}" for key, value in way.items())
        yield ""
    if not emits & {'emit = "run_started"', 'emit = "agent_started"'}:
        yield from ("[mapping]", 'synthetic = ["run_started"]   # no message tells the start', "")
    if not emits & {'emit = "run_completed"', 'emit = "agent_completed"'}:
        yield from ("[mapping.end]                 # no message tells the end: a pause does",)
        yield from ("quiet_s = 5.0", "")
    question, ids = (asked, _own_ids(recording)) if asked else _question(sent, heard)
    yield from drafting.id_fields(ids, heard)
    yield "[[mapping.ask]]               # the message that puts a question"
    yield f"send = {inline(question)}"
    for lines in rules:
        yield ""
        yield from lines


_WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"text": ["sse", "json"]},
    {"text": "ndjson"},
    {"text": "base64 > json"},
    {"binary": "json"},
    {"binary": "gzip > json"},
    {"binary": "zlib > json"},
    {"binary": "msgpack"},
)
"""How frames may hold messages that are tables; the simplest first."""


def _heard(frames: list[str | bytes]) -> tuple[dict[str, Any], list[Table[str, Any]]]:
    """The way of reading frames that reads the most of them, and what it reads."""
    read: list[tuple[dict[str, Any], list[Table[str, Any]]]] = []
    for way in _WAYS:
        codec = Codec(Frames(**way))
        messages = [each for data in frames for each in codec.decode(data) or ()]
        read.append((way, [each for each in messages if isinstance(each, dict) and each]))
    return max(read, key=lambda found: len(found[1]))


def _question(
    sent: list[Table[str, Any]], heard: list[Table[str, Any]]
) -> tuple[Table[str, Any], dict[str, str]]:
    """The message that was sent with the longest text in it, that text replaced; and its ids.

    An id is what the agent repeats: the conversation's where it is called so, else the run's.
    """
    found = [
        (len(value), -index, path)
        for index, message in enumerate(sent)
        for path, value in leaves(message)
        if isinstance(value, str)
    ]
    if not found:
        return {"question": "${question}"}, {}
    _, position, text = max(found)
    message = plain(sent[-position])
    repeated = {value for each in heard for _, value in leaves(each) if isinstance(value, str)}
    ids: dict[str, str] = {}
    for path, value in leaves(sent[-position]):
        if not isinstance(value, str):
            continue
        wide = re.search(r"thread|session|conversation|chat", path[-1], re.IGNORECASE)
        name = "thread" if wide else "run"
        is_id = re.search(r"id$|turn|run|" + (wide[0] if wide else "id$"), path[-1], re.IGNORECASE)
        if path != text and is_id and name not in ids and value in repeated:
            message = replaced(message, path, f"${{{name}_id}}")
            ids[name] = str(value)
    return replaced(message, text, "${question}"), ids


def _own_ids(recording: Recording) -> dict[str, str]:
    """The ids under which the suite itself asked."""
    meant: Table[str, Any] = next(
        (f.fields[MEANS] for f in recording.frames if f.fields.get(MEANS)), {}
    )
    return {name: str(meant[f"{name}_id"]) for name in ("run", "thread") if f"{name}_id" in meant}


def _data(recording: Recording, direction: str) -> Iterator[str | bytes]:
    return (
        frame.data
        for frame in recording.frames
        if frame.dir == direction and frame.data is not None
    )


def _decoded(data: str | bytes) -> Table[str, Any] | None:
    try:
        value = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
