"""The fault proxy: between customers and an agent, in a process of its own.

`python -m support.faults.proxy HOST PORT [--plain]` listens on a free port of the loopback and
passes every connection on. It prints JSON lines: first `{"port": …}`, then an answer to each order
that it reads on standard input; it stops when that ends. Orders are `add` (a toxic or message
fault, under a name), `remove`, `lead` (to another port of the agent) and `lag`. Every answer has
`at`, the monotonic time at which the order was carried out. `--plain` says that messages can be
told apart, because nobody encrypts them.

Its own delay is watched as that of the customers' processes is, on the same clock: `lag` returns
it as lines of a recording.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

from support.faults.link import Link
from support.faults.message_faults import MessageFault
from support.faults.toxics import Down, HalfOpen, Toxic
from support.lag import LagProbe


class Order(msgspec.Struct):
    """What the suite wants done."""

    do: str
    name: str = ""
    toxic: Toxic | MessageFault | None = None
    host: str = ""
    port: int = 0


class Proxy:
    """Passes connections on to the agent, under the conditions of the moment."""

    def __init__(self, host: str, port: int, *, plain: bool) -> None:
        self._agent = (host, port)
        self._plain = plain
        self._conditions: dict[str, Toxic | MessageFault] = {}
        self._links: set[Link] = set()
        self._count = 0
        self._server: asyncio.Server | None = None
        self._struck: dict[str, int] = {}
        self._rng = random.Random(0)
        self.probe = LagProbe()
        self.port = 0

    async def listen(self) -> None:
        """Takes connections, on the same port as before where there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def carry_out(self, order: Order) -> dict[str, Any]:
        """Does what is wanted; raises `ValueError` where that is nothing it can do."""
        answer: dict[str, Any] = {}
        match order.do:
            case "add" if order.toxic is not None:
                await self._add(order.name, order.toxic)
            case "remove":
                answer["struck"] = await self._remove(order.name)
            case "lead":
                self._agent = (order.host, order.port)
            case "lag":
                answer["frames"] = [frame.as_line() for frame in self.probe.frames(0.0)]
            case _:
                raise ValueError(f"{order.do!r} is nothing that the proxy does")
        return {"at": time.monotonic(), **answer}

    async def _add(self, name: str, toxic: Toxic | MessageFault) -> None:
        if isinstance(toxic, MessageFault) and not self._plain:
            raise ValueError("the messages of an encrypted line cannot be told apart")
        self._conditions[name] = toxic
        if isinstance(toxic, Down) and toxic.share == 1 and self._server is not None:
            self._server.close()  # nobody listens: whoever comes is refused
            self._server = None
        for link in list(self._links):
            link.begin(name, toxic)

    async def _remove(self, name: str) -> int:
        toxic = self._conditions.pop(name, None)
        for link in list(self._links):
            link.end(name)
        if self._server is None and not any(isinstance(t, Down) for t in self._conditions.values()):
            await self.listen()
        return 0 if toxic is None else self._struck.pop(name, 0)

    def _count_struck(self, name: str) -> None:
        self._struck[name] = self._struck.get(name, 0) + 1

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, self._count = self._count, self._count + 1
        link = Link(number, (reader, writer), self._rng, self._count_struck, plain=self._plain)
        self._links.add(link)
        try:
            for name, toxic in self._conditions.items():
                if not isinstance(toxic, HalfOpen):  # only what was open can be left half open
                    link.begin(name, toxic)
            # Cancelled is who is still connected when the proxy ends.
            with contextlib.suppress(asyncio.CancelledError):
                await link.pass_on(*self._agent)
        finally:
            self._links.discard(link)

    async def close(self) -> None:
        """Ends every connection."""
        if self._server is not None:
            self._server.close()
        for link in list(self._links):
            link.reset()


async def serve(host: str, port: int, *, plain: bool) -> None:
    """Serves, and takes orders until standard input ends."""
    proxy = Proxy(host, port, plain=plain)
    await proxy.listen()
    probing = asyncio.create_task(proxy.probe.run())
    orders: asyncio.Queue[bytes | None] = asyncio.Queue()
    _read_lines(orders.put_nowait)
    _tell({"port": proxy.port})
    try:
        while (line := await orders.get()) is not None:
            try:
                _tell(await proxy.carry_out(msgspec.json.decode(line, type=Order)))
            except (ValueError, OSError) as error:
                _tell({"at": time.monotonic(), "error": str(error)})
    finally:
        probing.cancel()
        await proxy.close()


def _tell(answer: dict[str, Any]) -> None:
    print(msgspec.json.encode(answer).decode(), flush=True)


def _read_lines(take: Callable[[bytes | None], None]) -> None:
    """Gives each line of standard input to `take`, and None at its end."""
    loop, source, rest = asyncio.get_running_loop(), sys.stdin.fileno(), b""

    def read() -> None:
        nonlocal rest
        piece = os.read(source, 65_536)
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            take(line)
        if not piece:
            loop.remove_reader(source)
            take(None)

    loop.add_reader(source, read)


def main() -> int:
    """Runs until standard input ends; returns the exit status."""
    parser = argparse.ArgumentParser(description="A line that can be troubled, to an agent.")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--plain", action="store_true", help="messages are not encrypted")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.host, options.port, plain=options.plain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
