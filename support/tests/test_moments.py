"""Moments for which a customer can wait: each comes when it comes, and not before."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from scoring.events import Kind
from scoring.tests.logs import healthy, log
from support import customers
from support.behaviour import Cancel, Moment, Question, WaitFor, asks
from support.benchmarks.trouble import check_something_was_at_stake
from support.protocols import MappingAdapter, Speaker
from support.protocols.tests.talking import mapping
from support.protocols.tests.talking import talk as by_mapping
from support.reading import Conversation, Told
from support.recording import Frame, Recording
from support.tests.scripted_agent import GREETING, Telling, heard, tell
from support.tests.test_session import talk
from support.verdict import NotMeasured

TEAM = {"agent_id": "a2", "agent_name": "Analyst", "parent_agent_id": "a1"}
CALL = {"tool_call_id": "t1", "tool_name": "spend"}
STORY: tuple[tuple[str, dict[str, str]], ...] = (
    ("agent_started", {}),
    ("agent_thinking", {"thought": "let me see"}),
    ("agent_started", TEAM),
    ("tool_executing", TEAM | CALL),
    ("stream_chunk", {"content": "Save $5."}),
)


OWN_NAMES = """
[[ask]]
send = { ask = "${question}" }
[[cancel]]
send = { stop = "${server_run}" }
[fields]
run = "id"
[[rule]]
when = { k = "begun" }
keep = { last_id = "id" }
emit = "run_started"
[[rule]]
when = { k = "stopped" }
emit = "run_cancelled"
"""
PAUSE = 0.1
"""Seconds between events: far more than a cancel takes on loopback."""


async def obedient(line: ServerConnection) -> None:
    """Tells its story slowly, and ends when it is cancelled."""
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    cancel = asyncio.ensure_future(heard(line))
    for kind, fields in STORY:
        await asyncio.wait([cancel], timeout=PAUSE)
        if cancel.done():
            break
        await run.event(kind, **fields)
    await cancel
    await run.event("run_cancelled", reason="asked to")
    await line.wait_closed()


@pytest.mark.parametrize(
    ("moment", "events"),
    [
        (Moment.SENT, 0),
        (Moment.SIGN, 1),
        (Moment.HELPER, 3),
        (Moment.TOOL, 4),
        (Moment.PIECE, 5),
    ],
)
def test_who_waits_for_a_moment_has_seen_just_so_much(moment: Moment, events: int) -> None:
    question = Question("q")
    cancelled = (WaitFor(moment, question), Cancel(question))
    run = talk(obedient, customers.one(*asks(question, *cancelled))).run_of(question)
    assert run.cancelled_at is not None
    assert [event.at <= run.cancelled_at for event in run.events] == [True] * events + [False]


def test_a_run_is_cancelled_at_once_only_when_the_agent_has_said_what_that_takes() -> None:
    async def names_its_runs(line: ServerConnection) -> None:
        await heard(line)
        await asyncio.sleep(PAUSE)
        await tell(line, k="begun", id="s1")
        assert await heard(line) == {"stop": "s1"}
        await tell(line, k="stopped", id="s1")
        await line.wait_closed()

    question = Question("how?", "r1", "t1")
    cancelled = (WaitFor(Moment.SENT, question), Cancel(question))
    told = by_mapping(names_its_runs, OWN_NAMES, *asks(question, *cancelled))
    run = told.run_of(question)
    assert not told.troubles
    assert run.ending is not None
    assert run.ending.kind is Kind.RUN_CANCELLED


def test_what_a_customer_names_can_be_cancelled_at_once() -> None:
    for named, known in (("server_run", False), ("run_id", True), ("last_id", False)):
        made = MappingAdapter(mapping(OWN_NAMES.replace("server_run", named)), Speaker())
        made.connected(0.0)
        for data in made.ask(Question("how?", "r1", "t1")):
            made.sent(data)
        assert made.can_name("r1") is known
        made.receive(1.0, 1, '{"k": "begun", "id": "s1"}')
        assert made.can_name("r1")


def test_who_cancels_as_the_line_breaks_says_so_again_when_back() -> None:
    said: list[str] = []
    asked: dict[str, Any] = {}

    async def deaf_at_first(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        if not asked:
            asked.update(await heard(line))
            await Telling(line, asked).event("tool_executing", **CALL)
            await line.wait_closed()
            return
        said.extend([(await heard(line))["type"], (await heard(line))["type"]])
        run = Telling(line, asked)
        run.seq = 1
        await run.event("run_cancelled", reason="asked to")
        await line.wait_closed()

    question = Question("q")
    run = talk(deaf_at_first, customers.hasty(question, Moment.TOOL)).run_of(question)
    assert said == ["resume", "cancel"]
    assert [event.kind for event in run.events] == [Kind.TOOL_EXECUTING, Kind.RUN_CANCELLED]
    assert run.cancelled_at is not None
    assert run.cancelled_at < run.resumed_at[0]


SHORT: tuple[tuple[str, dict[str, str]], ...] = (
    ("agent_started", {}),
    ("agent_completed", {"final_response": "Save $5."}),
)
CUT_SHORT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("agent_started", {}),
    ("agent_error", {"code": "internal", "message": "no more", "recoverable": False}),
)
LONG = (*STORY[:4], *SHORT[1:])


@pytest.mark.parametrize(
    ("story", "at_stake"),
    [(SHORT, False), (CUT_SHORT, True), (LONG, True)],
    ids=["the work was done", "the work had failed", "the work goes on"],
)
def test_a_line_lost_after_the_work_was_done_says_nothing(
    story: tuple[tuple[str, dict[str, Any]], ...], at_stake: bool
) -> None:
    said: dict[str, Any] = {}
    left = list(story)

    async def agent(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        said.update({} if said else message)
        run = Telling(line, said)
        run.seq = len(story) - len(left)
        while left:
            kind, fields = left.pop(0)
            await run.event(kind, **fields)
            if kind == "tool_executing":
                break
        await line.wait_closed()

    lost = talk(agent, customers.unlucky(Question("q"), Moment.TOOL))
    told = [(lost, run) for run in lost.runs]
    if at_stake:
        check_something_was_at_stake(told)
    else:
        with pytest.raises(NotMeasured, match="the work was done before the line was lost"):
            check_something_was_at_stake(told)
    assert [event.kind.value for event in lost.runs[0].events] == [kind for kind, _ in story]
    check_something_was_at_stake([])


def test_one_time_out_of_several_at_which_something_was_at_stake_is_enough() -> None:
    def lost(end: float) -> Told:
        record = Recording({}, (Frame(0.0, "open"), Frame(2.0, "dropped")))
        run = log([replace(healthy()[-1], at=end)])
        return Conversation("customer 1", record, (run,), (), (), None), run

    with pytest.raises(NotMeasured):
        check_something_was_at_stake([lost(1.0), lost(2.0)])
    check_something_was_at_stake([lost(1.0), lost(2.5)])
