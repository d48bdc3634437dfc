"""Serves the live view: a page, its parts, and a stream of what it shows; nothing can be changed.

It has a thread and a loop of its own in the suite's main process. The sockets to the agent under
test live in other processes, so nothing here can delay a stamp.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from support.pulse.address import Where
from support.verdict import HarnessError

OFTEN_S = 0.5
"""Seconds between two looks; whoever watches is sent at most one message in that time."""

_STREAM = "/stream"
_MOST_VIEWERS = 20
_MOST_UNSENT = 2**20
"""Bytes that may wait for a slow viewer; what comes meanwhile is left out for that one."""

_OPENING_S, _CLOSING_S = 5.0, 3.0

_PARTS = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_quiet = logging.getLogger("support.monitoring.live")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False  # a browser that goes away mid-word is no news for the terminal


class LiveServer:
    """Shows what `look` tells, to whoever comes; `tick` is called at every look."""

    def __init__(
        self, where: Where, look: Callable[[], bytes], tick: Callable[[], None] = lambda: None
    ) -> None:
        self._where = where
        self._look, self._tick = look, tick
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="live view", daemon=True)
        self._stop = asyncio.Event()
        self._opened = threading.Event()
        self._trouble: OSError | None = None
        self._viewers: set[ServerConnection] = set()
        self._port = 0
        self.cpu_s = 0.0
        """Processor time that the page has cost so far."""

    def open(self) -> str:
        """Starts to serve; the address for a browser. Raises `HarnessError` where it cannot."""
        self._thread.start()
        opened = self._opened.wait(_OPENING_S)
        if opened and self._trouble is None:
            return self._where.url(self._port)
        self.close()
        host, port = self._where.host, self._where.port
        if self._trouble is not None and self._trouble.errno == errno.EADDRINUSE:
            raise HarnessError(
                f"port {port} of {host} is taken; leave the port out (-D live=on) to get a free one"
            )
        why = self._trouble.strerror if self._trouble else "it took too long"
        raise HarnessError(f"{host} is no address of this machine that can be served ({why})")

    def close(self) -> None:
        """Sends what there is to say, then ends the page's server and its thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(_CLOSING_S)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._trouble = error
        finally:
            self._loop.close()
            self._opened.set()

    async def _serve(self) -> None:
        server = await self._listen()
        try:
            self._port = next(iter(server.sockets)).getsockname()[1]
            self._opened.set()
            while not self._stop.is_set():
                self._tick()
                self._tell()
                self.cpu_s = time.thread_time()
                try:
                    async with asyncio.timeout(OFTEN_S):
                        await self._stop.wait()
                except TimeoutError:
                    continue
            self._tell()
        finally:
            server.close()
            try:
                async with asyncio.timeout(_CLOSING_S / 2):
                    await server.wait_closed()
            except TimeoutError:
                for viewer in self._viewers:
                    viewer.transport.abort()
            # Whoever is in the middle of a greeting is not waited for.
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

    async def _listen(self) -> Server:
        *others, last = self._where.ports
        for port in others:
            try:
                return await self._listen_at(port)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
        return await self._listen_at(last)

    async def _listen_at(self, port: int) -> Server:
        return await serve(
            self._stream,
            self._where.host,
            port,
            process_request=self._answer,
            compression=None,
            max_size=1024,
            ping_interval=None,
            close_timeout=1,
            server_header=None,
            logger=_quiet,
        )

    def _tell(self) -> None:
        ready = {v for v in self._viewers if v.transport.get_write_buffer_size() < _MOST_UNSENT}
        if ready:
            broadcast(ready, self._look().decode())

    async def _stream(self, viewer: ServerConnection) -> None:
        await viewer.send(self._look().decode())
        self._viewers.add(viewer)
        try:
            await viewer.wait_closed()
        finally:
            self._viewers.discard(viewer)

    def _answer(self, _viewer: ServerConnection, request: Request) -> Response | None:
        """The page or a part of it; None lets a viewer through to the stream."""
        address = urlsplit(request.path)
        if request.method not in ("GET", "HEAD"):
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, "This page can only be looked at.")
        if why := self._stranger(request, address.query):
            return _plain(HTTPStatus.FORBIDDEN, why)
        if address.path == _STREAM:
            if len(self._viewers) >= _MOST_VIEWERS:
                return _plain(HTTPStatus.SERVICE_UNAVAILABLE, "Too many people are looking.")
            return None
        if address.path not in _PARTS:
            return _plain(HTTPStatus.NOT_FOUND, "There is nothing here.")
        name, kind = _PARTS[address.path]
        body = Path(__file__).with_name(name).read_bytes()
        return _response(HTTPStatus.OK, kind, b"" if request.method == "HEAD" else body)

    def _stranger(self, request: Request, query: str) -> str:
        """Why whoever asks may not look; empty where they may."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if self._where.is_loopback:
            if host.lower() not in self._where.hosts(self._port):
                return "This page is not served under that name."
        elif urlsplit(request.path).path in ("/", _STREAM):
            given = parse_qs(query).get("token", [""])[0]
            if not hmac.compare_digest(given.encode(), self._where.token.encode()):
                return "The address lacks its token; the suite has printed it whole."
        if origin is not None and origin.lower() != f"http://{host}".lower():
            return "Another site may not look at this page."
        return ""


def _plain(status: HTTPStatus, text: str) -> Response:
    return _response(status, "text/plain; charset=utf-8", f"{text}\n".encode())


def _response(status: HTTPStatus, kind: str, body: bytes) -> Response:
    headers = Headers()
    headers["Content-Type"] = kind
    headers["Content-Length"] = str(len(body))
    headers["Cache-Control"] = "no-store"
    headers["Content-Security-Policy"] = _POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Connection"] = "close"
    return Response(status.value, status.phrase, headers, body)
