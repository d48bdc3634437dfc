"""However much an agent sends, a customer's worker keeps its size and comes to an end in time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue

import pytest
from websockets.utils import accept_key

from support import customers
from support.assignment import Assignment, Patience
from support.behaviour import Question, asks
from support.fleet.shard import act_out
from support.raw_frames import CONTINUATION, PING, TEXT, frame
from support.troubles import Trouble, troubles_of
from support.wire import Address

MOST_MB = 300
"""What the whole worker may take at its peak: 64 MB of messages, and what is made of them."""

WITHIN_S = 120.0
Send = Callable[[bytes], Awaitable[None]]
GREETING = b'{"type":"connection_established","user_id":"u"}'


def event(run_id: str, words: str) -> bytes:
    """A thought of that run."""
    told = {"type": "agent_thinking", "run_id": run_id, "agent_id": "a", "thought": words}
    return frame(TEXT, json.dumps(told).encode())


async def large_events(run_id: str, send: Send) -> None:
    """Events of a megabyte each, without end."""
    one = event(run_id, "x" * 2**20)
    while True:
        await send(one)


async def small_events(run_id: str, send: Send) -> None:
    """A million events as fast as they go, and then silence."""
    many = event(run_id, "so") * 1000
    for _ in range(1000):
        await send(many)


async def endless_pieces(_: str, send: Send) -> None:
    """One message in pieces that never ends."""
    await send(frame(TEXT, b"{", fin=False))
    while True:
        await send(frame(CONTINUATION, b"x" * 65536, fin=False))


async def bomb(_: str, send: Send) -> None:
    """A message of a quarter of a gigabyte, compressed though nobody agreed on that."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(squeeze.compress(bytes(2**24)) for _ in range(16)) + squeeze.flush()
    await send(frame(TEXT, packed, rsv=4))


async def boundless_frame(_: str, send: Send) -> None:
    """A frame that says it is as long as a frame can be, and goes on and on."""
    await send(frame(TEXT, length=2**62))
    while True:
        await send(b"x" * 65536)


async def endless_pings(_: str, send: Send) -> None:
    """Pings without end, whose answers nobody reads."""
    many = frame(PING, b"p" * 125) * 500
    while True:
        await send(many)


Attack = Callable[[str, Send], Awaitable[None]]


@contextlib.contextmanager
def hostile(attack: Attack, agreeing: bytes = b"") -> Iterator[str]:
    """A raw WebSocket server that greets, waits for a question, and attacks."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def send(raw: bytes) -> None:
            writer.write(raw)
            await writer.drain()

        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
            accept = accept_key(lines[b"Sec-WebSocket-Key"].decode()).encode()
            await send(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n" + agreeing + b"\r\n"
            )
            await send(frame(TEXT, GREETING))
            await reader.readexactly(8)
            await attack("run-1", send)
            await reader.read()
        writer.close()

    async def serve() -> None:
        stopped = asyncio.Event()
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        place.put((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), stopped))
        await stopped.wait()
        server.close()

    place = Queue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]]()
    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    port, loop, stopped = place.get(timeout=10)
    try:
        yield f"ws://127.0.0.1:{port}/ws"
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)


def _in_a_worker(assignment: Assignment, out: Connection) -> None:
    """Acts one customer out and tells the record's end with this process's peak of memory."""
    frames = act_out([assignment])[0]
    peak = next(
        int(line.split()[1]) / 1024
        for line in Path(f"/proc/{os.getpid()}/status").read_text("ascii").splitlines()
        if line.startswith("VmHWM")
    )
    kept = [frame for frame in frames if frame.dir != "recv"]
    out.send((kept, len(frames), peak))


def suffered(url: str) -> tuple[tuple[Trouble, ...], int, float, float]:
    """What went wrong, how many lines were kept, the worker's peak in MB, and the seconds."""
    question = Question("how much?", "run-1", "thread-1")
    assignment = Assignment(
        customers.one(*asks(question)), Address(url), patience=Patience(5, 3, 60)
    )
    mine, theirs = get_context("spawn").Pipe()
    worker = get_context("spawn").Process(target=_in_a_worker, args=(assignment, theirs))
    began = time.monotonic()
    worker.start()
    try:
        assert mine.poll(WITHIN_S), "the worker did not come to its end"
        kept, number, peak = mine.recv()
    finally:
        worker.kill()
        worker.join(10)
    return troubles_of(tuple(kept)), number, peak, time.monotonic() - began


@pytest.mark.parametrize(
    ("attack", "kind"),
    [
        (large_events, "flood"),
        (small_events, "flood"),
        (endless_pieces, "broken_frames"),
        (bomb, "broken_frames"),
        (boundless_frame, "broken_frames"),
        (endless_pings, ""),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_worker_keeps_its_size(attack: Attack, kind: str) -> None:
    with hostile(attack) as url:
        troubles, number, peak, took = suffered(url)
    print(f"{attack.__name__}: {number} lines kept, peak {peak:.0f} MB, {took:.1f} s")
    assert peak < MOST_MB
    assert number <= 200_100
    told = [trouble.kind for trouble in troubles]
    assert kind in told if kind else told, troubles


def test_compression_that_nobody_offered_is_refused() -> None:
    agreeing = b"Sec-WebSocket-Extensions: permessage-deflate\r\n"
    with hostile(bomb, agreeing) as url:
        troubles, _, peak, _ = suffered(url)
    assert peak < MOST_MB
    assert "does not open a WebSocket connection" in troubles[0].text
