"""One connection through the fault proxy: two flows, and what is wrong with them at the moment."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import Callable

from support.faults.flow import Flow
from support.faults.message_faults import MessageFault, Messages
from support.faults.toxics import (
    Blackhole,
    Direction,
    Down,
    HalfOpen,
    LimitData,
    ResetPeer,
    SlowClose,
    Timeout,
    Toxic,
    delays,
)

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Link:
    """One customer's connection and the agent's that belongs to it.

    `struck` is told the name of a message fault for each message that it falls upon, and that of
    a condition that waits for the line to come so far when it does: limited data, a slow close.
    """

    def __init__(
        self,
        number: int,
        customer: Ends,
        rng: random.Random,
        struck: Callable[[str], None],
        *,
        plain: bool,
    ) -> None:
        self._number = number
        self._customer = customer
        self._agent: Ends | None = None
        self._rng = rng
        self._toxics: dict[str, Toxic] = {}
        self._faults: dict[str, MessageFault] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._left: dict[str, int] = {}
        self._struck = struck
        self._messages = Messages(struck) if plain else None
        self._changed = asyncio.Event()

    async def pass_on(self, host: str, port: int) -> None:
        """Connects to the agent and passes on both ways until both have ended."""
        try:
            self._agent = await asyncio.open_connection(host, port)
        except OSError:
            self.reset()
            return
        for name, toxic in list(self._toxics.items()):
            self._act(name, toxic)  # what could not be done before there were two sides
        customer, agent = self._customer, self._agent
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(Flow(self, "downstream", agent[0], customer[1]).run())
                ways.create_task(Flow(self, "upstream", customer[0], agent[1]).run())
        finally:
            for timer in self._timers.values():
                timer.cancel()
            for _, writer in (customer, agent):
                writer.close()

    def begin(self, name: str, toxic: Toxic | MessageFault) -> None:
        """From now on this is wrong, where the connection is one of its share."""
        if not toxic.falls_on(self._number):
            return
        if isinstance(toxic, MessageFault):
            self._faults[name] = toxic
            return
        self._toxics[name] = toxic
        if self._agent is not None or isinstance(toxic, Down):
            self._act(name, toxic)
        self._change()

    def end(self, name: str) -> None:
        """This is not wrong any more."""
        if self._faults.pop(name, None) is not None and self._messages is not None:
            left = self._messages.flush()
            if left:
                self._customer[1].write(left)
        toxic = self._toxics.pop(name, None)
        if timer := self._timers.pop(name, None):
            timer.cancel()
        if isinstance(toxic, HalfOpen):
            self.reset()
        self._change()

    def _act(self, name: str, toxic: Toxic) -> None:
        """Does what is done once, now or after a time."""
        loop = asyncio.get_running_loop()
        match toxic:
            case Down():
                self.reset()
            case ResetPeer():
                self._timers[name] = loop.call_later(toxic.seconds, self.reset)
            case Timeout():
                self._timers[name] = loop.call_later(toxic.seconds, self._close)
            case LimitData():
                self._left[name] = toxic.bytes
            case HalfOpen():
                if toxic.direction == "downstream":
                    _reset(self._agent)
                elif toxic.direction == "upstream":
                    _reset(self._customer)

    def reset(self) -> None:
        """Ends both sides without a farewell."""
        _reset(self._customer)
        _reset(self._agent)

    def _close(self) -> None:
        for ends in (self._customer, self._agent):
            if ends is not None:
                ends[1].close()

    def _change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # -- what a flow asks

    def acting(self, direction: Direction) -> list[Toxic]:
        """What is wrong in this direction now."""
        return [toxic for toxic in self._toxics.values() if toxic.acts_on(direction)]

    async def passable(self, direction: Direction) -> None:
        """Waits until something can pass in this direction."""
        while any(isinstance(toxic, Blackhole) for toxic in self.acting(direction)):
            await self._changed.wait()

    async def told(self) -> None:
        """Waits while the end of one side is kept from the other."""
        while any(isinstance(toxic, HalfOpen) for toxic in self._toxics.values()):
            await self._changed.wait()

    def swallows(self, direction: Direction) -> bool:
        """Whether what is sent in this direction is lost for ever."""
        return any(isinstance(toxic, Timeout) for toxic in self.acting(direction)) or any(
            isinstance(toxic, HalfOpen) for toxic in self._toxics.values()
        )

    def pieces(self, direction: Direction, data: bytes) -> list[tuple[bytes, float]]:
        """The data as it is passed on, each piece with the seconds it alone comes later."""
        data = self._limited(direction, data)
        if direction == "upstream" or self._messages is None:
            return [(data, 0.0)]
        return list(self._messages.feed(data, self._faults))

    def _limited(self, direction: Direction, data: bytes) -> bytes:
        for name, toxic in self._toxics.items():
            if isinstance(toxic, LimitData) and toxic.acts_on(direction):
                before = self._left.get(name, toxic.bytes)
                kept = data[:before]
                self._left[name] = before - len(kept)
                if before and not self._left[name]:
                    self._struck(name)
                    asyncio.get_running_loop().call_later(0.01, self._close)
                data = kept
        return data

    def delay(self, direction: Direction) -> tuple[float, float]:
        """Seconds by which data is delayed, and for which it holds up what follows."""
        return delays(self.acting(direction), self._rng.uniform(-1, 1), self._rng.random())

    def closing(self, direction: Direction) -> float:
        """Seconds by which the end is passed on later."""
        later = 0.0
        for name, toxic in self._toxics.items():
            if isinstance(toxic, SlowClose) and toxic.acts_on(direction):
                self._struck(name)
                later += toxic.seconds
        return later


def _reset(ends: Ends | None) -> None:
    """Ends a connection as a peer does that knows nothing of it: with a reset."""
    if ends is None:
        return
    transport = ends[1].transport
    connection = transport.get_extra_info("socket")
    if connection is not None and not transport.is_closing():
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
