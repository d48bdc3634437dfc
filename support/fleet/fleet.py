"""N customers in shards, one a worker, here or on a cluster; the same code at every size."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

from support.assignment import Assignment
from support.deadline import Deadline
from support.fleet import cluster
from support.fleet.progress import Progress
from support.fleet.shard import Shard, about, belongings_of
from support.fleet.stations import Process, Station
from support.fleet.tally import Tally
from support.pulse.counters import Pulse
from support.pulse.counters import read as read_pulse
from support.pulse.words import essentials
from support.reading import Conversation, read
from support.recording import Recording
from support.verdict import HarnessError

T = TypeVar("T")

_GRACE = 15.0
"""Seconds a worker may take beyond its sessions' own bound before it counts as lost."""

_JUDGING = 0.05
"""Seconds a customer that a worker may take to judge what it heard."""

_LOOK = 0.25
"""Seconds between two looks at how far the workers are."""

_CROWD = 500
"""Customers from which a further process pays, where there is a processor for it."""


@dataclass
class _Part(Generic[T]):
    """One shard under way."""

    station: Station
    size: int
    future: Future[T]
    loss: str | None = None


class Mission:
    """Customers under way; `collect` waits for them."""

    def __init__(self, assignments: Sequence[Assignment], parts: list[_Part[Shard]]) -> None:
        self._assignments = assignments
        self._parts = parts

    def collect(self) -> list[Conversation]:
        """The conversations in the order of the customers.

        Raises `HarnessError` where a worker was lost: its customers' results are not to be had.
        """
        _await(self._parts, _bound(self._assignments))
        lost = [part for part in self._parts if part.loss]
        if lost:
            size, whole = sum(part.size for part in lost), len(self._assignments)
            raise HarnessError(
                f"{lost[0].station.name} {lost[0].loss} while customers were at work; nothing can "
                f"be said about the agent ({size} of {whole} customers are lost)"
            )
        frames = [frames for part in self._parts for frames in part.future.result()]
        return [
            read(Recording(about(assignment), part))
            for assignment, part in zip(self._assignments, frames, strict=True)
        ]


class Fleet:
    """Workers, one shard of customers each; the smallest fleet is one worker process.

    With `address` ("tcp://…") the workers are those of a Dask cluster.
    """

    def __init__(self, workers: int = 1, address: str = "") -> None:
        if workers < 1:
            raise HarnessError(f"a fleet needs at least one worker, not {workers}")
        self._workers = workers
        self._address = address
        self._stations: list[Station] = []
        self._stack = contextlib.ExitStack()
        self._open = False

    def __enter__(self) -> Fleet:
        _raise_limit()
        self._open = True
        if self._address:
            client = self._stack.enter_context(cluster.connected(self._address))
            self._stations = list(cluster.stations(client))
            for station in self._stations:
                self._stack.callback(station.close)
        else:
            self._grow(self._workers)
        return self

    def _grow(self, workers: int) -> None:
        while len(self._stations) < workers:
            process = Process()
            self._stack.callback(process.close)
            self._stations.append(process)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        self._open, self._stations = False, []
        self._stack.close()

    @property
    def pulse(self) -> Pulse:
        """How it goes with the customers right now; those of a cluster are not seen."""
        return read_pulse(each.pulse for each in self._stations if each.pulse is not None)

    @property
    def is_cluster(self) -> bool:
        """Whether the workers may be elsewhere."""
        return bool(self._address)

    @property
    def regions(self) -> frozenset[str]:
        """Where workers say that they stand."""
        return frozenset(station.region for station in self._stations if station.region)

    def launch(self, assignments: Sequence[Assignment], region: str = "") -> Mission:
        """Sends customers off; they are at work when this returns.

        With a `region`, the workers that stand there act them out.
        """
        there = [each for each in self._stations if each.region == region] if region else None
        parts = self._send(assignments, lambda at, some: at.act_out(some), there)
        return Mission(assignments, parts)

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """Sends customers off and waits for all of them."""
        return self.launch(assignments).collect()

    def survey(self, assignments: Sequence[Assignment]) -> Tally:
        """Sends customers off, has them judged where they are, and merges what came of them.

        A worker that is lost takes its own customers with it: the tally says how many.
        """
        if not self._address:
            wanted = -(-len(assignments) // _CROWD)
            if self._open:
                self._grow(max(self._workers, min(wanted, os.cpu_count() or 1)))
        house = [belongings_of(assignment) for assignment in assignments]
        parts = self._send(assignments, lambda at, some: at.survey(some, house))
        _await(parts, _bound(assignments) + _JUDGING * len(assignments), Progress(len(assignments)))
        tally = Tally()
        for part in parts:
            if part.loss:
                tally.lost += part.size
                tally.losses.append(f"{part.station.name} {part.loss}")
            else:
                tally.merge(part.future.result())
        return tally

    def _send(
        self,
        assignments: Sequence[Assignment],
        work: Callable[[Station, Sequence[Assignment]], Future[T]],
        there: Sequence[Station] | None = None,
    ) -> list[_Part[T]]:
        if not self._open:
            raise HarnessError("the fleet is closed")
        if not assignments:
            raise HarnessError("a fleet needs at least one customer")
        stations = self._stations if there is None else there
        if not stations:
            raise HarnessError("there is no worker for these customers")
        size = -(-len(assignments) // len(stations))
        shards = [assignments[start : start + size] for start in range(0, len(assignments), size)]
        return [
            _Part(station, len(some), work(station, some))
            for station, some in zip(stations, shards, strict=False)
        ]


def _bound(assignments: Sequence[Assignment]) -> float:
    return max(assignment.bound_s for assignment in assignments) + _GRACE


def _await(parts: Sequence[_Part[T]], within_s: float, progress: Progress | None = None) -> None:
    """Waits for every shard, as long as its worker is there; what was lost is marked so."""
    deadline = Deadline(within_s)
    waiting, before = list(parts), _pulse_of(parts)
    looked = time.monotonic()
    while waiting:
        wait_for([part.future for part in waiting], timeout=_LOOK)
        if progress is not None:
            progress.show(
                sum(part.station.served() for part in parts),
                lambda: essentials(_pulse_of(parts), before),
            )
        look = time.monotonic() - looked >= 1
        for part in waiting:
            if part.future.done():
                part.loss = _loss(part)
            elif deadline.passed:
                part.loss = f"did not come back within {within_s:g} s"
            elif look:
                part.loss = part.station.lost()
        if look:
            looked = time.monotonic()
        for part in waiting:
            if part.loss and not part.future.done():
                part.future.cancel()
                part.station.close()
        waiting = [part for part in waiting if not part.future.done() and not part.loss]
    if progress is not None:
        progress.close()


def _pulse_of(parts: Sequence[_Part[T]]) -> Pulse:
    cells = (part.station.pulse for part in parts)
    return read_pulse(each for each in cells if each is not None)


def _loss(part: _Part[T]) -> str | None:
    """How a shard was lost, where it was; any other error is the suite's own and raised."""
    try:
        part.future.result()
    except BrokenProcessPool:
        return "died"
    except CancelledError:
        return "was lost"
    except Exception as error:
        if type(error).__name__ == "KilledWorker":
            return "died"
        raise
    return None


def _raise_limit() -> None:
    """Opens as many files as this process may: the agent that it launches inherits that."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # some systems take no limit so high
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
