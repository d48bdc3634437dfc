"""An agent that the suite launches: started, waited for, watched, and stopped with all its own."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from queue import Empty, Queue

from support.agents.profile import Launch
from support.deadline import Deadline
from support.redaction import Redaction
from support.verdict import HarnessError

_KEPT_LINES = 40
_LONGEST_LINE = 65_536


class AgentProcess:
    """A running agent; `url` is where it said it can be reached."""

    def __init__(
        self, launch: Launch, environment: dict[str, str], secrets: Iterable[str] = ()
    ) -> None:
        command = [part.replace("{python}", sys.executable) for part in launch.command]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                bufsize=0,
                # A session of its own: Ctrl-C is the suite's, which then stops the whole group.
                start_new_session=True,
            )
        except OSError as error:
            raise HarnessError(f"the agent cannot be launched: {error}") from error
        self._ready = False
        self._secrets = set(secrets)
        self._lines: Queue[str] = Queue()
        self._last: deque[str] = deque(maxlen=_KEPT_LINES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = ""

    @property
    def pid(self) -> int:
        """The process id of the agent."""
        return self._process.pid

    def obituary(self, within_s: float = 0.0) -> str | None:
        """How the process ended by itself, in a sentence; None where it still runs after a while.

        A dying process closes its sockets a moment before it is gone.
        """
        try:
            code = self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None
        return f"the agent's process ended by itself with exit status {code}{self._last_words}"

    def conceal(self, secrets: Iterable[str]) -> None:
        """Nothing that is quoted from the agent from now on shows any of these."""
        self._secrets.update(secrets)

    def await_ready(self, launch: Launch) -> None:
        """Waits for the line that says where the agent is; raises `HarnessError` otherwise."""
        deadline = Deadline(launch.within_s)
        while True:
            try:
                line = self._lines.get(timeout=min(deadline.left, 0.1))
            except Empty:
                ended = self.obituary()
                if ended and self._lines.empty() and not self._reader.is_alive():
                    raise HarnessError(f"the agent did not start: {ended}") from None
                if deadline.passed:
                    raise HarnessError(
                        f"the agent was launched but not ready within {launch.within_s:g} s"
                        f"{self._last_words}"
                    ) from None
                continue
            if found := re.search(launch.ready, line):
                self.url = found.groupdict().get("url") or ""
                self._ready = True
                return

    def stop(self) -> None:
        """Asks the agent to stop, then makes it, with every process that it started."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait(5)
        self._signal(signal.SIGKILL)  # whatever of the group is left
        self._reader.join(1)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is None:
            return
        rest = b""
        while piece := stream.read(4096):
            *lines, rest = (rest + piece)[-_LONGEST_LINE:].split(b"\n")
            for raw in lines:
                self._note(raw.decode(errors="replace").rstrip())
        self._note(rest.decode(errors="replace").rstrip())

    def _note(self, line: str) -> None:
        self._last.append(line)
        if not self._ready:
            self._lines.put(line)

    @property
    def _last_words(self) -> str:
        said = [line for line in self._last if line.strip()]
        if not said:
            return "; it printed nothing"
        return f"; the last it printed: {Redaction(self._secrets).text(said[-1])[:300]}"


@contextlib.contextmanager
def launched(
    launch: Launch, environment: dict[str, str], secrets: Iterable[str] = ()
) -> Iterator[AgentProcess]:
    """A ready agent for the length of the block; nothing it prints shows any of the secrets."""
    process = AgentProcess(launch, environment, secrets)
    try:
        process.await_ready(launch)
        yield process
    finally:
        process.stop()


def with_secrets(launch: Launch | None, environment: dict[str, str]) -> dict[str, str]:
    """The environment with a random value for each secret of the profile that is not set."""
    fresh = {name: secrets.token_hex(32) for name in (launch.secrets if launch else [])}
    return fresh | environment
