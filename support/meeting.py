"""A meeting: customers of one crowd who begin together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

_AT_THE_DOOR = 64
"""Customers of one crowd who connect at the same time: fewer than any server's queue holds."""


class Meeting:
    """Customers who come in one after another, and begin when all are there or cannot come."""

    def __init__(self, size: int) -> None:
        self._missing = size
        self._door = asyncio.Semaphore(_AT_THE_DOOR)
        self._complete = asyncio.Event()

    async def join(self, connecting: Awaitable[None]) -> None:
        """Connects when it is one's turn, and waits for the others."""
        try:
            async with self._door:
                await connecting
        finally:
            self._missing -= 1
            if self._missing == 0:
                self._complete.set()
        await self._complete.wait()
