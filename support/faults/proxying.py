"""The fault proxy as the suite uses it: started, given orders, and stopped."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from support.deadline import Deadline
from support.faults.message_faults import MessageFault
from support.faults.toxics import Toxic
from support.recording import Frame
from support.verdict import HarnessError

_PORTS = {"ws": 80, "wss": 443}
_START_S, _ANSWER_S, _STOP_S = 20.0, 5.0, 2.0
"""Seconds that the proxy may take to start, to answer an order, and to end."""


class FaultProxy:
    """A line to the agent at `url` that can be troubled; a context manager.

    `via` is where customers connect instead; what they show and expect stays the agent's own, so
    that TLS holds from end to end. Messages of an encrypted line cannot be told apart.
    """

    def __init__(self, url: str) -> None:
        self._place = place_of(url)
        self._plain = urlsplit(url).scheme == "ws"
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        self._rest = b""
        self._one_at_a_time = threading.Lock()
        self.via = ("127.0.0.1", 0)

    def __enter__(self) -> FaultProxy:
        host, port = self._place
        plain = ["--plain"] if self._plain else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.faults.proxy", host, str(port), *plain],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is the suite's, which then stops it
        )
        self.via = ("127.0.0.1", int(self._heard(_START_S)["port"]))
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is None or process.stdin is None or process.stdout is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_STOP_S)
        process.stdout.close()

    def lead_to(self, url: str) -> None:
        """From now on new connections go to the agent at this address."""
        host, port = place_of(url)
        self._order(do="lead", host=host, port=port)

    def begin(self, condition: Toxic | MessageFault) -> tuple[str, float]:
        """From now on this is wrong; its name, and since when on the monotonic clock.

        Raises `HarnessError` where it cannot be done on this line.
        """
        self._count += 1
        name = f"{type(condition).__name__} {self._count}"
        return name, float(self._order(do="add", name=name, toxic=condition)["at"])

    def end(self, name: str) -> tuple[float, int]:
        """This is not wrong any more: since when, and how often it has struck (see `Link`)."""
        answer = self._order(do="remove", name=name)
        return float(answer["at"]), int(answer["struck"])

    @contextlib.contextmanager
    def under(self, *conditions: Toxic | MessageFault) -> Iterator[None]:
        """All of this is wrong for the length of the block."""
        with contextlib.ExitStack() as undone:
            for condition in conditions:
                name, _ = self.begin(condition)
                undone.callback(self.end, name)
            yield

    def lag(self) -> list[Frame]:
        """How late the proxy itself was, as lines of a recording."""
        lines = self._order(do="lag")["frames"]
        return [Frame(line.pop("t"), line.pop("dir"), None, line) for line in lines]

    def _order(self, **order: Any) -> dict[str, Any]:
        with self._one_at_a_time:
            process = self._process
            if process is None or process.stdin is None:
                raise HarnessError("the fault proxy is not running")
            try:
                process.stdin.write(msgspec.json.encode(order) + b"\n")
            except OSError:
                raise self._gone() from None
            answer = self._heard(_ANSWER_S)
        if "error" in answer:
            raise HarnessError(f"the fault proxy cannot do that: {answer['error']}")
        return answer

    def _heard(self, within_s: float) -> dict[str, Any]:
        """The next answer; a proxy that gives none in time is ended, so that nobody waits on."""
        process, deadline = self._process, Deadline(within_s)
        if process is None or process.stdout is None:
            raise HarnessError("the fault proxy is not running")
        source, poll = process.stdout.fileno(), select.poll()
        poll.register(source, select.POLLIN)
        while b"\n" not in self._rest:
            if not poll.poll(deadline.left * 1000):
                process.kill()
                raise HarnessError(f"the fault proxy does not answer within {within_s:g} s")
            if not (piece := os.read(source, 65_536)):
                raise self._gone()
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        answer: dict[str, Any] = msgspec.json.decode(line)
        return answer

    def _gone(self) -> HarnessError:
        """How the proxy ended, in a sentence."""
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(_STOP_S) if self._process else None
        how = f"signal {signal.Signals(-code).name} ended it" if code and code < 0 else "it ended"
        return HarnessError(f"the fault proxy is gone: {how}, and the suite did not want that")


def place_of(url: str) -> tuple[str, int]:
    """The host and the port that an address of WebSocket names."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or _PORTS.get(parts.scheme, 80)
