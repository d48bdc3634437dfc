"""The agent's memory, read while customers are connected; never the harness's own.

An agent that the suite launched is read from its process tree: what the processes would free if
they went away now (USS), without the pages of program files. Those count as a process's own only
until somebody else runs the same program, which moves the USS of a Python agent by tens of MB while
nothing happens to it. Memory that processes share counts too, a part for each of them (PSS). Where
the system does not tell them apart it is the USS, where it does not tell that either the resident
memory. Of any other agent it is `process_resident_memory_bytes`, from
the address of metrics in its profile. 1 MB is a million bytes.
"""

from __future__ import annotations

import queue
import threading
import time
import urllib.request
from http.client import HTTPException
from typing import Any, Protocol

import psutil
from prometheus_client.parser import text_string_to_metric_families

from support.agents.agent import AgentUnderTest
from support.recording import Frame
from support.redaction import shown

METRIC = "process_resident_memory_bytes"
_SCRAPE_S = 2.0
_MOST_BYTES = 4 * 2**20

_SHARED = ("/dev/shm/", "/dev/zero", "/memfd:", "/SYSV")  # noqa: S108 - names of mappings, not files
"""What mappings are called whose pages are memory, though they look like a file's."""


class UnreadableError(Exception):
    """Memory could not be read; the message says why, in a sentence."""


class Source(Protocol):
    """Where an agent's memory is read; `words` says what is read, for people."""

    words: str
    interval_s: float

    def read(self) -> int:
        """Bytes at this moment; raises `UnreadableError`."""


class ProcessTree:
    """An agent on this host: its process and all that these started."""

    interval_s = 0.1

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.words = "USS of the agent's processes without program files"

    def read(self) -> int:
        """The sum over the tree, without what ends meanwhile."""
        try:
            root = psutil.Process(self._pid)
            family = [root, *root.children(recursive=True)]
            own = self._bytes_of(root)
        except psutil.Error as error:
            raise UnreadableError(f"the agent's process cannot be read: {error}") from error
        return own + sum(map(self._bytes_of_child, family[1:]))

    def _bytes_of_child(self, process: psutil.Process) -> int:
        try:
            return self._bytes_of(process)
        except psutil.NoSuchProcess:
            return 0
        except psutil.Error as error:
            raise UnreadableError(f"a process of the agent cannot be read: {error}") from error

    def _bytes_of(self, process: psutil.Process) -> int:
        try:
            return sum(map(_own_bytes, process.memory_maps()))
        except (psutil.AccessDenied, AttributeError):
            self.words = "USS of the agent's processes"
        try:
            return int(process.memory_full_info().uss)
        except (psutil.AccessDenied, AttributeError):
            self.words = "resident memory of the agent's processes (USS cannot be read here)"
        return int(process.memory_info().rss)


def _own_bytes(part: Any) -> int:
    """What one mapping takes: not the pages of a file, but those that only look like one."""
    return int(part.pss if part.path.startswith(_SHARED) else part.anonymous)


class Metrics:
    """An agent elsewhere that exports its memory in the text format of Prometheus."""

    interval_s = 0.25

    def __init__(self, url: str) -> None:
        self._url = url
        # No proxy: as for the conversations, the way to the agent is the direct one.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            self.words = f"{METRIC} from {shown(url)}"
        except ValueError as error:
            raise UnreadableError(f"`url` under [memory] has no valid address: {error}") from error

    def read(self) -> int:
        """The metric, summed over its processes."""
        where = f"the agent's metrics at {shown(self._url)}"
        try:
            families = list(text_string_to_metric_families(self._text(where)))
        except (ValueError, KeyError, IndexError) as error:
            raise UnreadableError(f"{where} are not in the text format: {_line(error)}") from error
        values = [s.value for each in families for s in each.samples if s.name == METRIC]
        if not values:
            raise UnreadableError(f"{where} hold no {METRIC}")
        total = sum(values)
        if not 0 < total < float("inf"):
            raise UnreadableError(f"{where} say {METRIC} is {total:g}, which no memory is")
        return int(total)

    def _text(self, where: str) -> str:
        """What stands there; the reading is given up after a while, however it dawdles."""
        come: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

        def fetch() -> None:
            # The opener's own limit is one for each piece, however many there are.
            try:
                with self._opener.open(self._url, timeout=_SCRAPE_S) as answer:
                    come.put(answer.read(_MOST_BYTES))
            except (OSError, HTTPException, ValueError) as error:
                come.put(error)

        threading.Thread(target=fetch, daemon=True).start()
        try:
            found = come.get(timeout=_SCRAPE_S)
        except queue.Empty:
            raise UnreadableError(f"{where} did not come within {_SCRAPE_S:g} s") from None
        if isinstance(found, Exception):
            raise UnreadableError(f"{where} cannot be read: {_line(found)}") from found
        return found.decode("utf-8", "replace")


def _line(error: Exception) -> str:
    """An error in one line."""
    return " ".join(str(error).split()) or type(error).__name__


def source_of(agent: AgentUnderTest) -> Source:
    """Where this agent's memory can be read; raises `UnreadableError` where nowhere."""
    if agent.profile.memory.url:
        return Metrics(agent.profile.memory.url)
    if agent.process is not None:
        return ProcessTree(agent.process.pid)
    raise UnreadableError(
        "nobody says where the agent's memory can be read: give `url` under [memory] in its "
        "profile, or set memory = false under [can]"
    )


class MemoryProbe:
    """Reads a source again and again, in a thread of its own, for the length of a block.

    `frames` are lines `memory` of a recording, with `bytes`; `problem` says why reading ended
    early, where it did.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.frames: list[Frame] = []
        self.problem = ""

    def __enter__(self) -> MemoryProbe:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(_SCRAPE_S + 1)

    def _run(self) -> None:
        try:
            while True:
                read = self._source.read()
                self.frames.append(Frame(time.monotonic(), "memory", fields={"bytes": read}))
                if self._over.wait(self._source.interval_s):
                    return
        except UnreadableError as error:
            self.problem = str(error)
