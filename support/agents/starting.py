"""A profile to begin with, written with comments: empty, or drafted from a recorded session."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping as Table
from pathlib import Path
from typing import Any

from scoring.events import Kind
from support.agents import profile
from support.agents.checking import SHOWN, shown_by
from support.agents.deriving import mapping_lines, url_of, values_of
from support.agents.exploring import explored
from support.agents.schema import FILE
from support.agents.writing import inline
from support.protocols.mapping.told import NOTHING_NEW
from support.recording import RECV, Recording
from support.transcripts.judging import conversation, opened
from support.transcripts.recognition import Spoken, recognised, unmapped
from support.verdict import HarnessError

_ADDRESS = "ws://127.0.0.1:8000/ws"


def write(
    path: Path, transcript: Path | None = None, url: str = "", message: str = ""
) -> list[str]:
    """Writes a profile that can be loaded, and says what to do next, line by line.

    It is made from a transcript, or from what the agent at `url` says to `message`, where either
    is given. Raises `HarnessError` where the file is there already, cannot be written, or where
    nothing can be made of what was said.
    """
    if path.suffix != ".toml":
        raise HarnessError(f"{path}: the name of a profile ends in .toml")
    if path.exists():
        raise HarnessError(f"{path} is there already; it is left as it is")
    if url and not url.startswith(("ws://", "wss://")):
        raise HarnessError(f"--url is {url!r}; an agent's address starts with ws:// or wss://")
    if message and not url:
        raise HarnessError("--ask needs --url: the address of the agent that is to be asked")
    recording, asked = opened(transcript) if transcript else None, None
    if message:
        recording, asked = explored(path.stem, url, message)
    lines, told = _lines(path, recording, url, asked)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError as error:
        raise HarnessError(f"{path} is there already; it is left as it is") from error
    except OSError as error:
        raise HarnessError(f"{path} cannot be written: {error.strerror or error}") from error
    if recording is not None:
        told += _tried(path, recording)
    return [f"Written: {path}", *told, f"Next: python -m support.agents check {path}"]


def _tried(path: Path, recording: Recording) -> list[str]:
    """What the new profile makes of the transcript it was made from."""
    agent = profile.load(str(path))
    talk = conversation(recording, Spoken(agent.protocol, agent.spoken, ""))
    received = sum(frame.dir == RECV for frame in recording.frames)
    answered = sum(run.completed for run in talk.runs)
    understood = f"{received - unmapped(talk)} of {received} messages understood"
    asked = f"questions: {len(talk.runs)}, answered: {answered}"
    told = [f"It reads what was recorded: {understood}; {asked}"]
    idle = sum(e.kind is Kind.SESSION and e.text == NOTHING_NEW for e in talk.beside_runs)
    if idle and not answered:
        told.append(f"{idle} of these messages tell nothing yet: say in the mapping what they mean")
    shown = [name for run in talk.runs for name, seen in shown_by(run).items() if seen]
    missing = [name for name in SHOWN if name not in shown and getattr(agent.can, name)]
    if missing and answered:
        lines = ", ".join(f"{name} = false" for name in missing)
        told.append(f"Not in what was recorded; if the agent never shows it, under [can]: {lines}")
    return told


def _lines(
    path: Path, recording: Recording | None, url: str, asked: Table[str, Any] | None
) -> tuple[list[str], list[str]]:
    """The lines of the profile, and what is to be said of them."""
    head = [*_head(path), f"url = {json.dumps(url or url_of(recording) or _ADDRESS)}"]
    if recording is None:
        return [*head, *_PROTOCOL, *_REST], ["Fill in its name, its address and its protocol."]
    try:
        spoken = recognised(recording)
    except HarnessError:
        told = "Its protocol is none that the suite knows: a mapping was drafted; look it over."
        return [*head, *_REST, *mapping_lines(recording, asked)], [told]
    if spoken.name == "native" and spoken.mapping is not None:
        raise HarnessError(
            "it was recorded with a mapping of its own; the profile of that agent has it already"
        )
    protocol = ["", f'protocol = "{spoken.name}"  # {spoken.how}']
    values = values_of(recording, spoken.mapping) if spoken.mapping else {}
    named = (
        ["", "[values]                      # what this agent calls its parts"] if values else []
    )
    named += [f"{key} = {inline(value)}" for key, value in values.items()]
    told = f"Its protocol is {spoken.name}, {spoken.how}."
    return [*head, *protocol, *named, *_REST], [told]


def _head(path: Path) -> list[str]:
    name = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "My agent"
    return [
        f"#:schema {Path(os.path.relpath(FILE, path.parent)).as_posix()}",
        f"name = {json.dumps(name)}",
        'version = "1.0"  # shown in every report',
        "",
        "# Where it listens.",
    ]


_PROTOCOL = [
    "",
    "# What it speaks: native, agui, langgraph, agno, adk, autogen, openai_responses,",
    "# or a mapping of your own (docs/mapping.md).",
    'protocol = "native"',
]

_REST = [
    "",
    "# [auth]                      # who asks; secrets come from the environment alone",
    '# kind = "value"              # or "jwt", signed for each customer, or "template"',
    '# secret_env = "MY_AGENT_KEY" # the variable that holds it',
    "",
    "# [launch]                    # where the suite is to start it",
    '# command = ["my-agent", "--port", "{port}"]  # and url = "ws://127.0.0.1:{port}/ws"',
    "",
    "[can]                         # what it cannot show is not supported, never a failure",
    "disturbance = false           # may it be put under load, flooded and cut off?",
    "# cancel = false",
    "# resume = false",
]
