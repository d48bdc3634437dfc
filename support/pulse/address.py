"""Where the live view is shown: what `-D live=…` may say, and who may look there."""

from __future__ import annotations

import ipaddress
import re
import secrets
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from support.verdict import HarnessError

HOME = "127.0.0.1"
USUAL_PORT = 8765
_NEXT = 20
"""Ports from the usual one on that are tried before the system chooses any."""

_FORM = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):)?(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Where:
    """A place for the view; `port` is None where any free one will do.

    `stays` keeps the page until the process ends, also after the run.
    """

    host: str = HOME
    port: int | None = None
    stays: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it; everybody else needs the token."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def ports(self) -> Iterable[int]:
        """The ports to try, in order; 0 is the system's choice."""
        if self.port is not None:
            return (self.port,)
        return (*range(USUAL_PORT, USUAL_PORT + _NEXT), 0)

    def url(self, port: int) -> str:
        """What a person puts into a browser."""
        if self.is_loopback:
            return f"http://{_bracketed(self.host)}:{port}/"
        host = self.host
        with suppress(ValueError):
            if ipaddress.ip_address(host).is_unspecified:
                host = socket.gethostname()
        return f"http://{_bracketed(host)}:{port}/?token={self.token}"

    def hosts(self, port: int) -> frozenset[str]:
        """What browsers may call this place: a name that leads here by a trick is none of them."""
        names = {self.host, HOME, "localhost", "::1"}
        return frozenset(f"{_bracketed(name)}:{port}".lower() for name in names)


def parse(text: str) -> Where | None:
    """The place that a setting names; None for `off`.

    Raises `HarnessError` in one sentence where it names none.
    """
    if text in ("", "off"):
        return None
    if text in ("on", "stay"):
        return Where(stays=text == "stay")
    found = _FORM.fullmatch(text)
    if found is None or not 1 <= int(found["port"]) <= 65535:
        raise HarnessError(
            f"-D live={text} says nowhere to show the live view; expected on, off, a port (8765) "
            "or an address and a port (0.0.0.0:8765)"
        )
    return Where((found["host"] or HOME).strip("[]"), int(found["port"]))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
