"""Where shards are worked on: one worker process each, on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from ctypes import c_ulong
from multiprocessing.connection import wait
from typing import Protocol, TypeVar

from support.assignment import Assignment
from support.fleet import shard
from support.fleet.shard import Shard
from support.fleet.tally import Tally
from support.pulse import counters
from support.pulse.histogram import Cells

T = TypeVar("T")
Things = Sequence[dict[str, str]]


class Station(Protocol):
    """A place for one shard at a time, behind the interface of `concurrent.futures`."""

    name: str
    pulse: Cells | None
    """How it goes with its customers, where it can be read as they are served."""

    region: str
    """Where it stands, by the name of a region; empty where it does not say."""

    def act_out(self, assignments: Sequence[Assignment]) -> Future[Shard]:
        """Acts customers out; their frames."""

    def survey(self, assignments: Sequence[Assignment], house: Things) -> Future[Tally]:
        """Acts customers out and judges them there."""

    def lost(self) -> str | None:
        """What became of the worker, in words; None while it is there."""

    def served(self) -> int:
        """How many customers of the latest survey have been served so far."""

    def close(self) -> None:
        """Ends the worker, whatever it is doing."""


class Process:
    """A worker process of our own; one that died is replaced by the next one to be asked."""

    name = "a worker process of the suite"
    region = ""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._served = self._context.RawValue(c_ulong, 0)
        self._cells = counters.shared()
        self.pulse: Cells | None = self._cells
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            1,
            mp_context=self._context,
            initializer=_settle_in,
            initargs=(self._served, self._cells),
        )
        pool.submit(os.getpid)  # the process starts now, beside the agent
        return pool

    def act_out(self, assignments: Sequence[Assignment]) -> Future[Shard]:
        """Acts customers out; their frames."""
        return self._submit(shard.act_out, assignments)

    def survey(self, assignments: Sequence[Assignment], house: Things) -> Future[Tally]:
        """Acts customers out and judges them there."""
        self._served.value = 0
        return self._submit(_survey, assignments, house)

    def _submit(self, work: Callable[..., T], *given: object) -> Future[T]:
        try:
            if not self.lost():
                return self._pool.submit(work, *given)
        except BrokenProcessPool:  # dead, and nobody has fetched its remains yet
            pass
        self.close()  # lost in an earlier mission, which has said so
        self._pool = self._start()
        return self._pool.submit(work, *given)

    def lost(self) -> str | None:
        """What became of the process; a future of its says so itself, too."""
        processes = self._processes()
        return None if processes and all(each.is_alive() for each in processes) else "died"

    def served(self) -> int:
        """How many customers of the latest survey have been served so far."""
        return int(self._served.value)

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        processes = self._processes()
        for process in processes:
            process.terminate()
        # Waited for, so that the pool's own thread is gone before the interpreter goes.
        self._pool.shutdown(wait=True, cancel_futures=True)
        for process in processes:
            if process.is_alive():
                process.kill()

    def _processes(self) -> list[multiprocessing.process.BaseProcess]:
        # Python 3.14 has `kill_workers`; before, the pool shows its processes only here.
        return list((self._pool._processes or {}).values())


_counter: list[object] = []


def _survey(assignments: Sequence[Assignment], house: Things) -> Tally:
    return shard.survey(assignments, house, _report)


def _report(served: int) -> None:
    for counter in _counter:
        counter.value = served  # type: ignore[attr-defined]


def _settle_in(served: object, cells: Cells) -> None:
    """Ctrl-C is the parent's business; and no worker outlives its parent, however that ended."""
    _counter.append(served)
    counters.settle_in(cells)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def follow() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
