"""Plays a behaviour on one connection: a socket, and nothing between the moves and its bytes."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import time
from collections.abc import Iterator

from websockets.utils import accept_key

from support.hostile.events import GREETING, HEALTHY, LEAD, OPEN
from support.hostile.frames import bomb, closing, read_frame
from support.hostile.model import RUN, Frame, Move, Moves
from support.raw_frames import BINARY, CLOSE, PONG, TEXT, frame

_IDS = {"run": ("run_id", "runId"), "thread": ("thread_id", "threadId")}
_BREATH = 2**16
"""Bytes of the same message that are sent at once, where it is sent without end."""

_END_S = 60.0
"""Seconds after which a connection is over, whatever its moves say."""


class Player:
    """One connection of one customer; `seen` is what the agent remembers of all of them."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        seen: dict[str, str],
    ) -> None:
        self._reader, self._writer, self._seen = reader, writer, seen
        self._known = {"run": "", "thread": "", "first": "", "accept": ""}
        self._seq = 0

    async def play(self, door: Moves, moves: Moves) -> None:
        """Plays the door and, where it opens, the moves; then is polite until the customer goes."""
        try:
            async with asyncio.timeout(_END_S):
                await self._request()
                await self._all(door)
                await self._all(moves)
                await self._hear("nothing")
        except (OSError, EOFError, TimeoutError):
            pass  # the customer has gone, as it should
        finally:
            self._writer.transport.abort()

    async def _request(self) -> None:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        key = re.search(r"(?i)sec-websocket-key: *(\S+)", head)
        self._known["accept"] = accept_key(key[1] if key else "")

    async def _all(self, moves: Moves) -> None:
        for move in moves:
            if isinstance(move, str):
                await self._word(move)
                continue
            done, at_once = 0, self._at_once(move)
            while done < move.times or not move.times:
                await (self._write(at_once[1]) if at_once[0] > 1 else self._move(move))
                await asyncio.sleep(move.every_s)
                done += at_once[0]

    def _at_once(self, move: Move) -> tuple[int, bytes]:
        """How many of a move that is done again and again go out in one breath, and these."""
        same = move.text is not None or move.raw is not None or move.frame is not None
        if not same or move.times == 1 or move.every_s or move.dribble_s is not None:
            return 1, b""
        data = self._data(move)
        number = max(_BREATH // max(len(data), 1), 1)
        return min(number, move.times or number), data * min(number, move.times or number)

    async def _word(self, word: str) -> None:
        if word == "greet":
            await self._write(frame(TEXT, self._event(GREETING).encode()))
        elif word == "hear":
            await self._hear("user_message")
        elif word == "open":
            await self._write(self._filled(OPEN).encode())
        elif word == "run":
            await self._all([*RUN])
        elif word == "hang":
            await asyncio.sleep(_END_S)
        elif word == "half":
            self._writer.write_eof()
        elif word in ("vanish", "reset"):
            if word == "reset":
                linger = struct.pack("ii", 1, 0)
                raw: socket.socket = self._writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self._writer.transport.abort()
            else:
                self._writer.close()
            raise EOFError
        else:
            await self._write(frame(TEXT, self._event(HEALTHY[word], Move()).encode()))

    async def _move(self, move: Move) -> None:
        if move.wait_s is not None:
            await asyncio.sleep(move.wait_s)
        elif move.hear is not None:
            await self._hear(move.hear)
        elif move.close is not None:
            await self._write(closing(move.close, move.reason))
        elif move.play:
            await self._all(move.play)
        else:
            data = self._data(move)
            if move.dribble_s is None:
                await self._write(data)
            for byte in data if move.dribble_s is not None else b"":
                await self._write(bytes([byte]))
                await asyncio.sleep(move.dribble_s or 0)

    def _data(self, move: Move) -> bytes:
        if move.event is not None:
            base = GREETING if move.event == "greet" else HEALTHY[move.event]
            return frame(TEXT, self._event(base, move).encode("utf-8", "surrogatepass"))
        written = move.text if move.text is not None else move.line
        if written is not None:
            body = self._filled(move.before + written * move.copies + move.after).encode()
            return body if move.text is None else frame(TEXT, body)
        packed = move.hex if move.hex is not None else move.raw
        if packed is not None:
            body = bytes.fromhex(packed) * move.copies
            return body if move.hex is None else frame(BINARY, body)
        if move.bomb_mb is not None:
            return bomb(move.bomb_mb)
        return self._wrong(move.frame or Frame(), move.copies)

    def _wrong(self, made: Frame, copies: int) -> bytes:
        body = bytes.fromhex(made.hex) or self._filled(made.payload).encode()
        return frame(
            made.opcode,
            body * copies,
            fin=made.fin,
            rsv=made.rsv,
            masked=made.masked,
            length=made.length,
        )

    def _event(self, fields: dict[str, str], move: Move | None = None) -> str:
        """An event as JSON text; where it is one of a run (`move`), with ids and a number."""
        whole = {"timestamp": f"{time.time():.6f}"}
        if move is not None and fields is not GREETING:
            self._seq += 1
            whole |= {"run_id": '"$run"', "thread_id": '"$thread"', "seq": str(self._seq), **LEAD}
        whole |= fields
        if move is not None:
            whole |= {
                name: move.before + value * move.copies + move.after
                for name, value in move.but.items()
            }
            for name in move.without:
                whole.pop(name, None)
        return self._filled("{" + ",".join(f'"{name}":{v}' for name, v in whole.items()) + "}")

    def _filled(self, text: str) -> str:
        for name, value in self._known.items():
            text = text.replace(f"${name}", value)
        return text

    async def _write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def _hear(self, wanted: str) -> None:
        """Waits for such a message (any text: ""), and answers what one has to answer."""
        while True:
            opcode, body = await read_frame(self._reader)
            if opcode == CLOSE:
                await self._write(frame(CLOSE, body[:2]))
                raise EOFError
            if opcode == TEXT:
                kind = self._understood(body)
                if kind == "ping" and wanted != "ping":
                    await self._pong(body)
                elif wanted in ("", kind):
                    return
            elif opcode == PONG and wanted == "pong":
                return

    async def _pong(self, body: bytes) -> None:
        fields = {"type": '"pong"', "id": json.dumps(json.loads(body).get("id"))}
        await self._write(frame(TEXT, self._event(fields).encode()))

    def _understood(self, body: bytes) -> str:
        """The type of a message of the customer; keeps the ids in it, and the first secret."""
        try:
            message = json.loads(body)
        except ValueError:
            return "garbage"
        for fields in _tables(message):
            for name, keys in _IDS.items():
                told = [fields[key] for key in keys if isinstance(fields.get(key), str)]
                self._known[name] = str(told[-1]) if told else self._known[name]
        run, seen = self._known["run"], self._seen
        self._known["thread"] = seen.setdefault(run, self._known["thread"])
        if secret := re.search(rb"REF-[0-9A-F]+", body):
            seen.setdefault("first", secret[0].decode())
        self._known["first"] = seen.get("first", "")
        return str(message.get("type")) if isinstance(message, dict) else "garbage"


def _tables(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _tables(inner)
