"""A connection that stamps every message the moment it is received."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.datastructures import Headers
from websockets.frames import DATA_OPCODES, CloseCode, Frame, Opcode
from websockets.protocol import Event, State
from websockets.typing import Subprotocol

OnMessages = Callable[[float, "list[str | bytes]"], None]
"""Is told the messages whose last bytes came at the same moment, in order."""

OnSignal = Callable[[float, str, bytes], None]
"""Is told of each ping and pong that carries something, with what it carries."""

_USUAL = frozenset(
    {"date", "server", "connection", "upgrade", "content-length", "content-type"}
    | {"sec-websocket-accept", "sec-websocket-protocol", "sec-websocket-extensions"}
)
"""Headers of an answer that every agent sends, or that are kept otherwise."""

_WHOLE_TEXT, _WHOLE_BINARY = 0x81, 0x82
_WHOLE = (_WHOLE_TEXT, _WHOLE_BINARY)
"""The first byte of a frame that is a whole message, without any extension."""

_SIGNALS = (Opcode.PING, Opcode.PONG)

_HEADS = {126: 4, 127: 10}
"""Bytes of a frame's head by what its second byte says."""

MAX_MESSAGE = 4 * 2**20
"""Bytes in one message; beyond it the connection is closed with 1009, as any browser app would."""

_MOST_UNREAD = 2**20
"""Bytes that may wait for an agent to read them; whoever pings on without reading is cut off."""

_LAST_WORD_S = 1.0
"""Seconds in which the agent may still be told what it did wrong."""

_OBJECTIONS: dict[int, str] = {
    CloseCode.PROTOCOL_ERROR: "broke the rules of WebSocket",
    CloseCode.INVALID_DATA: "sent text that is no text",
    CloseCode.MESSAGE_TOO_BIG: f"sent a message of more than {MAX_MESSAGE // 2**20} MB",
}


