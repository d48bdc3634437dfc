"""An agent that only sends: frames made beforehand, as fast or as slowly as it is told.

`python -m support.bench.agent EVENTS` prints `ready URL`. A question's text says how its events
come: `at once`, `after 3 s` (then at once), or `every 0.1 s`, each then with the moment at which it
was sent (`emitted`, seconds of the monotonic clock that all processes of a machine share).
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence

from websockets.asyncio.server import ServerConnection, serve

from support.raw_frames import TEXT, frame

_RUN, _THREAD, _USER = b"@@run@@", b"@@thread@@", b"@@user@@"
_AT_A_TIME = 5
"""Frames that one customer is sent before it is the next one's turn."""


def events(number: int) -> list[bytes]:
    """So many events of one run, of the kinds and lengths that an adviser's are."""
    told = [_event(1, "agent_started", query="Where does the money go?")]
    pieces = []
    for seq in range(2, number):
        call = f"call-{seq // 20}"
        if seq % 20 == 5:
            more: dict[str, object] = {"tool_call_id": call, "tool_name": "spend_by_provider"}
            told.append(_event(seq, "tool_executing", arguments={"provider": "aws"}, **more))
        elif seq % 20 == 6:
            more = {"tool_call_id": call, "tool_name": "spend_by_provider", "is_error": False}
            results = {"total_usd": 12345.67, "rows": [["GPU", 1.5], ["API", 2.5]]}
            told.append(_event(seq, "tool_completed", results=results, duration_ms=12, **more))
        elif seq % 20 in (2, 7):
            thought = "GPU instances stand idle 41% of the time; compare with reserved prices."
            told.append(_event(seq, "agent_thinking", thought=thought))
        else:
            pieces.append(
                f"{seq}. Cut idle GPU hours by {seq % 60}% and save $12,{seq % 1000:03d}. "
            )
            told.append(_event(seq, "stream_chunk", content=pieces[-1]))
    answer = "".join(pieces)
    usage = {"input_tokens": 100, "output_tokens": 900}
    told.append(_event(number, "agent_completed", final_response=answer, usage=usage))
    return told


def _event(seq: int, kind: str, **fields: object) -> bytes:
    ids = {"run_id": _RUN, "thread_id": _THREAD, "user_id": _USER}
    base = {"type": kind, **{key: value.decode() for key, value in ids.items()}}
    who = {"agent_id": "agent-1", "agent_name": "Cost adviser", "parent_agent_id": None}
    return json.dumps({**base, **who, "seq": seq, "timestamp": 1790000000.25, **fields}).encode()


class Sender:
    """Answers every question with the same events, under the ids of the question."""

    def __init__(self, told: Sequence[bytes]) -> None:
        self._told = told

    async def serve(self, line: ServerConnection) -> None:
        """One customer's connection."""
        await line.send(json.dumps({"type": "connection_established", "connection_id": "c"}))
        async for message in line:
            asked = json.loads(message)
            if asked.get("type") == "user_message":
                await self._answer(line, asked["payload"])

    async def _answer(self, line: ServerConnection, asked: dict[str, str]) -> None:
        how, _, rest = asked["content"].partition(" ")
        seconds = float(rest.partition(" ")[0]) if how != "at" else 0.0
        mine = [self._own(event, asked) for event in self._told]
        if how == "every":
            await _now_and_then(line, mine, seconds)
            return
        await asyncio.sleep(seconds)
        frames = [frame(TEXT, event) for event in mine]
        for start in range(0, len(frames), _AT_A_TIME):
            line.transport.write(b"".join(frames[start : start + _AT_A_TIME]))
            await line.drain()
            await asyncio.sleep(0)

    @staticmethod
    def _own(event: bytes, asked: dict[str, str]) -> bytes:
        own = event.replace(_RUN, asked["run_id"].encode())
        own = own.replace(_THREAD, asked["thread_id"].encode())
        return own.replace(_USER, asked["run_id"][:12].encode())


async def _now_and_then(line: ServerConnection, mine: Sequence[bytes], seconds: float) -> None:
    due = time.monotonic() + random.random() * seconds
    for event in mine:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due += seconds * random.uniform(0.5, 1.5)
        head = event[:-1]
        line.transport.write(frame(TEXT, b'%b,"emitted":%.6f}' % (head, time.monotonic())))


async def _serve(number: int) -> None:
    sender = Sender(events(number))
    # Everybody is sent the same bytes: no compression, and no pings beside the events.
    async with serve(
        sender.serve, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ready ws://127.0.0.1:{port}/ws", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
