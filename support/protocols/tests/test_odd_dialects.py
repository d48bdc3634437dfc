"""More servers of kinds that nobody foresaw: pieces by index, records, snapshots by key."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection

from scoring.events import Kind
from support.behaviour import Ask, Question, asks
from support.protocols.tests.talking import again, story, talk

ASK = """synthetic = ["run_started"]
ask = [{ send = { say = "${question}", run = "${run_id}" } }]
"""


def telling(*frames: Any) -> Any:
    """A server that answers the first message with these frames; objects are sent as JSON."""

    async def serve(line: ServerConnection) -> None:
        await line.recv()
        for frame in frames:
            plain = isinstance(frame, str | bytes)
            await line.send(frame if plain else json.dumps(frame))
        await line.recv()

    return serve


def arguments(events: Iterable[Any]) -> list[Any]:
    return [each.data["arguments"] for each in events if each.kind is Kind.TOOL_EXECUTING]


BLOCKS = (
    ASK
    + """
fields = { message = "index" }
rule = [
  { when = { t = "begin" }, emit = "tool_begun", call = "id", tool = "n" },
  { when = { t = "piece" }, emit = "tool_arguments", arguments = "p" },
  { when = { t = ["stop", "all"] }, emit = "tool_executing" },
  { when = { t = "result" }, emit = "tool_completed", call = "id", result = "r" },
  { when = { t = "end" }, emit = "run_completed", text = "'done'" },
]
"""
)


def test_pieces_of_parallel_calls_are_told_apart_by_an_index_that_is_used_again() -> None:
    def turn(number: int) -> list[Any]:
        begun = [{"t": "begin", "index": i, "id": f"c{number}{i}", "n": "sum"} for i in (1, 2)]
        pieces = [
            {"t": "piece", "index": i, "p": p} for p in ("[", f"{number}", "]") for i in (1, 2)
        ]
        stops = [{"t": "stop", "index": i} for i in (0, 1, 2)]
        results = [{"t": "result", "id": f"c{number}{i}", "r": i} for i in (1, 2)]
        return [{"t": "stop", "index": 0}, *begun, *pieces, *stops, *results]

    (run,) = talk(telling(*turn(1), *turn(2), {"t": "end"}), BLOCKS).runs
    assert arguments(run.events) == [[1], [1], [2], [2]]
    called = [each.call_id for each in run.events if each.kind is Kind.TOOL_EXECUTING]
    answered = [each.call_id for each in run.events if each.kind is Kind.TOOL_COMPLETED]
    assert called == answered == ["c11", "c12", "c21", "c22"]


def test_one_message_sets_all_announced_calls_to_work() -> None:
    begun = [{"t": "begin", "index": i, "id": f"c{i}", "n": f"tool{i}"} for i in (0, 1)]
    pieces = [{"t": "piece", "index": i, "p": f"{i}"} for i in (1, 0)]
    results = [{"t": "result", "id": "c1", "r": 5}, {"t": "end"}]
    (run,) = talk(telling(*begun, *pieces, {"t": "all"}, {"t": "all"}, *results), BLOCKS).runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing tool0",
        "tool_executing tool1",
        "tool_completed tool1",
        "agent_completed done",
    ]
    assert arguments(run.events) == [0, 1]


RECORDS = """
frames = { stream = "lines", line_end = "\\u001e", send = "lines > json" }
opening = [
  { send = { protocol = "json", version = 1 } },
  { expect = { type = { present = false } } },
]
ask = [{ send = { type = 4, target = "Ask", id = "${run_id}", arguments = ["${question}"] } }]
fields = { run = "id" }
rule = [
  { when = { type = 1, target = "Started" }, emit = "run_started" },
  { when = { type = 2 }, emit = "text_delta", text = "item" },
  { when = { type = 3, error = { present = true } }, emit = "run_failed", text = "error" },
  { when = { type = 3 }, emit = "run_completed" },
  { when = { type = 6 }, emit = "nothing" },
]
"""


async def hub(line: ServerConnection) -> None:
    assert await line.recv() == '{"protocol":"json","version":1}\x1e'
    await line.send("{}\x1e")
    asked = json.loads(str(await line.recv()).removesuffix("\x1e"))
    run = asked["id"]
    told = [
        {"type": 6},
        {"type": 1, "id": run, "target": "Started"},
        {"type": 2, "id": run, "item": "Save\u2028\n"},
        {"type": 2, "id": run, "item": asked["arguments"][0]},
        {"type": 3, "id": run, "error": "out of tokens"} if "fail" in asked["arguments"][0] else {},
        {"type": 3, "id": run, "result": None},
    ]
    text = "".join(json.dumps(each, ensure_ascii=False) + "\x1e" for each in told if each)
    await line.send(text[:60])
    await line.send(text[60:])
    await line.recv()


def test_records_with_an_end_of_their_own_cut_anywhere(tmp_path: Path) -> None:
    told = talk(hub, RECORDS)
    (run,) = told.runs
    assert story(run.events)[-1] == "agent_completed Save\u2028\nhow?"
    assert told.unmapped == 0
    assert again(told, tmp_path).runs == told.runs
    failed = talk(hub, RECORDS, question=Question("fail?", "r1", "t1")).runs[0]
    assert failed.ending is not None
    assert failed.ending.text == "out of tokens"


SNAPSHOTS = (
    ASK
    + """
