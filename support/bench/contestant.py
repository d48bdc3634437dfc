"""One reader of events: `python -m support.bench.contestant WHO URL USERS EVENTS HOW`.

Prints one JSON object: what it received, and the processor time that it took for that, imports left
out. `suite` stamps, records, checks the contract and searches for everybody's secrets; `bare` is a
`websockets` client that decodes each message and no more; `locust` is a user of Locust with
`websocket-client` who reports each message, as its users do.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from uuid import uuid4

import psutil

from support import customers
from support.assignment import Assignment, Patience
from support.behaviour import Customer, Question, asks
from support.fleet import shard
from support.fleet.stations import Things
from support.lag import LagProbe
from support.meeting import Meeting
from support.recording import SEND
from support.session import Session
from support.verdict import HarnessError
from support.wire import Address

PATIENCE = Patience(60, 120, 300)


def assignments(url: str, users: int, how: str) -> list[Assignment]:
    """So many customers with a secret each; `how` tells the agent how its events shall come."""
    crowd = []
    for customer in customers.crowd(users):
        question = Question(f"{how} {customer.canary}")
        asked = Customer(customer.name, asks(question), customer.canary)
        crowd.append(Assignment(asked, Address(url), question.run_id[:12], patience=PATIENCE))
    return crowd


def house_of(crowd: list[Assignment]) -> Things:
    """What belongs to whom, as every shard gets it."""
    return [shard.belongings_of(assignment) for assignment in crowd]


def suite(url: str, users: int, events: int, how: str) -> dict[str, float]:
    """The suite's own way, from the first connection to the last verdict."""
    crowd = assignments(url, users, how)
    began, clock = time.process_time(), time.monotonic()
    tally = shard.survey(crowd, house_of(crowd))
    took, wall = time.process_time() - began, time.monotonic() - clock
    faults = sum(count.value + count.failed + count.unknown for count in tally.counts.values())
    lost = users * events - tally.events
    return {"events": tally.events, "cpu_s": took, "wall_s": wall, "faults": faults, "lost": lost}


def bare(url: str, users: int, events: int, how: str) -> dict[str, float]:
    """A `websockets` client."""
    from websockets.asyncio.client import connect  # noqa: PLC0415 - each its own imports

    async def read() -> int:
        async with connect(url, ping_interval=None, proxy=None, open_timeout=60) as line:
            await line.recv()
            await line.send(_question(how))
            for _ in range(events):
                json.loads(await line.recv())
        return events

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(read() for _ in range(users)))

    began = time.process_time()
    received = asyncio.run(all_of_them())
    return {"events": sum(received), "cpu_s": time.process_time() - began}


def locust(url: str, users: int, events: int, how: str) -> dict[str, float]:
    """Users of Locust, all started at once."""
    import gevent  # noqa: PLC0415 - importing Locust changes how the whole process waits
    import websocket  # noqa: PLC0415
    from locust import User, task  # noqa: PLC0415
    from locust.env import Environment  # noqa: PLC0415

    received: list[int] = []

    class Reader(User):
        @task
        def read(self) -> None:
            line = websocket.create_connection(url)
            line.recv()
            line.send(_question(how))
            for _ in range(events):
                since = time.perf_counter()
                message = line.recv()
                json.loads(message)
                self.environment.events.request.fire(
                    request_type="WS",
                    name="event",
                    response_time=(time.perf_counter() - since) * 1000,
                    response_length=len(message),
                    exception=None,
                    context={},
                )
            line.close()
            received.append(events)
            gevent.sleep(3600)

    environment = Environment(user_classes=[Reader])
    runner = environment.create_local_runner()
    began = time.process_time()
    runner.start(users, spawn_rate=users)
    while len(received) < users:
        gevent.sleep(0.05)
    took = time.process_time() - began
    runner.quit()
    return {"events": sum(received), "cpu_s": took}


def idle(url: str, users: int, _events: int, how: str) -> dict[str, float]:
    """What sessions weigh that have asked and heard nothing yet but the greeting."""
    crowd = assignments(url, users, how)

    async def weigh() -> float:
        probe, meeting = LagProbe(), Meeting(users)
        gc.collect()
        before = psutil.Process().memory_full_info().uss
        sessions = [Session(assignment, probe) for assignment in crowd]
        tasks = [asyncio.create_task(session.act(meeting)) for session in sessions]
        async with asyncio.timeout(60):
            while not all(_asked(session) for session in sessions):
                await asyncio.sleep(0.1)  # a look now and then: nobody tells when all have asked
                if any(task.done() for task in tasks):
                    raise HarnessError("a session was over before all had asked")
        after = psutil.Process().memory_full_info().uss
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return (after - before) / users

    return {"bytes_per_session": asyncio.run(weigh())}


def _asked(session: Session) -> bool:
    return bool(session.frames) and session.frames[-1].dir == SEND


CONTESTANTS: dict[str, Callable[[str, int, int, str], dict[str, float]]] = {
    "suite": suite,
    "bare": bare,
    "locust": locust,
    "idle": idle,
}


def _question(how: str) -> str:
    payload = {"content": how, "run_id": f"run-{uuid4()}", "thread_id": f"thread-{uuid4()}"}
    return json.dumps({"type": "user_message", "payload": payload})


if __name__ == "__main__":
    _, who, where, how_many, each, mode = sys.argv
    shard.make_room(int(how_many))
    if hasattr(os, "sched_setaffinity"):  # one core: what the figures are per
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(CONTESTANTS[who](where, int(how_many), int(each), mode)))
