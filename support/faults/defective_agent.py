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
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.typing import Subprotocol

from support.agents import profile
from support.agents.process import AgentProcess, launched
from support.faults.carelessness import Doorman, chosen, connection, most_bytes, muffled
from support.faults.crowding import Crowd
from support.faults.defects import Defect, Delivery, Gossip, Plant, catalogue
from support.faults.numbering import Numbering

_OF_SERVER = 500
"""From this HTTP status on it is not the customer's fault."""

Change = Callable[[str], list[Delivery]]


@dataclass(slots=True)
class House:
    """Customers who may feel each other: those who came under the same address, query included.

    Everybody usually does; whoever records many conversations at once keeps them apart so.
    """

    gossip: Gossip = field(default_factory=Gossip)
    crowd: Crowd = field(default_factory=Crowd)
    numbering: Numbering = field(default_factory=Numbering)


class Door:
    """Stands between customers and a healthy agent."""

    def __init__(self, agent: str, defect: Defect) -> None:
        self._agent = agent
        self._defect = defect
        self._houses: defaultdict[str, House] = defaultdict(House)
        self._numbers = itertools.count()
        self._doorman = Doorman(defect.guard)

    async def answer(self, customer: ServerConnection) -> None:
        """One customer's connection; whom the agent refuses is refused here as well."""
        try:
            await self._connect(customer)
        except InvalidStatus as refused:
            if self._defect.guard == "composure" or refused.response.status_code >= _OF_SERVER:
                raise  # which closes the line as a breakdown
            await customer.close(CloseCode.POLICY_VIOLATION, "refused")

    async def _connect(self, customer: ServerConnection) -> None:
        """Passed on both ways until either side closes."""
        request = customer.request
        house = self._houses[request.path if request is not None else ""]
        number, crowd = next(self._numbers), house.crowd
        if time.monotonic() < crowd.shut_until:
            await customer.close(CloseCode.POLICY_VIOLATION, "too many broken lines")
            return
        headers = request.headers if request is not None else Headers()
        brought = {name: headers[name] for name in ("Authorization", "Origin") if name in headers}
        plant = Plant(self._defect, house.gossip, number, self._doorman.facts(brought))
        kept, listens = self._doorman.shown(brought), muffled(self._defect.guard, plant)
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
                asyncio.create_task(self._pass_on(number, house, customer, agent, listens)),
                asyncio.create_task(
                    self._pass_on(number, house, agent, customer, plant.from_agent)
                ),
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
        self, number: int, house: House, source: Connection, target: Connection, change: Change
    ) -> None:
        aside: set[asyncio.Task[None]] = set()
        try:
            async for message in source:
                for delivery in change(message if isinstance(message, str) else message.decode()):
                    if delivery.aside:
                        task = asyncio.create_task(self._deliver(number, house, target, delivery))
                        aside.add(task)
                        task.add_done_callback(aside.discard)
                    else:
                        await self._deliver(number, house, target, delivery)
        except ConnectionClosed:
            pass  # the other way is told by the end of this one
        finally:
            for task in aside:
                task.cancel()

    async def _deliver(
        self, number: int, house: House, target: Connection, delivery: Delivery
    ) -> None:
        await asyncio.sleep(delivery.delay)
        crowd, text = house.crowd, delivery.text
        await crowd.felt(number, delivery)
        if self._defect.numbered:
            text = house.numbering.of(text, copy=delivery.copy)
        with contextlib.suppress(ConnectionClosed):
            await target.send(text)
        if delivery.effect:
            await crowd.feel(delivery.effect, number, self._defect.seconds)


def _pass_commands_on(healthy: AgentProcess, *, deaf: bool, ended: Callable[[], object]) -> None:
    """Lets the healthy agent do what is commanded on standard input, until that ends.

    Where it is `deaf`, every command is confirmed and none carried out.
    """
    for raw in sys.stdin.buffer:
        line = raw.decode(errors="replace").strip()
        if not deaf:
            healthy.tell(line, f"done {line}")
        print(f"done {line}", flush=True)
    ended()


async def serve_until_told(healthy: AgentProcess, defect: Defect) -> None:
    """Serves on a free port of the loopback until standard input ends or a signal comes."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    watcher = threading.Thread(
        target=_pass_commands_on,
        args=(healthy,),
        kwargs={"deaf": defect.deaf, "ended": lambda: loop.call_soon_threadsafe(told.set)},
        daemon=True,
    )
    door = Door(healthy.url, defect)
    async with serve(
        door.answer,
        "127.0.0.1",
        0,
        select_subprotocol=lambda _, offered: chosen(defect.guard, offered),
        create_connection=connection(defect.guard),
        max_size=most_bytes(defect.guard),
        compression=None,
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ready ws://127.0.0.1:{port}/ws", flush=True)
        watcher.start()
        await told.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(description="A healthy agent with one planted defect.")
    parser.add_argument(
        "defect", choices=catalogue(), metavar="DEFECT", help="see support/faults/catalogue"
    )
    chosen = catalogue()[parser.parse_args(arguments).defect]
    launch = profile.load("reference").launch
    if launch is None:
        raise SystemExit("the reference profile has no [launch] table")
    command = [*launch.command, *chosen.arguments]
    with launched(replace(launch, command=command), dict(os.environ)) as healthy:
        asyncio.run(serve_until_told(healthy, chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
