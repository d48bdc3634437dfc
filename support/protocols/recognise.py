"""Which protocol a bare transcript speaks, told from what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoring.events import Kind
from support.protocols import adapter_of, protocol_names
from support.protocols.mapping.loading import shipped, shipped_names
from support.protocols.replaying import replayed
from support.recording import RECV, Frame

_ENOUGH = 0.5
"""Share of the messages that the protocol must know, where the address does not tell."""


def recognise(frames: Sequence[Frame]) -> str | None:
    """The name of the protocol that these lines of a recording speak; None where none fits.

    The address or the subprotocol tells it; otherwise that protocol which knows the most of the
    agent's messages, at least half of them, and more of them than any other.
    """
    told = [name for name in shipped_names() if _at_the_door(name, frames)]
    if len(told) == 1:
        return told[0]
    shares = sorted(((known_share(name, frames), name) for name in protocol_names()), reverse=True)
    best, name = shares[0]
    if best < _ENOUGH or best == shares[1][0]:
        return None
    return name


def known_share(protocol: str, frames: Sequence[Frame]) -> float:
    """The share of the agent's frames that this protocol knows, 0 where there are none."""
    adapter = adapter_of(protocol, live=False)
    total = sum(frame.dir == RECV for frame in frames)
    unknown: set[int] = set()
    for frame, _, events in replayed(adapter, frames):
        if frame.dir == RECV:
            unknown |= {event.frame for event in events if event.kind is Kind.UNMAPPED}
    return (total - len(unknown)) / total if total else 0.0


def _at_the_door(name: str, frames: Sequence[Frame]) -> bool:
    signs = shipped(name).recognise
    for frame in frames:
        url, chosen = str(frame.fields.get("url", "")), frame.fields.get("subprotocol")
        if frame.dir == "connect" and signs.url and re.search(signs.url, url):
            return True
        if frame.dir == "open" and signs.subprotocol and isinstance(chosen, str):
            return bool(re.search(signs.subprotocol, chosen))
    return False
