"""A healthy agent behind a door that plants one defect: `python -m support.faults.defective_agent`.

Starts the reference agent and passes every message on, changed as the defect says. Prints
`ready ws://HOST:PORT/ws` once it can be reached; stops when standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence

from msgspec.structs import replace
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from support.agents import profile
from support.agents.process import launched
from support.faults.crowding import Crowd
from support.faults.defects import Defect, Delivery, Gossip, Plant, catalogue

Change = Callable[[str], list[Delivery]]


class Door:
    """Stands between customers and a healthy agent."""

    def __init__(self, agent: str, defect: Defect) -> None:
        self._agent = agent
        self._defect = defect
        self._gossip = Gossip()
        self._crowd = Crowd()
        self._numbers = itertools.count()

    async def answer(self, customer: ServerConnection) -> None:
        """One customer's connection, passed on both ways until either side closes."""
        number, crowd = next(self._numbers), self._crowd
        plant = Plant(self._defect, self._gossip, number)
        headers = customer.request.headers if customer.request is not None else Headers()
        kept = {name: headers[name] for name in ("Authorization", "Origin") if name in headers}
        offered = headers.get("Sec-WebSocket-Protocol", "")
        async with connect(
            self._agent,
            additional_headers=kept,
            subprotocols=[Subprotocol(name.strip()) for name in offered.split(",") if name] or None,
            proxy=None,
        ) as agent:
            crowd.lines[number] = (customer, agent)
            hoarded = plant.hoard(len(crowd.lines))
            ways = [
                asyncio.create_task(self._pass_on(number, customer, agent, plant.from_customer)),
                asyncio.create_task(self._pass_on(number, agent, customer, plant.from_agent)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                crowd.gone(number)
                del hoarded
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
            if plant.gone() and customer.protocol.close_rcvd is None:
                await crowd.feel(plant.gone(), number, self._defect.seconds)

    async def _pass_on(
        self, number: int, source: Connection, target: Connection, change: Change
    ) -> None:
        aside: set[asyncio.Task[None]] = set()
        try:
            async for message in source:
                for delivery in change(message if isinstance(message, str) else message.decode()):
                    if delivery.aside:
                        task = asyncio.create_task(self._deliver(number, target, delivery))
                        aside.add(task)
                        task.add_done_callback(aside.discard)
                    else:
                        await self._deliver(number, target, delivery)
        except ConnectionClosed:
            pass  # the other way is told by the end of this one
        finally:
            for task in aside:
                task.cancel()

    async def _deliver(self, number: int, target: Connection, delivery: Delivery) -> None:
        await asyncio.sleep(delivery.delay)
        await self._crowd.felt(number, delivery)
        with contextlib.suppress(ConnectionClosed):
            await target.send(delivery.text)
        if delivery.effect:
            await self._crowd.feel(delivery.effect, number, self._defect.seconds)


def _first_offered(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return next(iter(offered), None)


async def serve_until_told(agent: str, defect: Defect) -> None:
    """Serves on a free port of the loopback until standard input ends or a signal comes."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    watcher = threading.Thread(
        target=lambda: (sys.stdin.buffer.read(), loop.call_soon_threadsafe(told.set)), daemon=True
    )
    door = Door(agent, defect)
    async with serve(
        door.answer, "127.0.0.1", 0, select_subprotocol=_first_offered, compression=None
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ready ws://127.0.0.1:{port}/ws", flush=True)
        watcher.start()
        await told.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(description="A healthy agent with one planted defect.")
    parser.add_argument("defect", choices=catalogue(), metavar="DEFECT", help="see catalogue.toml")
    chosen = catalogue()[parser.parse_args(arguments).defect]
    launch = profile.load("reference").launch
    if launch is None:
        raise SystemExit("the reference profile has no [launch] table")
    command = [*launch.command, *chosen.arguments]
    with launched(replace(launch, command=command), dict(os.environ)) as healthy:
        asyncio.run(serve_until_told(healthy.url, chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
