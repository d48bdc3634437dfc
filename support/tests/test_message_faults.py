"""Faults in messages do just what they say, wherever the bytes are cut."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from support.faults.message_faults import MessageFault, Messages, truncated, whole_frame

HEAD = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def frame(text: str, opcode: Opcode = Opcode.TEXT) -> bytes:
    return Frame(opcode, text.encode()).serialize(mask=False)


FRAMES = [frame(json.dumps({"n": n, "pad": "x" * 20})) for n in range(1, 6)]


def passed(stream: bytes, cuts: int, **fault: object) -> tuple[list[tuple[bytes, float]], int]:
    struck: list[str] = []
    messages = Messages(struck.append)
    faults = {"f": MessageFault(**fault)} if fault else {}  # type: ignore[arg-type]
    pieces: list[tuple[bytes, float]] = []
    for start in range(0, len(stream), cuts):
        pieces += messages.feed(stream[start : start + cuts], faults)
    pieces.append((messages.flush(), 0.0))
    return pieces, len(struck)


def joined(pieces: list[tuple[bytes, float]]) -> bytes:
    return b"".join(data for data, _ in pieces)


@given(st.integers(1, 200))
def test_without_a_fault_every_byte_passes(cuts: int) -> None:
    stream = HEAD + b"".join(FRAMES)
    assert joined(passed(stream, cuts)[0]) == stream


@pytest.mark.parametrize("cuts", [1, 7, 10_000])
@pytest.mark.parametrize(
    ("action", "order"),
    [
        ("drop", [0, 2, 3, 4]),
        ("duplicate", [0, 1, 1, 2, 3, 4]),
        ("reorder", [0, 2, 1, 3, 4]),
        ("delay", [0, 1, 2, 3, 4]),
    ],
)
def test_each_fault_falls_on_the_second_message(action: str, order: list[int], cuts: int) -> None:
    pieces, struck = passed(HEAD + b"".join(FRAMES), cuts, action=action, first=2, seconds=0.5)
    assert joined(pieces) == HEAD + b"".join(FRAMES[at] for at in order)
    assert struck == 1
    assert sum(seconds for _, seconds in pieces) == (0.5 if action == "delay" else 0)


@pytest.mark.parametrize("action", ["corrupt", "truncate"])
def test_a_spoilt_message_is_well_formed_for_the_line_and_no_message(action: str) -> None:
    pieces, _ = passed(HEAD + b"".join(FRAMES), 10_000, action=action, first=2, times=2)
    frames = list(cut(joined(pieces)[len(HEAD) :]))
    assert len(frames) == 5
    for number, data in enumerate(frames, 1):
        if number in (2, 3):
            with pytest.raises(ValueError, match=r"."):
                json.loads(content(data))
        else:
            assert json.loads(content(data))["n"] == number


def test_control_frames_are_never_struck() -> None:
    ping = frame("", Opcode.PING)
    pieces, struck = passed(HEAD + ping * 3 + FRAMES[0], 10_000, action="drop", times=9)
    assert joined(pieces) == HEAD + ping * 3
    assert struck == 1


def test_a_refusal_passes_as_it_is() -> None:
    refusal = b"HTTP/1.1 401 Unauthorized\r\n\r\nwho are you?"
    assert joined(passed(refusal, 10_000, action="drop", times=99)[0]) == refusal


@given(st.integers(2, 70_000))
def test_a_truncated_frame_is_a_whole_frame_of_half_the_length(length: int) -> None:
    half = truncated(frame("x" * length))
    assert whole_frame(half) == len(half)
    assert len(content(half)) == length // 2


def cut(data: bytes) -> Iterator[bytes]:
    while size := whole_frame(data):
        yield data[:size]
        data = data[size:]


def content(data: bytes) -> bytes:
    head = {126: 4, 127: 10}.get(data[1], 2)
    return data[head:]
