"""Planted defects that need several customers: what one of them does, the others feel."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from support.faults.defects import Delivery
from support.faults.rewording import message_of


@dataclass(slots=True)
class Crowd:
    """Everybody who is connected to one careless agent at the moment."""

    shut_until: float = 0.0
    """Until when nobody is let in, on the monotonic clock."""
    lines: dict[int, tuple[ServerConnection, ClientConnection]] = field(default_factory=dict)
    runs: dict[int, str] = field(default_factory=dict)
    _stalled: dict[int, float] = field(default_factory=dict)
    _counter: asyncio.Lock = field(default_factory=asyncio.Lock)
    _served: int | None = None

    async def feel(self, effect: str, by: int, seconds: float) -> None:
        """What one customer did does this to all others, and to whoever comes."""
        if effect == "shut":
            self.shut_until = time.monotonic() + seconds
        for number, (customer, agent) in list(self.lines.items()):
            if number == by:
                continue
            with contextlib.suppress(ConnectionClosed):
                if effect == "close":
                    await customer.close(1011, "the service had to stop")
                elif effect == "cancel" and number in self.runs:
                    cancel = {"type": "cancel", "run_id": self.runs[number]}
                    await agent.send(msgspec.json.encode(cancel).decode())
                elif effect == "stall":
                    self._stalled[number] = time.monotonic() + seconds

    async def felt(self, number: int, delivery: Delivery) -> None:
        """Waits for as long as the others make this customer wait, and takes note of the run."""
        await asyncio.sleep(max(0.0, self._stalled.get(number, 0.0) - time.monotonic()))
        if delivery.queued:
            await self._counter.acquire()
            self._served = number
        message = message_of(delivery.text)
        if message.get("type") == "agent_started":
            self.runs.setdefault(number, str(message.get("run_id")))
        elif message.get("type") == "agent_completed" and message.get("parent_agent_id") is None:
            self._done(number)

    def _done(self, number: int) -> None:
        if self._served == number:
            self._served = None
            self._counter.release()

    def gone(self, number: int) -> None:
        """Forgets a customer who is not connected any more."""
        self.lines.pop(number, None)
        self.runs.pop(number, None)
        self._done(number)
