"""Frames are what the rules say, but for the one rule that each of the broken ones breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import CloseCode
from websockets.protocol import State
from websockets.server import ServerProtocol

from support.raw_frames import frame
from support.security.frames import BROKEN, SENSELESS, heap


def hearing(raw: bytes, most: int | None = None) -> ServerProtocol:
    """A server that keeps every rule, after it heard this."""
    server = ServerProtocol(max_size=most)
    server.state = State.OPEN
    server.parser = server.parse()
    next(server.parser)
    server.receive_data(raw)
    return server


@given(st.binary(max_size=300) | st.just(b"x" * 70_000), st.sampled_from([1, 2]))
def test_a_frame_that_breaks_nothing_is_heard(payload: bytes, opcode: int) -> None:
    server = hearing(frame(opcode, payload, masked=True))
    assert server.close_sent is None or opcode == 1
    heard = server.events_received()
    assert bytes(heard[0].data) == payload  # type: ignore[union-attr]


NO_TEXT = "that says it is text and is none"


@pytest.mark.parametrize("what", BROKEN.keys() - {NO_TEXT})
def test_each_broken_frame_makes_a_strict_server_hang_up(what: str) -> None:
    server = hearing(BROKEN[what], most=2**20)
    assert server.close_sent is not None, "it was taken for a good frame"
    codes = (CloseCode.PROTOCOL_ERROR, CloseCode.INVALID_DATA, CloseCode.MESSAGE_TOO_BIG)
    assert server.close_sent.code in codes


def test_what_is_no_text_is_well_framed_and_no_text() -> None:
    (heard,) = hearing(BROKEN[NO_TEXT]).events_received()
    with pytest.raises(UnicodeDecodeError):
        bytes(heard.data).decode()  # type: ignore[union-attr]


def test_a_heap_is_one_message_of_its_size() -> None:
    assert hearing(heap(2**19)).close_sent is None
    refused = hearing(heap(2**19), most=2**18).close_sent
    assert refused is not None
    assert refused.code == CloseCode.MESSAGE_TOO_BIG


def test_senseless_messages_differ_and_can_be_sent() -> None:
    assert len(set(SENSELESS.values())) == len(SENSELESS)
    assert all(text.encode() is not None for text in SENSELESS.values())
