"""A customer who perseveres: comes back with growing pauses, goes on, and gives up in time."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from websockets.asyncio.server import ServerConnection

from support.assignment import Assignment, Patience
from support.behaviour import Ask, Customer, Moment, Persevere, Question, WaitFor
from support.benchmarks import recovery, resumption
from support.fleet import act_out
from support.fleet.shard import about
from support.perseverance import FIRST_S, GROWTH, LONGEST_S, SPREAD, pauses
from support.reading import Conversation, read
from support.recording import Recording
from support.tests.scripted_agent import GREETING, Telling, agent, heard, tell
from support.wire import Address

Q = Question("q", "r1", "t1")
QUIET = 0.2


def persevering(url: str, *, silence_s: float = 5.0, **how: object) -> Assignment:
    on = replace(Persevere(Q, QUIET), **how)  # type: ignore[arg-type]
    asks = () if on.asks else (Ask(Q), WaitFor(Moment.TOOL, Q))
    customer = Customer("customer 1", (*asks, on))
    return Assignment(customer, Address(url), patience=Patience(5.0, silence_s, 20.0))


async def led(assignment: Assignment) -> Conversation:
    shard = await asyncio.to_thread(act_out, [assignment])
    return read(Recording(about(assignment), shard[0]))


class Memory:
    """An agent that remembers its run, and does to each connection what a test tells it."""

    def __init__(self, *manners: Callable[[ServerConnection, Telling], Awaitable[None]]) -> None:
        self._manners = iter(manners)
        self._run: Telling | None = None
        self.resumed: list[int] = []

    async def serve(self, line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        if message["type"] == "resume":
            self.resumed.append(message["last_seq"])
            assert self._run is not None
            run, self._run._line = self._run, line
            run.seq = message["last_seq"]
        else:
            run = self._run = Telling(line, message)
        await next(self._manners)(line, run)


async def begins(line: ServerConnection, run: Telling) -> None:
    await run.event("agent_started", query="q")
    await run.event("tool_executing", tool_call_id="t1", tool_name="x", arguments={})


async def ends(line: ServerConnection, run: Telling) -> None:
    if run.seq < 3:
        await run.event("tool_completed", tool_call_id="t1", tool_name="x", results={})
    await run.event("agent_completed", final_response="Save $5.", usage={})
    await line.wait_closed()


async def breaks(line: ServerConnection, run: Telling) -> None:
    await begins(line, run)
    line.transport.abort()


def test_pauses_grow_up_to_a_bound_and_differ_between_customers() -> None:
    first, other = (list(itertools.islice(pauses(seed), 12)) for seed in ("a", "b"))
    assert first == list(itertools.islice(pauses("a"), 12))
    assert first != other
    expected = [min(FIRST_S * GROWTH**n, LONGEST_S) for n in range(12)]
    for pause, middle in zip(first, expected, strict=True):
        assert middle * (1 - SPREAD) <= pause <= middle * (1 + SPREAD)


def test_a_broken_line_is_taken_up_where_it_was() -> None:
    async def play() -> tuple[Conversation, Memory]:
        memory = Memory(breaks, ends)
        async with agent(memory.serve) as url:
            return await led(persevering(url)), memory

    talk, memory = asyncio.run(play())
    assert memory.resumed == [2]
    assert talk.runs[0].completed
    assert resumption.delivered(talk, talk.runs[0]) == ([], [])
    assert not talk.troubles
    assert len(recovery.attempts(talk)) == 1


def test_a_gap_makes_the_app_ask_again_for_what_it_misses() -> None:
    async def skips(line: ServerConnection, run: Telling) -> None:
        await begins(line, run)
        run.seq += 1
        await run.event("agent_thinking", thought="who heard the third?")
        await line.wait_closed()

    async def play() -> tuple[Conversation, Memory]:
        memory = Memory(skips, ends)
        async with agent(memory.serve) as url:
            return await led(persevering(url)), memory

    talk, memory = asyncio.run(play())
    assert memory.resumed == [2]
    assert talk.runs[0].completed


def test_a_line_on_which_nobody_answers_is_given_up() -> None:
    async def freezes(line: ServerConnection, run: Telling) -> None:
        await begins(line, run)
        line.transport.pause_reading()  # nobody reads pings any more
        await asyncio.sleep(3)

    async def play() -> Conversation:
        memory = Memory(freezes, ends)
        async with agent(memory.serve) as url:
            return await led(persevering(url))

    talk = asyncio.run(play())
    assert talk.runs[0].completed
    dead = [frame for frame in talk.recording.frames if frame.fields.get("kind") == "dead"]
    assert len(dead) == 1


def test_a_silent_line_on_which_somebody_answers_is_kept() -> None:
    async def thinks(line: ServerConnection, run: Telling) -> None:
        await begins(line, run)
        await asyncio.sleep(4 * QUIET)
        await ends(line, run)

    async def play() -> Conversation:
        async with agent(Memory(thinks).serve) as url:
            return await led(persevering(url))

    talk = asyncio.run(play())
    assert talk.runs[0].completed
    assert recovery.attempts(talk) == []


def test_an_agent_that_forgot_the_run_is_asked_anew() -> None:
    async def forgets(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        if message["type"] == "resume":
            await tell(line, type="error", code="unknown_run", message="gone", run_id="r1")
            message = await heard(line)
            await ends(line, Telling(line, message))
        else:
            await breaks(line, Telling(line, message))

    async def play() -> Conversation:
        async with agent(forgets) as url:
            return await led(persevering(url, again=Question("q", "r2", "t2")))

    talk = asyncio.run(play())
    assert [run.run_id for run in talk.runs] == ["r1", "r2"]
    assert "gone" in (talk.runs[0].gave_up or "")
    assert talk.runs[1].completed


def test_who_wants_it_cancelled_says_so_on_each_line() -> None:
    said: list[str] = []

    async def listens(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        async for raw in line:
            message = json.loads(raw)
            said.append(message["type"])
            if message["type"] == "user_message":
                await begins(line, Telling(line, message))
            elif message["type"] == "cancel" and said.count("cancel") == 1:
                line.transport.abort()
            elif message["type"] == "cancel":
                fields = {"run_id": "r1", "thread_id": "t1", "seq": 3, "reason": "asked"}
                await tell(line, type="run_cancelled", **fields)

    async def play() -> Conversation:
        async with agent(listens) as url:
            return await led(persevering(url, cancels=True))

    talk = asyncio.run(play())
    assert said == ["user_message", "cancel", "resume", "cancel"]
    assert talk.runs[0].ending is not None


def test_a_question_is_put_on_a_new_line_where_the_old_is_gone() -> None:
    lines = itertools.count()

    async def serve(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        if next(lines) == 0:
            line.transport.abort()
            return
        await ends(line, Telling(line, await heard(line)))

    async def play() -> Conversation:
        async with agent(serve) as url:
            return await led(persevering(url, asks=True))

    assert asyncio.run(play()).runs[0].completed


@pytest.mark.parametrize("manner", [breaks, begins])
def test_who_gets_nowhere_gives_up_in_time(
    manner: Callable[[ServerConnection, Telling], Awaitable[None]],
) -> None:
    async def never_again(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        if message["type"] == "user_message":
            await manner(line, Telling(line, message))
        await line.wait_closed()

    async def play() -> Conversation:
        async with agent(never_again) as url:
            return await led(persevering(url, silence_s=1.0))

    talk = asyncio.run(play())
    assert [trouble.kind for trouble in talk.troubles] == ["patience"]
    assert talk.troubles[0].text == "the customer gave up after 1 s without progress"
    assert talk.runs[0].impatient
