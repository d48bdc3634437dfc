"""What one worker does: its share of the customers at the same time, on one loop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from support.assignment import Assignment
from support.benchmarks.isolation import House, telling
from support.fleet.tally import Tally
from support.journal import Room
from support.lag import LagProbe, clock_frame
from support.meeting import Meeting
from support.reading import read
from support.recording import Frame, Recording
from support.session import Session
from support.verdict import HarnessError

Shard = list[tuple[Frame, ...]]
Report = Callable[[int], None]
"""Is told how many customers of the shard have been served so far."""

ROOM = 2**30
"""Bytes of messages that one worker records at most; whoever needs it has it, until it is full."""

_BESIDE = 64
"""Files that a worker has open beside its connections."""


def act_out(assignments: Sequence[Assignment]) -> Shard:
    """Runs these customers at the same time, in this process; their frames, in the same order."""
    return asyncio.run(_act_out(assignments))


async def _act_out(assignments: Sequence[Assignment]) -> Shard:
    make_room(len(assignments))
    probe = LagProbe()
    async with _probing(probe):
        room = Room(ROOM)
        sessions = [Session(assignment, probe, room) for assignment in assignments]
        return [tuple(frames) for frames in await asyncio.gather(*(s.run() for s in sessions))]


def survey(
    assignments: Sequence[Assignment],
    house: Sequence[Mapping[str, str]],
    report: Report = lambda _served: None,
) -> Tally:
    """Runs these customers at the same time and judges them here; what comes back stays small.

    `house` is what belongs to each customer of all shards (see `belongings_of`): everything that
    any of these receives is searched for all of it. They meet before the first of them asks.
    """
    make_room(len(assignments))
    with _no_collection():
        sessions, probe, clocks = asyncio.run(_survey(assignments, report))
        search, lag, tally = House(house), probe.lag, Tally()
        for assignment, session in zip(assignments, sessions, strict=True):
            recording = Recording(about(assignment), tuple(session.frames))
            talk = replace(read(recording, session.heard), lag=lag)
            if not tally.take(talk, search.seen_of_others(talk)) or not tally.kept:
                tally.keep(recording, [*clocks, *probe.frames(recording.frames[0].t)])
            session.forget()
    return tally


async def _survey(
    assignments: Sequence[Assignment], report: Report
) -> tuple[list[Session], LagProbe, list[Frame]]:
    probe, room = LagProbe(), Room(ROOM)
    meeting, served = Meeting(len(assignments)), 0

    async def serve(session: Session) -> None:
        nonlocal served
        await session.act(meeting)
        served += 1
        report(served)

    clocks = [clock_frame()]
    async with _probing(probe):
        sessions = [Session(assignment, probe, room) for assignment in assignments]
        await asyncio.gather(*map(serve, sessions))
    return sessions, probe, [*clocks, clock_frame()]


@contextlib.asynccontextmanager
async def _probing(probe: LagProbe) -> AsyncIterator[None]:
    task = asyncio.create_task(probe.run())
    try:
        yield
    finally:
        task.cancel()


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """A collection would stop the loop while it walks through all that was recorded so far."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def make_room(connections: int) -> None:
    """Sees to it that this process may open so many connections; raises `HarnessError` if not."""
    needed = connections + _BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        if hard != resource.RLIM_INFINITY and hard < needed:
            raise HarnessError(
                f"this machine lets a process open {hard} files, and {connections} customers at "
                f"once need {needed}; raise its limit (ulimit -Hn), or use more workers"
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def about(assignment: Assignment) -> dict[str, object]:
    """The facts of a recording of this assignment."""
    customer, mapping = assignment.customer, assignment.mapping
    return {
        # A mapping is part of the proof: the recording reads the same whatever becomes of the file.
        **({"mapping": msgspec.to_builtins(mapping)} if mapping else {}),
        "customer": customer.name,
        "user": assignment.user_id,
        "canary": customer.canary,
        "protocol": assignment.protocol,
        "hurried": assignment.hurried,
    }


def belongings_of(assignment: Assignment) -> dict[str, str]:
    """What will be this customer's own, with what to call it."""
    customer = assignment.customer
    things = {
        customer.canary: f"the secret of {customer.name}",
        telling(assignment.user_id or ""): f"the user id of {customer.name}",
    }
    for question in customer.questions:
        things[question.run_id] = f"the run id of {customer.name}"
        things[question.thread_id] = f"the thread of {customer.name}"
    return {thing: what for thing, what in things.items() if thing}
