"""What one customer of a careless agent does, and what the others feel of it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import pytest
from websockets.exceptions import ConnectionClosedOK

from support.faults.crowding import Crowd
from support.faults.defects import Delivery

STARTED = '{"type": "agent_started", "run_id": "r 2", "parent_agent_id": null}'
COMPLETED = '{"type": "agent_completed", "run_id": "r 2", "parent_agent_id": null}'


class Line:
    """One side of a line; `gone` lines cannot be used any more."""

    def __init__(self, *, gone: bool = False) -> None:
        self.sent: list[Any] = []
        self.closed: list[int] = []
        self._gone = gone

    async def close(self, code: int, _reason: str) -> None:
        if self._gone:
            raise ConnectionClosedOK(None, None)
        self.closed.append(code)

    async def send(self, text: str) -> None:
        self.sent.append(msgspec.json.decode(text))


def _crowd(*, gone: bool = False) -> tuple[Crowd, dict[int, tuple[Line, Line]]]:
    lines = {number: (Line(gone=gone), Line()) for number in (1, 2, 3)}
    crowd: Any = Crowd()
    crowd.lines.update(lines)
    return crowd, lines


def test_a_service_that_stops_closes_on_all_but_the_one_who_did_it() -> None:
    crowd, lines = _crowd()
    asyncio.run(crowd.feel("close", 1, 0))
    assert {number: customer.closed for number, (customer, _) in lines.items()} == {
        1: [], 2: [1011], 3: [1011],
    }  # fmt: skip
    gone, _ = _crowd(gone=True)
    asyncio.run(gone.feel("close", 1, 0))  # whoever has gone already feels nothing


def test_only_the_runs_of_others_are_cancelled() -> None:
    crowd, lines = _crowd()
    asyncio.run(crowd.felt(1, Delivery(STARTED.replace("r 2", "r 1"))))
    asyncio.run(crowd.felt(2, Delivery(STARTED)))
    asyncio.run(crowd.feel("cancel", 1, 0))
    assert [agent.sent for _, agent in lines.values()] == [
        [], [{"type": "cancel", "run_id": "r 2"}], [],
    ]  # fmt: skip


def test_a_door_stays_shut_for_so_long() -> None:
    crowd, _ = _crowd()
    before = time.monotonic()
    asyncio.run(crowd.feel("shut", 1, 60))
    assert before + 60 <= crowd.shut_until <= time.monotonic() + 60


def test_the_others_are_held_up_and_not_the_one_who_did_it(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd, _ = _crowd()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def act() -> None:
        await crowd.feel("stall", 1, 1000)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        await crowd.felt(1, Delivery("no message"))
        await crowd.felt(2, Delivery("no message"))

    asyncio.run(act())
    assert slept[0] == 0
    assert 0 < slept[1] <= 1000


@pytest.mark.parametrize("leaves", [False, True])
def test_one_counter_serves_one_run_after_another(leaves: bool) -> None:
    crowd, _ = _crowd()

    async def act() -> list[str]:
        told: list[str] = []

        async def second() -> None:
            await crowd.felt(2, Delivery(STARTED, queued=True))
            told.append("the second is served")

        await crowd.felt(1, Delivery(STARTED.replace("r 2", "r 1"), queued=True))
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.01)
        told.append("the first is done")
        if leaves:
            crowd.gone(1)
        else:
            await crowd.felt(1, Delivery(COMPLETED.replace("r 2", "r 1")))
        await waiting
        return told

    assert asyncio.run(act()) == ["the first is done", "the second is served"]
    assert (1 in crowd.lines) is not leaves
