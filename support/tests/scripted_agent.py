"""A tiny native agent for tests: it does just what a test tells it, good or bad."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Script = Callable[[ServerConnection], Awaitable[None]]

GREETING = {"type": "connection_established", "connection_id": "c1", "user_id": "u1"}


async def tell(line: ServerConnection, **fields: object) -> None:
    """Sends one JSON message."""
    await line.send(json.dumps(fields))


async def heard(line: ServerConnection) -> dict[str, Any]:
    """The next message of the customer."""
    message = json.loads(await line.recv())
    return dict(message)


class Telling:
    """Numbers and labels the events of one run."""

    def __init__(self, line: ServerConnection, asked: dict[str, Any]) -> None:
        self._line = line
        self._ids = {key: asked["payload"][key] for key in ("run_id", "thread_id")}
        self.seq = 0

    async def event(self, kind: str, **fields: object) -> None:
        """Sends one event of the run, by the root agent unless told otherwise."""
        self.seq += 1
        base = {"type": kind, "seq": self.seq, "agent_id": "a1", "agent_name": "Adviser"}
        await tell(self._line, **{**base, "parent_agent_id": None, **self._ids, **fields})


async def whole_run(run: Telling) -> None:
    """A healthy run of one agent with one tool."""
    await run.event("agent_started", query="q")
    await run.event("agent_thinking", thought="let me see")
    await run.event("tool_executing", tool_call_id="t1", tool_name="spend", arguments={})
    await run.event("tool_completed", tool_call_id="t1", tool_name="spend", results={})
    await run.event("stream_chunk", content="Save ")
    await run.event("stream_chunk", content="$5.")
    await run.event("agent_completed", final_response="Save $5.", usage={})


async def healthy(line: ServerConnection) -> None:
    """Greets, and answers every question."""
    await tell(line, **GREETING)
    while True:
        asked = await heard(line)
        if asked.get("type") == "user_message":
            await whole_run(Telling(line, asked))


@contextlib.asynccontextmanager
async def agent(script: Script) -> AsyncIterator[str]:
    """The agent's address, served on this loop while the block lasts."""

    async def handle(line: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            await script(line)

    async with serve(handle, "127.0.0.1", 0, close_timeout=0.2) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/ws"


@contextlib.contextmanager
def agent_in_thread(script: Script) -> Iterator[str]:
    """The agent's address, served by a thread of its own while the block lasts."""
    ready: list[str] = []
    up, loop = threading.Event(), asyncio.new_event_loop()

    async def run() -> None:
        async with agent(script) as url:
            ready.append(url)
            up.set()
            await over.wait()

    over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    up.wait(5)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(5)
        loop.close()
