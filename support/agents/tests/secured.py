"""A server under TLS at a free port of the loopback, while a block lasts."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from websockets.sync.server import ServerConnection, serve

CERTIFICATE = Path(__file__).parents[2] / "protocols" / "tests" / "data" / "localhost.pem"


@contextlib.contextmanager
def secured(
    talk: Callable[[ServerConnection], None], certificate: Path = CERTIFICATE
) -> Iterator[str]:
    """The address of a server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve(talk, "127.0.0.1", 0, ssl=context) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"wss://localhost:{server.socket.getsockname()[1]}/ws"
        finally:
            server.shutdown()
            thread.join(5)
