"""An agent that answers every question, and puts one hostile text after another into every field.

`python -m support.security.tests.hostile_agent TEXTS`: the file holds a list of texts as JSON; in
them, `{credential}` stands for what the customer showed. Prints where it is; ends with its input.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

ANSWER = (
    "You spend $2.0M a year on AI. 1. Move 40 % of the GPT-4 calls to a smaller model: $210,000 a "
    "year, owner: platform team, in 30 days. 2. Buy savings plans on AWS for the steady load: "
    "$140,000, within 60 days. 3. Stop idle A100 nodes at night on GCP: $95,000, in two weeks. "
    "Measure the cost per thousand requests every week. "
)


class Telling:
    """One run, told in hostile words."""

    def __init__(self, line: ServerConnection, run_id: str, said: Callable[[], str]) -> None:
        self._line = line
        self._ids = {"run_id": run_id, "thread_id": said()}
        self._numbers = itertools.count(1)
        self.said = said

    async def event(self, kind: str, agent: str, **fields: Any) -> None:
        """One event of the run."""
        base = {"type": kind, "seq": next(self._numbers), "agent_id": agent, "agent_name": agent}
        told = {"parent_agent_id": None} | fields
        await self._line.send(json.dumps(base | self._ids | told))

    async def whole(self) -> None:
        """A run with every kind of event."""
        said, event = self.said, self.event
        root, helper = said(), said()
        await event("agent_started", root, query=said())
        await event("agent_thinking", root, thought=said())
        await event("agent_handoff", root, to_agent_name=said(), reason=said())
        await event("agent_started", helper, parent_agent_id=root)
        for _ in range(3):
            known = {"tool_call_id": said(), "tool_name": said(), "parent_agent_id": root}
            await event("tool_executing", helper, **known, arguments={said(): said()})
            await event("tool_completed", helper, **known, results={said(): said()})
        await event("tool_executing", helper, tool_call_id=said(), tool_name=said())
        await event(said(), helper, strange=said())
        await event("agent_error", helper, code=said(), message=said(), recoverable=True)
        answer = f"{said()} {ANSWER} {said()} {said()}"
        await event("stream_chunk", root, content=answer)
        await event("agent_completed", root, final_response=answer + said(), usage={said(): 1})


async def talk(line: ServerConnection, texts: Iterator[str]) -> None:
    """Greets, answers, and says hostile things all the while."""
    headers = line.request.headers if line.request else {}
    credential = str(headers.get("Authorization", "")).removeprefix("Bearer ")

    def said() -> str:
        return next(texts).replace("{credential}", credential)

    async def tell(**fields: Any) -> None:
        await line.send(json.dumps(fields))

    await tell(type="connection_established", connection_id=said(), user_id=said(), note=said())
    async for text in line:
        try:
            run_id = json.loads(text)["payload"]["run_id"]
        except (ValueError, KeyError, TypeError):
            await tell(type="error", code=said(), message=said())
            continue
        await Telling(line, run_id, said).whole()
        await line.close(4000, said().encode("ascii", "ignore").decode()[:100])


async def main(texts: Iterator[str]) -> None:
    """Serves on any free port until standard input ends."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()

    async def answer(line: ServerConnection) -> None:
        try:
            await talk(line, texts)
        except ConnectionClosed:
            return

    def watch() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(told.set)

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ready ws://127.0.0.1:{port}/ws", flush=True)
        threading.Thread(target=watch, daemon=True).start()
        await told.wait()


if __name__ == "__main__":
    asyncio.run(main(itertools.cycle(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
