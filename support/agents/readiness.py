"""Where a launched agent will be, and whether it can be reached there by now."""

from __future__ import annotations

import contextlib
import http.client
import socket
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from support.agents.profile import Launch
from support.deadline import Deadline

_PORTS = {"ws": 80, "http": 80, "wss": 443, "https": 443}
_GOOD = 400
"""HTTP statuses below this say that the agent is ready."""


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in the braces of a launch; the port is free when it is chosen."""

    port: int | None = None

    @staticmethod
    def of(launch: Launch, url: str) -> Place:
        """A place with a port of its own, where the launch or the address ask for one."""
        texts = [*launch.command, *launch.environment.values(), launch.ready_url, url]
        return Place(free_port() if any("{port}" in text for text in texts) else None)

    def filled(self, text: str) -> str:
        """The text with the interpreter and the port filled in."""
        text = text.replace("{python}", sys.executable)
        return text if self.port is None else text.replace("{port}", str(self.port))


def objection_of(url: str, deadline: Deadline) -> str | None:
    """Why the agent is not ready, in words; None where it is.

    An address of HTTP must answer with a status below 400; any other must accept a connection.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    within_s = max(min(deadline.left, 2.0), 0.01)
    try:
        if not parts.scheme.startswith("http"):
            socket.create_connection((host, port), within_s).close()
            return None
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        with contextlib.closing(kind(host, port, timeout=within_s)) as connection:
            query = f"?{parts.query}" if parts.query else ""
            connection.request("GET", f"{parts.path or '/'}{query}")
            status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{host}:{port} said: {str(error) or type(error).__name__}"
    return None if status < _GOOD else f"{url} answered with HTTP {status}"


def free_port() -> int:
    """A port of the loopback at which nobody listens now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
