"""Hostile agents at addresses of their own: raw sockets in a thread, while a block lasts."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from support.agents.readiness import free_port
from support.hostile.model import Behaviour
from support.hostile.player import Player

_START_S = 10.0


class Theatre:
    """Where hostile agents play; several at a time, each on a free port of the loopback."""

    def __enter__(self) -> Theatre:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_START_S)
        self._loop.close()

    @contextlib.contextmanager
    def playing(self, behaviour: Behaviour) -> Iterator[str]:
        """The address of an agent that does this to everybody who connects."""
        if behaviour.nobody:
            yield f"ws://127.0.0.1:{free_port()}/ws"
            return
        agent = _Agent(behaviour)
        starting = asyncio.run_coroutine_threadsafe(agent.start(), self._loop)
        port = starting.result(_START_S)
        try:
            yield f"ws://127.0.0.1:{port}/ws"
        finally:
            asyncio.run_coroutine_threadsafe(agent.stop(), self._loop).result(_START_S)


class _Agent:
    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._tasks: set[asyncio.Task[None]] = set()
        self._came = 0
        self._seen: dict[str, str] = {}

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told = self._behaviour
        moves = told.play if not self._came or told.again is None else told.again
        self._came += 1
        task = asyncio.ensure_future(Player(reader, writer, self._seen).play(told.door, moves))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
