"""Frames told apart here mean what they mean to the library, however the bytes are cut."""

from __future__ import annotations

import asyncio
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import parse_uri
from websockets.utils import accept_key

from support import connection
from support.connection import StampedConnection
from support.raw_frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

URI = parse_uri("ws://127.0.0.1/ws")


class _Transport(asyncio.Transport):
    """Takes whatever is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closing = False

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        self.closing = True

    abort = write_eof = close

    def can_write_eof(self) -> bool:
        return True

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        assert (high or 0) >= (low or 0)

    def pause_reading(self) -> None:
        raise AssertionError("messages are delivered at once, so nothing piles up")


def heard(stream: bytes, cuts: list[int], response: bytes | None = None) -> tuple[list[Any], State]:
    """What a connection delivers of these bytes after its handshake, cut at these places."""

    async def feed() -> tuple[list[Any], State]:
        protocol = ClientProtocol(URI)
        connection, got = StampedConnection(protocol), list[Any]()
        connection.connection_made(_Transport())
        request = protocol.connect()
        protocol.send_request(request)
        accept = accept_key(request.headers["Sec-WebSocket-Key"]).encode()
        head = response or (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        connection.listen(lambda _at, messages: got.extend(messages), lambda: None)
        whole, begin = head + stream, 0
        for cut in [*sorted(set(cuts)), len(whole)]:
            if begin < cut <= len(whole):
                connection.data_received(whole[begin:cut])
                begin = cut
        state = protocol.state
        connection.connection_lost(None)
        return got, state

    return asyncio.run(feed())


PARTS = [
    (frame(TEXT, b"one"), ["one"]),
    (frame(TEXT, b""), [""]),
    (frame(TEXT, "ü".encode()), ["ü"]),
    (frame(TEXT, b"\xff"), [b"\xff"]),
    (frame(BINARY, b"\x00\x01"), [b"\x00\x01"]),
    (frame(TEXT, b"x" * 126), ["x" * 126]),
    (frame(TEXT, b"y" * 70_000), ["y" * 70_000]),
    (frame(TEXT, b"a", fin=False) + frame(PING, b"ping") + frame(CONTINUATION, b"b"), ["ab"]),
    (
        frame(BINARY, b"a", fin=False)
        + frame(CONTINUATION, b"b", fin=False)
        + frame(CONTINUATION, b"c"),
        [b"abc"],
    ),
    (frame(PONG, b"pong"), []),
]


@given(st.lists(st.sampled_from(PARTS), max_size=6), st.lists(st.integers(1, 2000), max_size=12))
def test_every_message_is_heard_once_and_in_order(
    parts: list[tuple[bytes, list[Any]]], cuts: list[int]
) -> None:
    got, state = heard(b"".join(part for part, _ in parts), cuts)
    assert got == [message for _, messages in parts for message in messages]
    assert state is State.OPEN


@given(st.integers(1, 400))
def test_a_stream_may_come_byte_by_byte(cut: int) -> None:
    stream = b"".join(part for part, _ in PARTS[:5])
    assert heard(stream, [cut, *range(cut, cut + 40)])[0] == ["one", "", "ü", b"\xff", b"\0\x01"]


@pytest.mark.parametrize(
    "offence",
    [
        frame(TEXT, b"masked", masked=True),
        frame(TEXT, b"extension", rsv=4),
        frame(0x3, b"reserved"),
        frame(CONTINUATION, b"continues nothing"),
        frame(TEXT, b"begun", fin=False) + frame(TEXT, b"and begun again"),
        frame(TEXT, length=connection.MAX_MESSAGE + 1),
        frame(CLOSE, struct.pack("!H", 1000)),
        frame(PING, b"p" * 126),
    ],
)
def test_after_an_offence_or_a_close_nothing_more_is_heard(offence: bytes) -> None:
    for cuts in ([], list(range(1, 400))):
        got, state = heard(frame(TEXT, b"before") + offence + frame(TEXT, b"after"), cuts)
        assert got == ["before"]
        assert state is not State.OPEN


def test_a_refusal_with_its_reason_is_no_stream_of_frames() -> None:
    refusal = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\n\x81\x03abc"
    for cuts in ([], list(range(1, 80))):
        assert heard(b"", cuts, refusal) == ([], State.CONNECTING)
