"""An agent that the suite launches: started, waited for, watched, and stopped with all its own."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import select
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue

from support.agents.profile import Launch
from support.agents.readiness import Place, objection_of
from support.deadline import Deadline
from support.evidence.clean import one_line
from support.redaction import Redaction
from support.verdict import HarnessError

_KEPT_LINES = 40
_LONGEST_LINE = 65_536
_MOST_WAITING = 1_000
_LOOK_S = 0.1
"""Seconds between two looks at an agent that is starting."""


class AgentProcess:
    """A running agent; `url` is where it can be reached: as it said itself, or as it was told."""

    def __init__(
        self,
        launch: Launch,
        environment: dict[str, str],
        secrets: Iterable[str] = (),
        url: str = "",
    ) -> None:
        place = Place.of(launch, url)
        command = [place.filled(part) for part in launch.command]
        own = {name: place.filled(value) for name, value in launch.environment.items()}
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment | own,
                cwd=launch.folder or None,
                bufsize=0,
                # A session of its own: Ctrl-C is the suite's, which then stops the whole group.
                start_new_session=True,
            )
        except OSError as error:
            raise HarnessError(f"the agent cannot be launched: {error}") from error
        self._launch = launch
        self._ready = False
        self._expected, self._confirmed = "", threading.Event()
        self._secrets = set(secrets)
        self._lines: Queue[str] = Queue(_MOST_WAITING)
        self._last: deque[str] = deque(maxlen=_KEPT_LINES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = place.filled(url)
        self._ready_url = place.filled(launch.ready_url)

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
        self._reader.join(within_s)  # its last words may still be on their way
        return f"the agent's process ended by itself with exit status {code}{self._last_words}"

    def conceal(self, secrets: Iterable[str]) -> None:
        """Nothing that is quoted from the agent from now on shows any of these."""
        self._secrets.update(secrets)

    def tell(self, line: str, answer: str, within_s: float = 5.0) -> None:
        """Writes a line to the agent's standard input and waits until it prints the answer.

        Raises `HarnessError` where it does not.
        """
        deadline = Deadline(within_s)
        self._expected, self._confirmed = answer, threading.Event()
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(f"{line}\n".encode())
        except OSError as error:
            raise HarnessError(f"the agent reads no commands any more: {error}") from error
        if not self._confirmed.wait(deadline.left):
            raise HarnessError(
                f"the agent did not confirm the command {line!r} within {within_s:g} s"
                f"{self._last_words}"
            )

    def await_ready(self) -> None:
        """Waits until the agent can be reached; raises `HarnessError` otherwise."""
        within_s = self._launch.within_s
        deadline, objection = Deadline(within_s), ""
        while not self._ready:
            ended = self.obituary()
            if ended and self._all_read():
                raise HarnessError(f"the agent did not start: {ended}")
            if deadline.passed:
                why = f": {objection}" if objection else ""
                raise HarnessError(
                    f"the agent was launched but not ready within {within_s:g} s{why}"
                    f"{self._last_words}"
                )
            if self._launch.ready:
                self._hear(min(deadline.left, _LOOK_S))
                continue
            told = objection_of(self._ready_url or self.url, deadline)
            if told is None and self.obituary(_LOOK_S) is None:
                self._ready = True
            objection = told or objection
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(min(deadline.left, _LOOK_S))

    def _hear(self, within_s: float) -> None:
        """Takes the next line that the agent prints, if one comes within the time."""
        with contextlib.suppress(Empty):
            line = self._lines.get(timeout=within_s)
            if found := re.search(self._launch.ready, line):
                self.url = self.url or found.groupdict().get("url") or ""
                self._ready = True

    def _all_read(self) -> bool:
        return not self._launch.ready or (self._lines.empty() and not self._reader.is_alive())

    def stop(self) -> None:
        """Asks the agent to stop, then makes it, with every process that it started."""
        launch = self._launch
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._signal(signal.Signals[launch.stop])
        self._await_end(launch.stop_within_s)
        try:
            self._process.wait(0)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait(5)
        self._signal(signal.SIGKILL)  # whatever of the group is left
        self._reader.join(1)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()

    def _await_end(self, within_s: float) -> None:
        """Waits for the process's end without looking now and then, where the system can tell."""
        with contextlib.suppress(OSError, AttributeError):
            end, poll = os.pidfd_open(self._process.pid), select.poll()
            poll.register(end, select.POLLIN)
            try:
                poll.poll(within_s * 1000)
            finally:
                os.close(end)
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(within_s)

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
        if line == self._expected:
            self._confirmed.set()
        # Whoever talks faster than anybody listens has to wait, and fills no memory.
        while self._launch.ready and not self._ready:
            try:
                self._lines.put(line, timeout=_LOOK_S)
            except Full:
                if self._process.poll() is None:
                    continue
            return

    @property
    def _last_words(self) -> str:
        said = [line for line in self._last if line.strip()]
        if not said:
            return "; it printed nothing"
        words = one_line(Redaction(self._secrets).text(said[-1]), 300)
        return f"; the last it printed: {words}"


@contextlib.contextmanager
def launched(
    launch: Launch, environment: dict[str, str], secrets: Iterable[str] = (), url: str = ""
) -> Iterator[AgentProcess]:
    """A ready agent for the length of the block; nothing it prints shows any of the secrets.

    `url` is where the profile says that it will be.
    """
    process = AgentProcess(launch, environment, secrets, url)
    try:
        process.await_ready()
        yield process
    finally:
        process.stop()


def with_secrets(launch: Launch | None, environment: dict[str, str]) -> dict[str, str]:
    """The environment with a random value for each secret of the profile that is not set."""
    fresh = {name: secrets.token_hex(32) for name in (launch.secrets if launch else [])}
    return fresh | environment
