"""The agent's front door: WebSocket connections in, runs out.

One task a connection reads frames; one task a followed run writes its events. What they share is
the registry of runs, which outlives every connection.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from support.reference_agent import frames
from support.reference_agent.auth import SUBPROTOCOL, RefusedError, TokenRules, authenticate
from support.reference_agent.conversation import Adviser
from support.reference_agent.limits import Limits
from support.reference_agent.runs import Follower, RunRegistry

LOG = logging.getLogger(__name__)
_CLOSE_SECONDS = 1.0


class AgentServer:
    """A running agent; also an async context manager that stops it.

    `tenant_of` tells which tenant a user belongs to. `origins` are the web origins let in; None
    means the server's own loopback address. Callers without an Origin header are no browsers and
    need only their token.
    """

    def __init__(
        self,
        adviser: Adviser,
        rules: TokenRules,
        *,
        tenant_of: Callable[[str], str],
        limits: Limits | None = None,
        origins: Collection[str] | None = None,
    ) -> None:
        self._rules = rules
        self._limits = limits or Limits()
        self._origins = origins
        self._registry = RunRegistry(adviser, tenant_of, self._limits)
        self._sockets: set[ServerConnection] = set()
        self._server: Server | None = None
        self.url = ""

    async def start(
        self, host: str = "127.0.0.1", port: int = 0, door: socket.socket | None = None
    ) -> None:
        """Listen, on any free port where `port` is 0; raises OSError where that is impossible.

        Where there is a `door`, a socket that listens already, it is used instead.
        """
        where: dict[str, Any] = {"host": host, "port": port} if door is None else {"sock": door}
        self._server = await serve(
            self._handle,
            **where,
            process_request=self._admit,
            select_subprotocol=_select_subprotocol,
            create_connection=_listed_in(self._sockets),
            # Small frames gain nothing from compression; its delay and memory would be measured.
            compression=None,
            max_size=self._limits.max_message_bytes,
            ping_timeout=40,
            server_header=None,
        )
        address, port = self._server.sockets[0].getsockname()[:2]
        self.url = f"ws://{f'[{address}]' if ':' in address else address}:{port}/ws"
        if self._origins is None:
            hosts = ("127.0.0.1", "localhost", "[::1]")
            self._origins = frozenset(f"http://{name}:{port}" for name in hosts)

    async def stop(self) -> None:
        """Close every connection with 1001 and end every run; takes at most about 1.5 s."""
        if self._server is None:
            return
        self._server.close(code=CloseCode.GOING_AWAY, reason="the agent is stopping")
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._server.wait_closed()
        except TimeoutError:
            # Whoever does not take part in closing is cut off.
            for connection in set(self._sockets):
                connection.transport.abort()
            await self._server.wait_closed()
        await self._registry.stop()

    @property
    def connections(self) -> int:
        """How many connections there are, opening and closing ones included."""
        return len(self._sockets)

    async def __aenter__(self) -> Self:
        if self._server is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Decide about an opening handshake: None lets it go on."""
        path = request.path.partition("?")[0]
        if path not in {"/ws", "/health"}:
            return connection.respond(HTTPStatus.NOT_FOUND, "there is nothing here\n")
        if request.method != "GET":
            response = connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, "only GET works here\n")
            response.headers["Allow"] = "GET"
            return response
        if path == "/health":
            return connection.respond(HTTPStatus.OK, "ok\n")
        headers = request.headers
        if not set(headers.get_all("Origin")) <= set(self._origins or ()):
            return connection.respond(HTTPStatus.FORBIDDEN, "this origin is not let in\n")
        try:
            # The library keeps this attribute for the user that its own check would find.
            connection.username = authenticate(
                headers.get_all("Authorization"),
                headers.get_all("Sec-WebSocket-Protocol"),
                self._rules,
            )
        except RefusedError as refusal:
            response = connection.respond(HTTPStatus.UNAUTHORIZED, f"{refusal}\n")
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        return None

    async def _handle(self, connection: ServerConnection) -> None:
        await _Session(connection, self._registry, self._limits).serve()


def _listed_in(listing: set[ServerConnection]) -> type[ServerConnection]:
    """Return a kind of connection that is in `listing` from its first byte to its last.

    The library lists a connection only once its handshake is through, which is too late to cut
    off one that never gets there.
    """

    class ListedConnection(ServerConnection):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            listing.add(self)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            listing.discard(self)

    return ListedConnection


def _select_subprotocol(_: ServerConnection, offered: Collection[str]) -> Subprotocol | None:
    # Never one of the offered names that carries a token.
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None


class _Session:
    """One connection of one user."""

    def __init__(self, connection: ServerConnection, registry: RunRegistry, limits: Limits) -> None:
        self._connection = connection
        self._user_id = connection.username
        self._registry = registry
        self._limits = limits
        self._followers: dict[str, Follower] = {}
        self._writers: set[asyncio.Task[None]] = set()
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Answer frames until the connection is gone; the runs go on without it."""
        connection_id = str(self._connection.id)
        try:
            await self._send(
                frames.connection_established(connection_id, self._user_id, time.time())
            )
            async for data in self._connection:
                await self._receive(data)
        except ConnectionClosed as closed:
            LOG.debug("connection %s is gone: %s", connection_id, closed)
        finally:
            for writer in self._writers:
                writer.cancel()
            await asyncio.gather(*self._writers, return_exceptions=True)

    async def _receive(self, data: str | bytes) -> None:
        try:
            frame = frames.parse_frame(data)
            match frame:
                case frames.UserMessage():
                    self._follow(self._registry.start(self._user_id, frame).follow(0))
                case frames.Cancel():
                    self._registry.cancel(self._user_id, frame.run_id)
                case frames.Resume():
                    self._follow(self._registry.resume(self._user_id, frame.run_id, frame.last_seq))
                case frames.Ping():
                    await self._send(frames.pong(frame, time.time()))
        except frames.ProtocolError as problem:
            await self._send(frames.error(problem))

    def _follow(self, follower: Follower) -> None:
        is_written = follower.run_id in self._followers
        self._followers[follower.run_id] = follower
        if not is_written:
            writer = asyncio.create_task(self._write(follower.run_id))
            self._writers.add(writer)
            writer.add_done_callback(self._writers.discard)

    async def _write(self, run_id: str) -> None:
        """Send a run's events; one writer a run, which a repeated resume sends back to start.

        A second writer would need the first one cancelled in the middle of sending, and what that
        one left in the buffer would no longer hold back anybody.
        """
        follower = None
        try:
            while follower is not self._followers[run_id]:
                follower = self._followers[run_id]
                async for event in follower:
                    await self._send(event)
        except ConnectionClosed as closed:
            LOG.debug("connection %s stopped following: %s", self._connection.id, closed)
        finally:
            del self._followers[run_id]

    async def _send(self, frame: str) -> None:
        """Send, waiting for a slow reader; one who reads nothing for too long is cut off."""
        # The library buffers first and waits afterwards. One at a time, so that a client with
        # many runs and a closed ear fills the buffer by one frame and not by one a run.
        async with self._sending:
            try:
                async with asyncio.timeout(self._limits.send_seconds):
                    await self._connection.send(frame)
            except TimeoutError:
                LOG.warning("connection %s reads nothing and is cut off", self._connection.id)
                self._connection.transport.abort()
