"""Customers acted out in worker processes, so that nothing the suite does delays a stamp."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from types import TracebackType

from support.lag import LagProbe
from support.reading import Conversation, read
from support.recording import Frame, Recording
from support.session import Assignment, Session
from support.verdict import HarnessError

_GRACE = 15.0
"""Seconds a worker may take beyond its sessions' own bound before it counts as lost."""

Shard = list[tuple[Frame, ...]]


def act_out(assignments: Sequence[Assignment]) -> Shard:
    """Runs these customers at the same time, in this process; their frames, in the same order."""
    return asyncio.run(_act_out(assignments))


async def _act_out(assignments: Sequence[Assignment]) -> Shard:
    probe = LagProbe()
    probing = asyncio.create_task(probe.run())
    try:
        sessions = [Session(assignment, probe) for assignment in assignments]
        return [tuple(frames) for frames in await asyncio.gather(*(s.run() for s in sessions))]
    finally:
        probing.cancel()


class Mission:
    """Customers under way; `collect` waits for them."""

    def __init__(self, assignments: Sequence[Assignment], shards: list[Future[Shard]]) -> None:
        self._assignments = assignments
        self._shards = shards

    def collect(self) -> list[Conversation]:
        """The conversations in the order of the customers.

        Raises `HarnessError` where a worker was lost: its customers' results are not to be had.
        """
        bound = max(assignment.bound_s for assignment in self._assignments) + _GRACE
        try:
            frames = [part for shard in self._shards for part in shard.result(bound)]
        except BrokenProcessPool as error:
            raise HarnessError(
                "a worker process of the suite died while customers were at work; nothing can be "
                "said about the agent"
            ) from error
        except TimeoutError as error:
            raise HarnessError(
                f"a worker process of the suite did not come back within {bound:g} s"
            ) from error
        return [
            read(Recording(_about(assignment), part))
            for assignment, part in zip(self._assignments, frames, strict=True)
        ]


class Fleet:
    """A pool of worker processes, one shard of customers each; the smallest fleet is one worker."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Fleet:
        self._pool = self._start()
        return self

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_settle_in,
        )
        for _ in range(self._workers):
            pool.submit(os.getpid)  # the processes start now, beside the agent
        return pool

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for worker in multiprocessing.active_children():
            worker.terminate()
        # Waited for, so that the pool's own thread is gone before the interpreter goes.
        pool.shutdown(wait=True, cancel_futures=True)
        for worker in multiprocessing.active_children():
            worker.kill()

    def launch(self, assignments: Sequence[Assignment]) -> Mission:
        """Sends customers off; they are at work when this returns."""
        if self._pool is None:
            raise HarnessError("the fleet is closed")
        if not assignments:
            raise HarnessError("a fleet needs at least one customer")
        size = -(-len(assignments) // self._workers)
        shards = [assignments[start : start + size] for start in range(0, len(assignments), size)]
        try:
            futures = [self._pool.submit(act_out, shard) for shard in shards]
        except BrokenProcessPool:  # lost in an earlier mission, which has said so
            self.close()
            self._pool = self._start()
            futures = [self._pool.submit(act_out, shard) for shard in shards]
        return Mission(assignments, futures)

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        """Sends customers off and waits for all of them."""
        return self.launch(assignments).collect()


def _about(assignment: Assignment) -> dict[str, object]:
    customer = assignment.customer
    return {
        "customer": customer.name,
        "user": assignment.user_id,
        "canary": customer.canary,
        "protocol": assignment.protocol,
        "hurried": assignment.hurried,
    }


def _settle_in() -> None:
    """Ctrl-C is the parent's business; and no worker outlives its parent, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def follow() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
