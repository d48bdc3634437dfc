"""The record of a session while it is made: frames, the events they mean, and how much fits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scoring.events import Event
from support.attendance import as_sent, learn_secrets
from support.protocols.base import Adapter, Data
from support.recording import NOTHING, RECV, REPEATS, Frame
from support.redaction import Redaction, secrets_of
from support.wire import Address

MOST_FRAMES = 200_000
MOST_BYTES = 64 * 2**20
"""What one session records at most; whatever comes beyond that is not known."""


class Room:
    """What the sessions of one worker may record together, in bytes; `left` is what still fits."""

    def __init__(self, size: float = math.inf) -> None:
        self.size = self.left = size


class Journal:
    """What was sent, received and noted; complete at every moment, and without any secret.

    `events` is what the adapter took `frames` for, each event's `frame` being a position in them.
    `on_event` is called for each canonical event the moment it is received. Nothing more is
    recorded once the `room` that it shares with others is full.
    """

    def __init__(
        self,
        address: Address,
        adapter: Adapter,
        on_event: Callable[[Event], None],
        room: Room | None = None,
    ) -> None:
        secrets = (*address.secrets, *secrets_of(address.url))
        self.redaction = Redaction(secrets)
        self._shown_at_door = Redaction(address.secrets)
        self._raw = adapter.raw
        # What is told raw is cleaned where it is recorded; nothing else learns secrets later.
        self._cleans = bool(secrets) and not self._raw
        self._room = room or Room()
        self._adapter = adapter
        self._on_event = on_event
        self._bytes = 0
        self.failure: Exception | None = None
        """What the suite's own reading of a message failed with."""
        self.frames: list[Frame] = []
        self.events: list[Event] = []

    @property
    def overflow(self) -> str:
        """Why nothing more is recorded, in words."""
        most = f"{MOST_FRAMES} messages or {MOST_BYTES / 2**20:.3g} MB of one customer"
        if self._room.left < 0:
            most = f"{self._room.size / 2**20:.3g} MB of all customers of one worker"
        return f"the suite records at most {most}; the rest of what came was not read"

    def note(self, what: str, **fields: object) -> None:
        """Writes a line of the record that is no frame."""
        told = {
            key: self.redaction.text(value) if isinstance(value, str) else value
            for key, value in fields.items()
        }
        self.frames.append(Frame(time.monotonic(), what, fields=told))

    def sent(self, at: float, message: Data) -> None:
        """Writes down what the customer says."""
        self.frames.append(as_sent(at, message, self._adapter, self.redaction))

    def received(self, at: float, messages: Sequence[Data]) -> bool:
        """Takes in what was received in one breath; whether all of it fitted.

        All of it, before anybody else is told.
        """
        room, frames, events, receive = self._room, self.frames, self.events, self._adapter.receive
        for data in messages:
            size, index = len(data), len(frames)
            self._bytes += size
            room.left -= size
            full = max(index, len(events)) >= MOST_FRAMES or room.left < 0
            if full or self._bytes > MOST_BYTES:
                return False
            recorded = self.redaction.data(data) if self._cleans else data
            kept = recorded is data
            frames.append(Frame(at, RECV, recorded, NOTHING if kept else self._told_of(data)))
            try:
                for event in receive(at, index, recorded):
                    events.append(event)
                    self._on_event(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is ours and no verdict
                self.failure = error
            if self._raw:
                self.learn_secrets()
                shown_as = self._adapter.shown(data, self.redaction)
                frames[index] = Frame(at, RECV, shown_as, self._told_of(data))
        return True

    def signalled(self, at: float, what: str, data: bytes) -> bool:
        """Records a ping or pong that carries something; whether it fitted."""
        self._bytes += len(data)
        if self._bytes > MOST_BYTES or len(self.frames) >= MOST_FRAMES:
            return False
        carried = self.redaction.text(data.decode(errors="replace"))
        self.frames.append(Frame(at, what, fields={"carries": carried}))
        return True

    def tell(self, events: Iterable[Event]) -> None:
        """Takes in events that no message brought."""
        for event in events:
            self.events.append(event)
            self._on_event(event)

    def learn_secrets(self) -> None:
        """Takes what the protocol now knows as secret out of all that was recorded so far."""
        learn_secrets(self._adapter, self.redaction, self.frames)

    def forget(self) -> None:
        """Lets go of the record."""
        self.frames, self.events = [], []

    def _told_of(self, data: Data) -> Mapping[str, Any]:
        """What the record says where the agent repeats a credential that was shown at the door."""
        return NOTHING if self._shown_at_door.data(data) is data else {REPEATS: True}
