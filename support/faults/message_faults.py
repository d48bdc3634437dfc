"""Faults in the agent's own messages on their way: bytes in, bytes out, no socket.

Messages can be told apart only where nobody encrypts them: a line under TLS passes as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from support.faults.toxics import Condition

_HEAD_END = b"\r\n\r\n"
_TEXT_OR_BINARY = (1, 2)
_SIZES = {126: 2, 127: 8}

Piece = tuple[bytes, float]
"""Bytes to pass on, and the seconds by which they alone come later."""


class MessageFault(Condition, frozen=True, tag="message"):
    """Something is wrong with messages of the agent.

    `drop`: it never arrives; `duplicate`: twice; `reorder`: after the next one; `delay`: `seconds`
    later, and all behind it; `corrupt`: with a part of it overwritten; `truncate`: its second half
    is missing. From the `first` message since this began, `times` of them in a row.
    """

    action: Literal["drop", "duplicate", "reorder", "delay", "corrupt", "truncate"]
    first: int = 1
    times: int = 1
    seconds: float = 0.0


class Messages:
    """Tells the messages of one agent's connection apart and does to them what is wanted.

    `struck` is told the name of a fault for each message that it falls upon.
    """

    def __init__(self, struck: Callable[[str], None]) -> None:
        self._struck = struck
        self._rest = b""
        self._opening = True
        self._opaque = False
        self._held: list[bytes] = []
        self._seen: dict[str, int] = {}

    def feed(self, data: bytes, faults: dict[str, MessageFault]) -> Iterator[Piece]:
        """What is passed on of the data, under the faults by their names."""
        self._rest += data
        if self._opening:
            end = self._rest.find(_HEAD_END)
            if end < 0:
                return
            head, self._rest = self._rest[: end + 4], self._rest[end + 4 :]
            self._opening = False
            self._opaque = b" 101 " not in head.split(b"\r\n", 1)[0]
            yield head, 0.0
        if self._opaque:
            yield self._rest, 0.0
            self._rest = b""
            return
        while size := whole_frame(self._rest):
            frame, self._rest = self._rest[:size], self._rest[size:]
            yield from self._pass(frame, faults)

    def flush(self) -> bytes:
        """What is left at the end of the connection, or where nothing is wrong any more."""
        held, self._held = b"".join(self._held), []
        return held

    def _pass(self, frame: bytes, faults: dict[str, MessageFault]) -> Iterator[Piece]:
        released = self.flush()
        if frame[0] & 0x0F in _TEXT_OR_BINARY:
            for name, fault in faults.items():
                if self._is_meant(name, fault):
                    yield from self._done(frame, fault)
                    if released:
                        yield released, 0.0
                    return
        yield frame, 0.0
        if released:
            yield released, 0.0

    def _is_meant(self, name: str, fault: MessageFault) -> bool:
        number = self._seen[name] = self._seen.get(name, 0) + 1
        meant = fault.first <= number < fault.first + fault.times
        if meant:
            self._struck(name)
        return meant

    def _done(self, frame: bytes, fault: MessageFault) -> Iterator[Piece]:
        match fault.action:
            case "drop":
                return
            case "duplicate":
                yield frame, 0.0
                yield frame, 0.0
            case "reorder":
                self._held.append(frame)
            case "delay":
                yield frame, fault.seconds
            case "corrupt":
                yield corrupted(frame), 0.0
            case "truncate":
                yield truncated(frame), 0.0


def whole_frame(data: bytes) -> int:
    """The size in bytes of the frame with which the data begins; 0 where it is not whole yet."""
    head, length = split(data)
    return head + length if head and len(data) >= head + length else 0


def split(data: bytes) -> tuple[int, int]:
    """The bytes of a frame's head and of its content; 0 and 0 where the head is not whole."""
    if len(data) < 2:
        return 0, 0
    length, more = data[1] & 0x7F, 0
    more = _SIZES.get(length, 0)
    head = 2 + more + (4 if data[1] & 0x80 else 0)
    if len(data) < head:
        return 0, 0
    return head, int.from_bytes(data[2 : 2 + more]) if more else length


def corrupted(frame: bytes) -> bytes:
    """The frame with the bytes in the middle of its content overwritten: text that is no JSON."""
    head, length = split(frame)
    middle = head + length // 2
    size = min(8, length - length // 2)
    return frame[:middle] + b"\0" * size + frame[middle + size :]


def truncated(frame: bytes) -> bytes:
    """The frame with the first half of its content: well-formed for WebSocket, and no message."""
    head, length = split(frame)
    half = length // 2
    kept = frame[head : head + half]
    if half < 126:
        return bytes([frame[0], half]) + kept
    if half < 65_536:
        return bytes([frame[0], 126]) + half.to_bytes(2) + kept
    return bytes([frame[0], 127]) + half.to_bytes(8) + kept
