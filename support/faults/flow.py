"""One direction of a connection through the fault proxy."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Protocol

from support.faults.toxics import Direction, Toxic, sliced

_CHUNK = 16_384
_MOST_WAITING = 256
"""Pieces that are on their way at most; the sender then has to wait."""


class Line(Protocol):
    """What a flow asks of the connection that it is part of."""

    def acting(self, direction: Direction) -> list[Toxic]:
        """What is wrong in this direction now."""

    async def passable(self, direction: Direction) -> None:
        """Waits until something can pass in this direction."""

    async def told(self) -> None:
        """Waits while the end of one side is kept from the other."""

    def swallows(self, direction: Direction) -> bool:
        """Whether what is sent in this direction is lost for ever."""

    def pieces(self, direction: Direction, data: bytes) -> list[tuple[bytes, float]]:
        """The data as it is passed on, each piece with the seconds it alone comes later."""

    def delay(self, direction: Direction) -> tuple[float, float]:
        """Seconds by which data is delayed, and for which it holds up what follows."""

    def closing(self, direction: Direction) -> float:
        """Seconds by which the end is passed on later."""


class Flow:
    """One direction of one connection."""

    def __init__(
        self,
        link: Line,
        direction: Direction,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
    ) -> None:
        self._link, self._direction = link, direction
        self._source, self._target = source, target
        self._waiting: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue(_MOST_WAITING)
        self._lost = False

    async def run(self) -> None:
        """Passes on until the source has ended and its end was passed on."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._read())
            both.create_task(self._write())

    async def _read(self) -> None:
        link, direction, loop = self._link, self._direction, asyncio.get_running_loop()
        due = 0.0
        while True:
            try:
                data = await self._source.read(_CHUNK)
            except OSError:
                self._lost = True
                break
            if not data:
                break
            if link.swallows(direction):
                continue
            for piece, alone in link.pieces(direction, data):
                later, held = link.delay(direction)
                # In order: nothing arrives before what was sent before it.
                due = max(due, loop.time() + later) + held + alone
                await self._waiting.put((due, piece))
        await self._waiting.put(None)

    async def _write(self) -> None:
        link, direction, loop = self._link, self._direction, asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while (item := await self._waiting.get()) is not None:
                due, data = item
                await asyncio.sleep(due - loop.time())
                for piece, seconds in sliced(data, link.acting(direction)):
                    await asyncio.sleep(seconds)
                    await link.passable(direction)
                    self._target.write(piece)
                    await self._target.drain()
            await link.passable(direction)
            await link.told()
            await asyncio.sleep(link.closing(direction))
            if self._lost:
                self._target.transport.abort()
            elif self._target.can_write_eof():
                self._target.write_eof()
            return
        # The target is gone; so is whatever else was meant for it.
        while await self._waiting.get() is not None:
            pass
