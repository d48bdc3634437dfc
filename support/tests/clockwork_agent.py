"""An agent that sends an event every 100 ms and says when, by the clock that all processes share.

`python -m support.tests.clockwork_agent EVENTS` prints `ready URL`; it runs in a process of its
own, so that nothing a test does delays it.
"""

from __future__ import annotations

import asyncio
import sys
import time

from websockets.asyncio.server import ServerConnection

from support.tests.scripted_agent import GREETING, Telling, agent, heard, tell

BEAT = 0.1
"""Seconds between two events."""


async def clockwork(line: ServerConnection) -> None:
    """One run: a start, `EVENTS` thoughts on the beat, an end."""
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    began = time.monotonic()
    await run.event("agent_started", emitted=began)
    for beat in range(1, int(sys.argv[1]) + 1):
        await asyncio.sleep(began + beat * BEAT - time.monotonic())
        await run.event("agent_thinking", thought="tick", emitted=time.monotonic())
    await run.event("agent_completed", final_response="done", emitted=time.monotonic())
    await line.wait_closed()


async def _serve() -> None:
    async with agent(clockwork) as url:
        print(f"ready {url}", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
