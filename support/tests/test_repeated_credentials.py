"""A recording says where an agent repeated the credentials that it was shown, and only there."""

from __future__ import annotations

import asyncio
import base64

from websockets.asyncio.server import ServerConnection

from support import customers
from support.assignment import Assignment, Patience
from support.behaviour import Question, asks
from support.lag import LagProbe
from support.recording import RECV, REPEATS, Frame
from support.redaction import MARK
from support.session import Session
from support.tests.scripted_agent import GREETING, Telling, agent, heard, tell, whole_run
from support.wire import Address

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"


def received(thought: str) -> list[Frame]:
    async def telling(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await run.event("agent_thinking", thought=thought)
        await whole_run(run)

    async def talked() -> list[Frame]:
        async with agent(telling) as url:
            address = Address(url, {"Authorization": f"Bearer {TOKEN}"}, secrets=(TOKEN,))
            customer = customers.one(*asks(Question("who am I?")))
            assignment = Assignment(customer, address, patience=Patience(1, 1, 2))
            return await Session(assignment, LagProbe()).run()

    return [frame for frame in asyncio.run(talked()) if frame.dir == RECV]


def test_a_repeated_pass_is_marked_and_taken_out() -> None:
    for told in (TOKEN, base64.b64encode(f"..{TOKEN}.".encode()).decode()):
        marked = [frame for frame in received(f"you said {told}") if REPEATS in frame.fields]
        assert len(marked) == 1
        assert MARK in str(marked[0].data)
        assert told not in str(marked[0].data)


def test_a_mark_that_the_agent_made_up_is_no_repetition() -> None:
    frames = received(f"you said {MARK}")
    assert any(MARK in str(frame.data) for frame in frames)
    assert not any(REPEATS in frame.fields for frame in frames)
