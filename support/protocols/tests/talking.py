"""Real sessions against little servers that speak in odd ways, connected by mappings alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec

from scoring.events import Event, Kind
from support import customers
from support.assignment import Assignment, Patience
from support.behaviour import Action, Question, asks
from support.fleet.shard import about
from support.lag import LagProbe
from support.protocols import Mapping, Speaker
from support.protocols.mapping.loading import decoded, refuse_faults
from support.reading import Conversation, read
from support.recording import Recording, load
from support.session import Session
from support.tests.scripted_agent import Script, agent
from support.wire import Address

SHORT = Patience(opening_s=2, silence_s=2, answer_s=5)
HERE = Path("mapping.toml")


def mapping(text: str) -> Mapping:
    """The mapping in this TOML; raises `HarnessError` where it is refused."""
    found: Mapping = decoded(text, HERE, Mapping)
    refuse_faults(found, text, HERE)
    return found


async def held(
    url: str,
    spoken: Mapping,
    actions: tuple[Action, ...],
    patience: Patience = SHORT,
    **more: Any,
) -> Conversation:
    """The conversation of one customer, as it reads from the text of its recording."""
    address = Address(url, **more.pop("address", {}))
    assignment = Assignment(
        customers.one(*actions),
        address,
        patience=patience,
        protocol="mapping",
        mapping=spoken,
        speaker=Speaker(**more),
    )
    frames = await asyncio.wait_for(Session(assignment, LagProbe()).run(), 20)
    recording = Recording(about(assignment), tuple(frames))
    lines = [msgspec.json.decode(line) for line in recording.lines()]
    assert not any("token_of" in str(line) for line in lines)
    return read(recording)


def talk(
    script: Script, text: str, *actions: Action, question: Question | None = None, **more: Any
) -> Conversation:
    """One customer's conversation with a server that follows the script."""
    asked = asks(question or Question("how?", "r1", "t1"))

    async def both() -> Conversation:
        async with agent(script) as url:
            return await held(url, mapping(text), actions or asked, **more)

    return asyncio.run(both())


def again(told: Conversation, folder: Path) -> Conversation:
    """The same conversation from a file."""
    file = folder / "again.jsonl"
    file.write_text(told.recording.text(), encoding="utf-8")
    return read(load(file))


def story(events: tuple[Event, ...]) -> list[str]:
    """Events as short words: kind, whose, what."""
    words = []
    for event in events:
        if event.kind is not Kind.SESSION:
            parts = [event.kind.value, event.tool_name or event.to_agent or "", event.text]
            words.append(" ".join(part for part in parts if part))
    return words
