"""Asking an agent for its time: pings on a real line, and what recordings say about clocks."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from websockets.asyncio.server import ServerConnection

from support.assignment import Assignment, Patience
from support.behaviour import CheckClock, Customer, Question, asks
from support.benchmarks.clock_offset import WallClock, offset_of
from support.lag import LagProbe, clock_frame
from support.reading import Conversation, read
from support.recording import SEND, Recording
from support.session import Session
from support.tests.scripted_agent import GREETING, Script, Telling, agent, tell, whole_run
from support.wire import Address

AHEAD = 1234.5


async def _answers_pings(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    async for text in line:
        said = json.loads(text)
        if said["type"] == "ping":
            await tell(line, type="pong", id=said["id"], timestamp=time.time() + AHEAD)
        else:
            await whole_run(Telling(line, said))


async def _knows_no_pings(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    async for text in line:
        said = json.loads(text)
        if said["type"] == "ping":
            await tell(line, type="error", code="unknown_type", message="what?")
        else:
            await whole_run(Telling(line, said))


async def _ignores_pings(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    async for text in line:
        said = json.loads(text)
        if said["type"] != "ping":
            await whole_run(Telling(line, said))


def talk(script: Script, looks: int = 4) -> Conversation:
    """A conversation with looks at the agent's clock before and after the question."""
    actions = (CheckClock(looks), *asks(Question("how?")), CheckClock(looks))

    async def held() -> list:  # type: ignore[type-arg]
        async with agent(script) as url:
            patience = Patience(opening_s=2, silence_s=2, answer_s=4)
            doing = Assignment(Customer("ann", actions), Address(url), patience=patience)
            return await asyncio.wait_for(Session(doing, LagProbe()).run(), 20)

    return read(Recording({"customer": "ann", "user": None}, tuple(asyncio.run(held()))))


def test_pings_and_their_answers_are_exchanges_that_tell_the_offset() -> None:
    told = talk(_answers_pings)
    assert len(told.exchanges) == 8
    assert all(asked <= answer.at for asked, answer in told.exchanges)
    assert told.runs[0].completed
    offset = offset_of(told)
    assert not offset.problem
    assert abs(offset.seconds - AHEAD) <= offset.uncertainty + 0.001
    assert offset.basis == "8 pings"


@pytest.mark.parametrize("script", [_knows_no_pings, _ignores_pings])
def test_an_agent_without_pings_is_neither_kept_nor_upset(script: Script) -> None:
    began = time.monotonic()
    told = talk(script)
    assert not told.exchanges
    assert told.runs[0].completed
    assert not told.troubles
    assert time.monotonic() - began < 10


def test_one_unanswered_ping_is_enough() -> None:
    told = talk(_ignores_pings)
    pings = [f for f in told.recording.frames if f.dir == SEND and '"ping"' in str(f.data)]
    assert len(pings) == 2


def test_every_recording_says_what_time_it_was() -> None:
    told = talk(_answers_pings, looks=1)
    looks = [frame for frame in told.recording.frames if frame.dir == "clock"]
    assert len(looks) == 2
    clock = WallClock(told.recording.frames)
    assert clock.known
    assert clock.doubt < 1.0
    now = clock_frame()
    assert clock.at(now.t) == pytest.approx(float(now.fields["unix"]), abs=1.0)
