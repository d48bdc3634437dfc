"""An agent that dies of the first question: `python -m support.tests.mortal_agent`."""

from __future__ import annotations

import asyncio
import os

from websockets.asyncio.server import ServerConnection

from support.tests.scripted_agent import GREETING, agent, heard, tell


async def _dies(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await heard(line)
    print("out of memory", flush=True)
    os._exit(3)


async def _serve() -> None:
    async with agent(_dies) as url:
        print(f"ready {url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
