"""The corpus played against the suite, several agents at a time, and what is left behind."""

from __future__ import annotations

import contextlib
import queue
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from support.config import Settings
from support.deadline import Deadline
from support.hostile.model import Behaviour
from support.hostile.server import Theatre
from support.hostile.trying import Tried, profile_of, try_out
from support.results import RunResults
from support.suite import RECORDINGS, Suite
from support.verdict import HarnessError

_SETTLED_S = 2.0
"""Seconds in which whatever a session held open must be given back."""

_OURS = re.compile(rf"{RECORDINGS}/hostile/[a-z0-9-]+/[a-z0-9-]+\.jsonl")
_STARTED_S = 30.0
_LOOK_S = 0.01
"""Seconds between two looks at a worker."""

_WORKER, _TRACKER = "spawn_main", "resource_tracker"
"""How the commands of workers can be told, and of Python's own helper of `multiprocessing`, which
ends with the interpreter."""

_HEALTHY = Behaviour(name="healthy", verdict="met", says="", play=["greet", "hear", "run"])

_opening = threading.Lock()


@dataclass(slots=True)
class Played:
    """What came of all: each verdict, and what was left behind, a sentence each."""

    tried: list[Tried] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    peak_mb: float = 0.0
    """The most memory that a worker of the suite had, in millions of bytes."""


def play(
    behaviours: Sequence[Behaviour],
    lanes: int = 2,
    within_s: float = float("inf"),
    say: Callable[[Tried], None] = lambda _tried: None,
) -> Played:
    """Plays these behaviours in their order; none is begun once `within_s` seconds are over.

    The current folder becomes a temporary one meanwhile: not for use beside other work.
    """
    played, until = Played(), time.monotonic() + within_s
    waiting: queue.SimpleQueue[Behaviour] = queue.SimpleQueue()
    for each in behaviours:
        waiting.put(each)
    with tempfile.TemporaryDirectory(prefix="golden-path-") as folder, contextlib.chdir(folder):
        before = _children()
        with Theatre() as theatre:
            some = min(lanes, len(behaviours))
            with ThreadPoolExecutor(some) as pool:
                acting = [
                    pool.submit(_lane, theatre, waiting, until, played, say) for _ in range(some)
                ]
            for lane in acting:
                lane.result()
        played.left_behind += [
            f"a process outlived the suite: {' '.join(each.cmdline())[:200]}"
            for each in _children() - before
            if _TRACKER not in " ".join(each.cmdline())
        ]
        played.left_behind += _strange_files(Path())
    return played


def _lane(
    theatre: Theatre,
    waiting: queue.SimpleQueue[Behaviour],
    until: float,
    played: Played,
    say: Callable[[Tried], None],
) -> None:
    nobody = profile_of(Behaviour(name="nobody", says="", nobody=True), "ws://127.0.0.1:1/ws")
    with contextlib.closing(Suite(Settings(nobody, "hostile", 1.0), RunResults({}, {}))) as suite:
        worker = _started(suite)
        with theatre.playing(_HEALTHY) as url:  # whatever is opened once for all is open then
            try_out(_HEALTHY, url, suite)
        while time.monotonic() < until:
            try:
                behaviour = waiting.get_nowait()
            except queue.Empty:
                return
            files = worker.num_fds() if worker.is_running() else 0
            with theatre.playing(behaviour) as url:
                tried = try_out(behaviour, url, suite)
            played.tried.append(tried)
            played.left_behind += _held(worker, files, behaviour.name)
            if worker.is_running():
                played.peak_mb = max(played.peak_mb, worker.memory_info().rss / 1e6)
            say(tried)


def _started(suite: Suite) -> psutil.Process:
    """The lane's worker process: the one child that starting the fleet adds."""
    with _opening:
        before, deadline = _children(), Deadline(_STARTED_S)
        suite.fleet.__enter__()
        while not deadline.passed:
            for each in _children() - before:
                with contextlib.suppress(psutil.Error):
                    if _WORKER in " ".join(each.cmdline()):
                        return each
            time.sleep(_LOOK_S)
    raise HarnessError(f"no worker process of the suite was there within {_STARTED_S:g} s")


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def _held(worker: psutil.Process, before: int, name: str) -> Iterator[str]:
    """Files and sockets that the worker keeps open after a session."""
    deadline = Deadline(_SETTLED_S)
    while worker.is_running() and (now := worker.num_fds()) > before:
        if deadline.passed:
            yield f"{name}: files or sockets that stay open: {now - before}"
            return
        time.sleep(_LOOK_S)
    if not worker.is_running():
        yield f"{name}: the suite's worker process is gone"


def _strange_files(folder: Path) -> list[str]:
    """What was written elsewhere than where recordings belong."""
    files = sorted(str(each) for each in folder.rglob("*") if not each.is_dir())
    return [f"a file nobody asked for: {name}" for name in files if not _OURS.fullmatch(name)]