class StampedConnection(ClientConnection):
    """Hands over each message with its stamp from inside the socket's own callback.

    A message's stamp is taken when its last byte has been read from the socket, before anything
    is parsed or queued: no task switch lies between the socket and the clock.

    Whole messages in one frame, which is nearly all, are taken out of the bytes here; whatever
    else there is (the handshake, fragments, pings, a close, anything wrong) is the library's.
    """

    received_at: float = 0.0
    _opening = True
    _lost = _hoards = False
    _parsing = False
    """Whether frames are told apart here; the library then always stands between two frames."""
    _fragmented = False
    _head = b""
    _on_messages: OnMessages | None = None
    _on_close: Callable[[], None] | None = None
    _on_signal: OnSignal | None = None
    _early: list[tuple[float, list[str | bytes]]]
    _parts: list[bytes]
    _text = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._early, self._parts = [], []
        self._waiting: list[bytes] = []
        self._have = self._need = 0

    def listen(
        self,
        on_messages: OnMessages,
        on_close: Callable[[], None],
        on_signal: OnSignal | None = None,
    ) -> None:
        """Names who is told; what came together with the handshake is told now."""
        self._on_messages, self._on_close, self._on_signal = on_messages, on_close, on_signal
        for at, messages in self._early:
            on_messages(at, messages)
        self._early.clear()
        if self._lost:
            on_close()

    @property
    def headers(self) -> dict[str, str]:
        """What the agent said in the handshake of its own accord."""
        told = self.response.headers.raw_items() if self.response else ()
        return {name: value for name, value in told if name.lower() not in _USUAL}

    @property
    def opened_at(self) -> float:
        """When the connection was open at the latest: now, or when the agent first spoke."""
        return min([time.monotonic(), *(at for at, _ in self._early)])

    def data_received(self, data: bytes) -> None:
        """Stamps, then takes whole messages out and lets the library parse the rest."""
        self.received_at = time.monotonic()
        if self._opening:
            data = self._after_handshake(data)
        if not data:
            return
        if not self._parsing:
            self._feed(data)
            return
        self._waiting.append(data)
        self._have += len(data)
        if self._have >= self._need:
            if len(self._waiting) > 1:
                data = b"".join(self._waiting)
            self._waiting.clear()
            used = self._take_frames(data)
            if used < len(data):
                self._waiting.append(data[used:])
            self._have = len(data) - used

    def _after_handshake(self, data: bytes) -> bytes:
        """Gives the library the response's head; what comes after it is returned."""
        before = len(self._head)
        found = (self._head + data).find(b"\r\n\r\n")
        if found < 0:
            self._head = (self._head + data)[-3:]
            self._feed(data)
            return b""
        end = found + 4 - before
        self._opening = False
        self._feed(data[:end])
        # Anything but an open connection, a refusal with its reason for instance, is not frames.
        self._parsing = self.protocol.state is State.OPEN
        return data[end:]

    def _take_frames(self, data: bytes) -> int:
        """Delivers every whole frame; returns the bytes done, `_need` is what the next takes."""
        messages: list[str | bytes] = []
        try:
            return self._find_frames(data, messages)
        finally:
            self._deliver(messages)

    def _find_frames(self, data: bytes, messages: list[str | bytes]) -> int:
        """Puts whole messages into the list, which is delivered before anything else happens."""
        size, start = len(data), 0
        while size - start >= 2:
            kind, length = data[start], data[start + 1]
            body = start + 2
            if length >= 126:
                body = start + _HEADS.get(length, 2)
                length = int.from_bytes(data[start + 2 : body])
                if body > size:
                    self._need = body - start
                    return start
            end = body + length
            if length > MAX_MESSAGE or data[start + 1] > 127:  # too long, or masked: an offence
                self._deliver(messages)
                return self._leave_to_library(data, start)
            if end > size:
                self._need = end - start
                return start
            if kind in _WHOLE and not self._fragmented:
                whole = data[body:end]
                messages.append(_text(whole) if kind == _WHOLE_TEXT else whole)
            else:
                self._deliver(messages)
                self._feed(data[start:end])
                if self._hoards:
                    return size
                if kind & 0x0F in DATA_OPCODES:
                    self._fragmented = kind < 0x80
                if self.protocol.state is not State.OPEN:  # it was a close, or an offence
                    return self._leave_to_library(data, end)
            start = end
        self._need = 2
        return start

    def _leave_to_library(self, data: bytes, start: int) -> int:
        self._parsing = False
        if start < len(data):
            self._feed(data[start:])
        return len(data)

    def _feed(self, data: bytes) -> None:
        """Gives the library its part, and ends what cannot go on: the agent need not do that."""
        super().data_received(data)
        if self.transport.get_write_buffer_size() > _MOST_UNREAD:
            self._hoards = True
            self.transport.abort()
        elif self.objection or self._misunderstood:
            self.transport.close()
            self.loop.call_later(_LAST_WORD_S, self.transport.abort)

    @property
    def _misunderstood(self) -> bool:
        """Whether what came in place of the handshake is none; the library waits for its end."""
        return self.protocol.handshake_exc is not None and not self.response_rcvd.done()

    @property
    def objection(self) -> str | None:
        """What was wrong with the agent's frames, where it was we who closed for that reason."""
        if self._hoards:
            return "asks for signs of life and does not read them"
        sent = self.protocol.close_sent
        if self.protocol.close_rcvd is not None or sent is None or sent.code not in _OBJECTIONS:
            return None
        return f"{_OBJECTIONS[sent.code]} ({sent.reason or f'code {sent.code}'})"

    def process_event(self, event: Event) -> None:
        """Delivers data frames directly; everything else stays with the library."""
        if not isinstance(event, Frame) or event.opcode not in DATA_OPCODES:
            super().process_event(event)
            carries = isinstance(event, Frame) and event.opcode in _SIGNALS and event.data
            if carries and self._on_signal is not None:
                name = event.opcode.name.lower()  # type: ignore[union-attr]
                self._on_signal(self.received_at, name, bytes(carries))
            return
        if event.opcode is not Opcode.CONT:
            self._parts, self._text = [], event.opcode is Opcode.TEXT
        self._parts.append(bytes(event.data))
        if event.fin:
            whole = b"".join(self._parts)
            self._deliver([_text(whole) if self._text else whole])
            self._parts = []

    def _deliver(self, messages: list[str | bytes]) -> None:
        """Hands these over, and empties the list."""
        if not messages:
            return
        if self._on_messages is None:
            self._early.append((self.received_at, messages.copy()))
        else:
            self._on_messages(self.received_at, messages)
        messages.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tells the session at once."""
        super().connection_lost(exc)
        self._lost = True
        if self._on_close is not None:
            self._on_close()


def _text(whole: bytes) -> str | bytes:
    """A text message; what is no UTF-8 is kept as the bytes it was: the judge will not know it."""
    try:
        return whole.decode()
    except UnicodeDecodeError:
        return whole


def accepting(accepts: tuple[str, ...]) -> type[StampedConnection]:
    """A connection that also takes a subprotocol which was not offered, where one of these fits."""

    class Accepting(StampedConnection):
        def __init__(self, protocol: ClientProtocol, *args: Any, **kwargs: Any) -> None:
            super().__init__(protocol, *args, **kwargs)
            strict = protocol.process_subprotocol

            def process(headers: Headers) -> Subprotocol | None:
                chosen = headers.get_all("Sec-WebSocket-Protocol")
                if len(chosen) == 1 and any(re.fullmatch(each, chosen[0]) for each in accepts):
                    return Subprotocol(chosen[0])
                return strict(headers)

            protocol.process_subprotocol = process  # type: ignore[method-assign]

    return Accepting if accepts else StampedConnection
