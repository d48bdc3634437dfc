"""A scripted team, a server around it and a client before it, for the tests of the server."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import jwt
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from support.reference_agent.auth import TokenRules
from support.reference_agent.conversation import Emit, Member, Request
from support.reference_agent.limits import Limits
from support.reference_agent.server import AgentServer

SECRET = "a secret of the tests, long enough for HS256"
RULES = TokenRules(SECRET, "golden-path")
ROOT = Member("root", "Lead")
HELPER = Member("helper", "Analyst", "root")
USAGE = {"input_tokens": 3, "output_tokens": 2}
ORDINARY_RUN = [
    "agent_started",
    "agent_thinking",
    "agent_started",
    "tool_executing",
    "tool_completed",
    "agent_completed",
    "stream_chunk",
    "stream_chunk",
    "agent_completed",
]
TERMINAL = {"agent_completed", "agent_error", "run_cancelled"}

Frame = dict[str, Any]


class Scripted:
    """Answers every question alike; some words in a question change the play.

    `hold work` and `hold stream` wait there for `release`; `fail` raises in the middle, `fail
    early` before the first event; `silence` returns without an answer; `flood` sends 20 MB;
    `go on` keeps emitting after the end; `stubborn` outlives one cancellation.
    """

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.requests: list[Request] = []
        self.cancelled: list[str] = []

    async def advise(self, request: Request, emit: Emit) -> None:
        self.requests.append(request)
        try:
            await self._play(request.question, emit)
        except asyncio.CancelledError:
            self.cancelled.append(request.run_id)
            if "stubborn" in request.question:
                await emit("agent_thinking", ROOT, thought="I am still here")
                await self.release.wait()
            raise

    async def _play(self, question: str, emit: Emit) -> None:
        if "fail early" in question:
            raise RuntimeError("secret-detail")
        if "silence" in question:
            return
        await emit("agent_started", ROOT)
        await emit("agent_thinking", ROOT, thought="who pays for this?")
        await emit("agent_started", HELPER)
        call = {"tool_call_id": "call-1", "tool_name": "ledger"}
        await emit("tool_executing", HELPER, **call, arguments={"month": 5})
        if "hold work" in question:
            await self.release.wait()
        if "fail" in question:
            raise RuntimeError("secret-detail")
        done = {"results": [1, 2], "is_error": False, "duration_ms": 1.5}
        await emit("tool_completed", HELPER, **call, **done)
        await emit("agent_completed", HELPER)
        if "flood" in question:
            for _ in range(200):
                await emit("stream_chunk", ROOT, content="x" * 100_000)
        await emit("stream_chunk", ROOT, content="Save ")
        if "hold stream" in question:
            await self.release.wait()
        await emit("stream_chunk", ROOT, content="money.")
        await emit("agent_completed", ROOT, final_response="Save money.", usage=USAGE)
        if "go on" in question:
            await emit("agent_thinking", ROOT, thought="one more thing")


class Client:
    """One user's connection."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, kind: str, **fields: object) -> None:
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def ask(self, content: str, **payload: object) -> None:
        await self.send("user_message", payload={"content": content, **payload})

    async def next(self) -> Frame:
        frame: Frame = json.loads(await asyncio.wait_for(self.connection.recv(), 5))
        return frame

    async def until(self, kind: str) -> list[Frame]:
        """Everything up to the next frame of that type, which is the last."""
        frames = [await self.next()]
        while frames[-1]["type"] != kind:
            frames.append(await self.next())
        return frames

    async def run(self) -> list[Frame]:
        """Everything up to the next root event that ends a run."""
        frames = [await self.next()]
        while frames[-1]["type"] not in TERMINAL or frames[-1]["parent_agent_id"] is not None:
            frames.append(await self.next())
        return frames

    async def quiet(self) -> bool:
        """Whether nothing else is on its way: the answer to a ping is the next frame."""
        await self.send("ping", id="quiet?")
        return bool((await self.next())["type"] == "pong")


def token(sub: object = "ann", **claims: object) -> str:
    claims = {"sub": sub, "aud": "golden-path", "exp": int(time.time()) + 3600, **claims}
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, SECRET, "HS256")


def as_subprotocols(credentials: str) -> list[Subprotocol]:
    wrapped = base64.urlsafe_b64encode(credentials.encode()).decode().rstrip("=")
    return [Subprotocol("jwt-auth"), Subprotocol(f"jwt.{wrapped}")]


@asynccontextmanager
async def client(server: AgentServer, user: str = "ann", **options: Any) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token(user)}"}
    options = {"additional_headers": headers, "proxy": None, "open_timeout": 5, **options}
    async with connect(server.url, **options) as connection:
        guest = Client(connection)
        first = await guest.next()
        assert first["type"] == "connection_established"
        yield guest


@asynccontextmanager
async def serving(
    adviser: Scripted | None = None,
    limits: Limits | None = None,
    origins: list[Origin] | None = None,
) -> AsyncIterator[AgentServer]:
    """A server that must leave no task behind."""
    before = asyncio.all_tasks()
    server = AgentServer(
        adviser or Scripted(), RULES, tenant_of=str.upper, limits=limits, origins=origins
    )
    async with server:
        yield server
    left = asyncio.all_tasks() - before
    assert not left, left


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait, for 5 s at most, for something that nobody announces."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the server must not need an event for tests
            await asyncio.sleep(0.005)


def play(scene: Coroutine[Any, Any, None]) -> None:
    """Run one test's coroutine, never for longer than 20 s."""
    asyncio.run(asyncio.wait_for(scene, 20))