[[rule]]
when = '"tool calls"'
each = 'items("tool calls")'
emit = "tool_executing"
call = "[0]"
tool = '[1]."fn.name"'
once = true
go_on = true
[[rule]]
when = '"tool calls"'
each = 'items("tool calls")[?[1].out]'
emit = "tool_completed"
call = "[0]"
result = "[1].out"
once = true
go_on = true
[[rule]]
when = { state = "idle" }
emit = "run_completed"
text = "last.text"
[[rule]]
when = "state"
emit = "nothing"
"""
)


def test_snapshots_that_hold_their_calls_by_key() -> None:
    one = {"fn.name": "spend"}
    two = one | {"out": "$5"}
    states = [
        {"state": "busy", "tool calls": {"a b": one}},
        {"state": "busy", "tool calls": {"a b": two, "c": one}},
        {"state": "busy", "tool calls": {"a b": two, "c": two}},
        {"state": "idle", "last": {"text": "$10"}},
    ]
    (run,) = talk(telling(*states), SNAPSHOTS).runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing spend",
        "tool_executing spend",
        "tool_completed spend",
        "tool_completed spend",
        "agent_completed $10",
    ]
    assert [each.call_id for each in run.events[1:5]] == ["a b", "c", "a b", "c"]


COUNTED = """
ask = [{ send = { say = "${question}", run = "${run_id}" } }]
fields = { run = "run" }
ids = { event = "n" }
rule = [
  { when = { n = 1 }, emit = "run_started" },
  { when = "text", emit = "text_delta", text = "text" },
  { when = "end", emit = "run_completed" },
]
"""


async def counting(line: ServerConnection) -> None:
    async for asked in line:
        run = json.loads(asked)["run"]
        for more in ({"n": 1}, {"n": 2, "text": "$5"}, {"n": 2, "text": "$5"}, {"n": 3, "end": 1}):
            await line.send(json.dumps({"run": run, **more}))


def test_ids_of_events_that_count_anew_in_each_run_are_no_repeats() -> None:
    actions = [*asks(Question("how?", "r1", "t1")), *asks(Question("why?", "r2", "t1"))]
    told = talk(counting, COUNTED, *actions)
    assert [run.answer for run in told.runs] == ["$5", "$5"]


ODD = (
    ASK
    + """
frames = { binary = "json" }
rule = [
  { when = { unreadable = { present = true } }, emit = "nothing" },
  { each = "call", emit = "tool_executing", call = "id", tool = "pairs(outer().about).name" },
  { each = "done", emit = "tool_completed", call = "id" },
  { when = "piece", emit = "text_delta", text = "piece.txt" },
  { when = "end", emit = "run_completed", text = "'$5'" },
]
"""
)


def test_what_is_named_unreadable_and_a_single_item_are_taken() -> None:
    call = {"call": {"id": 7}, "about": 'n=1 name="sum up"'}
    told = talk(telling(b"\x08\xff", "{", call, {"done": [{"id": 7}]}, {"end": 1}), ODD)
    assert told.unmapped == 0
    assert story(told.runs[0].events)[1:] == [
        "tool_executing sum up",
        "tool_completed sum up",
        "agent_completed $5",
    ]
    unnamed = talk(telling(b"\x08\xff", {"end": 1}), ODD.replace("unreadable", "unread"))
    assert unnamed.unmapped == 1


def test_a_rule_for_text_that_finds_none_leaves_the_message_unmapped_and_says_why() -> None:
    told = talk(telling({"piece": {"text": "$5"}}, {"piece": {"txt": ""}}, {"end": 1}), ODD)
    (lost,) = [event for event in told.beside_runs if event.kind is Kind.UNMAPPED]
    assert lost.text == "piece: rule 4 (text_delta) found no text in it"


def test_the_question_is_quoted_as_the_protocol_wants() -> None:
    heard: list[str] = []

    async def listening(line: ServerConnection) -> None:
        heard.append(str(await line.recv()))
        await line.send('{"end": 1}')
        await asyncio.sleep(0)
        await line.recv()

    text = ODD.replace('frames = { binary = "json" }', 'frames = { send = "text" }')
    marked = text.replace(
        '{ say = "${question}", run = "${run_id}" }', '"<q>${escape(question)}</q>"'
    )
    talk(listening, marked, question=Question("A & <B>?", "r1", "t1"))
    assert heard == ["<q>A &amp; &lt;B&gt;?</q>"]


ONCE = """
ask = [{ send = { say = "${question}", run = "${run_id}" } }]
fields = { run = "run" }
rule = [
  { when = "start", emit = "run_started" },
  { when = "end", emit = "run_completed", text = "'$5'" },
  { when = "no", emit = "refused", text = "no" },
]
"""


def refusing(refusals: int) -> Any:
    async def serve(line: ServerConnection) -> None:
        asked = json.loads(await line.recv())
        assert json.loads(await line.recv()) == asked
        for _ in range(refusals):
            await line.send(json.dumps({"run": asked["run"], "no": "known already"}))
        if refusals < 2:
            await line.send(json.dumps({"run": asked["run"], "start": 1}))
            await line.send(json.dumps({"run": asked["run"], "end": 1}))
        await line.recv()

    return serve


def test_the_refusal_of_a_question_that_was_put_twice_is_that_of_the_repeat() -> None:
    question = Question("how?", "r1", "t1")
    twice = (Ask(question), *asks(question))
    (run,) = talk(refusing(1), ONCE, *twice).runs
    assert story(run.events) == ["agent_started how?", "agent_completed $5"]
    (run,) = talk(refusing(2), ONCE, *twice).runs
    assert run.gave_up == "the agent refused the question: known already"
