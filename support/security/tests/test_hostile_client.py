"""The hostile client tells a farewell, a broken line, silence and a closed door apart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from queue import Queue

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from support.raw_frames import TEXT, frame
from support.redaction import MARK
from support.security.frames import BROKEN, heap
from support.security.hostile_client import Struck, strike
from support.wire import Address

TOKEN = "a-token-of-some-length"
Handler = Callable[[ServerConnection], Awaitable[None]]


@contextmanager
def server(handler: Handler, *, refuse: bool = False) -> Iterator[Address]:
    """A WebSocket server on a thread of its own."""

    def admit(line: ServerConnection, request: Request) -> Response | None:
        if refuse or request.headers.get("Authorization") != f"Bearer {TOKEN}":
            answer = line.respond(HTTPStatus.UNAUTHORIZED, "no\n")
            answer.reason_phrase = f"not with {TOKEN}"
            return answer
        return None

    async def run() -> None:
        stopped = asyncio.Event()
        async with serve(handler, "127.0.0.1", 0, process_request=admit) as door:
            port = next(iter(door.sockets)).getsockname()[1]
            place.put((port, asyncio.get_running_loop(), stopped))
            await stopped.wait()

    place = Queue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]]()
    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    port, loop, stopped = place.get(timeout=10)
    try:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        yield Address(f"ws://127.0.0.1:{port}/ws?a=1", headers, secrets=(TOKEN,))
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)


async def listen(line: ServerConnection) -> None:
    async for _ in line:
        pass


async def cut(line: ServerConnection) -> None:
    await line.recv()
    line.transport.abort()


def one(address: Address, raw: bytes, within_s: float = 0.2) -> Struck:
    (struck,) = strike(address, {"it": raw}, within_s)
    return struck


def test_a_farewell_is_told_with_its_code() -> None:
    with server(listen) as address:
        struck = strike(address, {**BROKEN, "a heap": heap(2**21)}, 5)
    assert [each.attack for each in struck] == [*BROKEN, "a heap"]
    assert all(each.opened and each.after_s is not None for each in struck)
    assert "code 1002" in struck[0].how
    assert "code 1009" in struck[-1].how


def test_a_line_that_ends_without_a_word_ends_too() -> None:
    with server(cut) as address:
        struck = one(address, frame(TEXT, b"{}", masked=True), 5)
    assert struck.after_s is not None
    assert "without a farewell" in struck.how


def test_silence_is_no_hang_up() -> None:
    with server(listen) as address:
        struck = one(address, frame(TEXT, b"{}", masked=True))
    assert struck.opened
    assert struck.after_s is None
    assert struck.waited_s >= 0.2


def test_a_door_that_stays_closed_was_not_tried_and_nothing_secret_is_told() -> None:
    with server(listen, refuse=True) as address:
        struck = one(address, b"")
    assert not struck.opened
    assert "HTTP/1.1 401" in struck.how
    assert MARK in struck.how
    assert TOKEN not in struck.how
    assert not one(Address("ws://127.0.0.1:9/"), b"").opened


async def impatient(line: ServerConnection) -> None:
    await asyncio.sleep(0.3)
    line.transport.abort()


def test_an_agent_that_hangs_up_on_everybody_has_not_hung_up_on_the_attack() -> None:
    with server(impatient) as address:
        idle = one(address, b"", 5)
        quick = one(address, BROKEN["of a kind that does not exist"], 5)
    assert idle.after_s is not None
    assert "it hangs up on everybody" in idle.in_vain
    assert quick.after_s is not None
    assert quick.lived_s < idle.lived_s
    assert not quick.in_vain
