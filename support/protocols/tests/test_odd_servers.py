"""Servers of kinds that nobody foresaw, each connected with a mapping alone."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection

from support.behaviour import Ask, DropLine, Moment, Question, Resume, StayAway, WaitFor, asks
from support.protocols.tests.talking import again, story, talk
from support.reading import read
from support.recording import Recording

KEY = "token_of_the-customer"

COMMANDS = r"""
name = "Commands"
synthetic = ["run_started"]
secrets = { key = "THE_KEY" }
[frames]
text = "pattern"
pattern = '(?P<verb>[A-Z]+) ?(?P<rest>.*)'
send = "text"

[[opening]]
expect = { verb = "HELLO" }
keep = { nonce = "regex('nonce=(\\w+)', rest)" }
send = "AUTH ${user} ${hmac_sha256(secret.key, nonce)}"
[[opening]]
expect = { verb = "OK" }
refused = { verb = "NO" }
because = "rest"
keep = { session = "regex('session=(\\w+)', rest)" }
secret = ["session"]

[[ask]]
send = "START ${session}|${question}"

[[rule]]
when = { verb = "THINK" }
emit = "agent_thinking"
text = "rest"
[[rule]]
when = { verb = "TOOL", rest = { matches = '^(?P<call>\w+) (?P<tool>\w+) (?P<args>.*)' } }
emit = "tool_executing"
call = "match('call')"
tool = "match('tool')"
arguments = "match('args')"
[[rule]]
when = { verb = ["DONE", "FAILED"], rest = { matches = '^(?P<call>\w+) (?P<result>.*)' } }
emit = "tool_completed"
call = "match('call')"
result = "match('result')"
failed = "verb == 'FAILED'"
[[rule]]
when = { verb = "SAY" }
emit = "text_delta"
text = "rest"
[[rule]]
when = { verb = "END", rest = "0" }
emit = "run_completed"
[[rule]]
when = { verb = "END" }
emit = "run_failed"
text = "join(' ', ['exit', rest])"
"""


def commands(end: str) -> Any:
    async def serve(line: ServerConnection) -> None:
        await line.send("HELLO v1 nonce=abc123")
        verb, user, proof = str(await line.recv()).split(" ")
        good = hmac.new(KEY.encode(), b"abc123", hashlib.sha256).hexdigest()
        assert (verb, user) == ("AUTH", "ann")
        if proof != good:
            await line.send("NO wrong proof")
            await asyncio.sleep(5)
        await line.send("OK session=token_of_session")
        start = str(await line.recv())
        assert start == "START token_of_session|how?", start
        for text in (
            "THINK let me see",
            'TOOL c1 spend {"cloud": "aws"}',
            "TOOL c2 prices none",
            "FAILED c2 no prices",
            "DONE c1 $5",
            "SAY Save ",
            "SAY $5.",
            "???",
            end,
        ):
            await line.send(text)
        await line.recv()

    return serve


def test_text_commands_with_a_proof_of_the_key_in_the_handshake(tmp_path: Path) -> None:
    told = talk(commands("END 0"), COMMANDS, user="ann", secrets={"key": KEY})
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started how?",
        "agent_thinking let me see",
        "tool_executing spend",
        "tool_executing prices",
        "tool_completed prices",
        "tool_completed spend",
        "text_delta Save ",
        "text_delta $5.",
        "agent_completed Save $5.",
    ]
    assert run.events[2].data["arguments"] == {"cloud": "aws"}
    assert [event.data["is_error"] for event in run.events[4:6]] == [True, False]
    assert told.unmapped == 1
    assert not told.troubles
    assert again(told, tmp_path).runs == told.runs


def test_a_failure_of_text_commands_and_a_refused_handshake() -> None:
    failed = talk(commands("END 3"), COMMANDS, user="ann", secrets={"key": KEY})
    assert failed.runs[0].ending is not None
    assert failed.runs[0].ending.text == "exit 3"
    assert not failed.runs[0].completed
    refused = talk(commands("END 0"), COMMANDS, user="ann", secrets={"key": "token_of_another"})
    (trouble,) = refused.troubles
    assert trouble.text == "the agent refused [[opening]]: wrong proof"
    assert (trouble.kind, trouble.is_ours) == ("opening", False)
    missing = talk(commands("END 0"), COMMANDS, user="ann")
    assert "the environment variable THE_KEY is not set" in missing.troubles[0].text
    assert missing.troubles[0].is_ours


PACKED = """
name = "Packed"
cannot = ["thoughts"]
[frames]
binary = ["gzip > json"]
stream = "length32"
send = "length32 > gzip > json"
send_as = "binary"
[[ask]]
send = { kind = "ask", text = "${question}", id = "${run_id}" }
[fields]
run = "id"
call = "body.call"
tool = "body.tool"
[[rule]]
when = { kind = "run", sub = "begin" }
emit = "run_started"
[[rule]]
when = { kind = "run", sub = "end", "body.error" = { present = true } }
emit = "run_failed"
text = "body.error.why"
[[rule]]
when = { kind = "run", sub = "end" }
emit = "run_completed"
[[rule]]
when = { kind = "tool", sub = "begin" }
emit = "tool_executing"
[[rule]]
when = { kind = "tool", sub = "end" }
emit = "tool_completed"
[[rule]]
when = { kind = "text" }
emit = "text_delta"
text = "body"
"""


def packed(*messages: dict[str, Any]) -> bytes:
    parts = [gzip.compress(json.dumps(message).encode()) for message in messages]
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


async def packing(line: ServerConnection) -> None:
    whole = await line.recv()
    assert isinstance(whole, bytes)
    asked = json.loads(gzip.decompress(whole[4:]))
    mine = {"id": asked["id"]}
    stream = packed(
        {"kind": "run", "sub": "begin", **mine},
        {"kind": "tool", "sub": "begin", "body": {"call": 7, "tool": "spend"}, **mine},
        {"kind": "tool", "sub": "end", "body": {"call": 7}, **mine},
        {"kind": "text", "body": "Save $5.", **mine},
        {"kind": "run", "sub": "end", "status": 200, "body": {"error": {"why": "no"}}, **mine},
    )
    for start in range(0, len(stream), 50):  # messages do not end where frames end
        await line.send(stream[start : start + 50])
    await line.recv()


def test_packed_binary_messages_cut_anywhere_with_names_on_two_levels_and_a_hidden_error(
    tmp_path: Path,
) -> None:
    told = talk(packing, PACKED)
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing spend",
        "tool_completed spend",
        "text_delta Save $5.",
        "agent_error no",
    ]
    assert run.events[1].call_id == run.events[2].call_id == "7"
    assert not run.completed
    assert told.unmapped == 0
    assert again(told, tmp_path).runs == told.runs


CHANNELS = """
name = "Channels"
synthetic = ["run_started"]
[frames]
binary = ["msgpack"]
send = "msgpack"
send_as = "binary"
[ids]
request = "[0]"
[[ask]]
send = ["${count}", "open", "${question}"]
[fields]
run = "to_string([0])"
[[rule]]
when = { "[1]" = "opened" }
emit = "nothing"
answers = "to_string([0])"
[[rule]]
when = { "[1]" = "piece" }
emit = "text_delta"
text = "[2]"
[[rule]]
when = { "[1]" = "shut" }
emit = "run_completed"
[[rule]]
when = { "[1]" = "refused" }
emit = "refused"
answers = "to_string([0])"
text = "[2]"
"""


async def channelling(line: ServerConnection) -> None:
    pack = msgspec.msgpack.encode
    first, second, third = [
        msgspec.msgpack.decode(bytes(await line.recv()))[0]  # type: ignore[arg-type]
        for _ in range(3)
    ]
    for channel in (second, first):
        await line.send(pack([channel, "opened"]))
    await line.send(pack([third, "refused", "two are enough"]))
    for channel, piece in ((first, "a1 "), (second, "b1 "), (first, "a2"), (second, "b2")):
        await line.send(pack([channel, "piece", piece]))
    for channel in (first, second):
        await line.send(pack([channel, "shut"]))
    await line.recv()


def test_several_questions_on_channels_of_one_line_in_binary_arrays(tmp_path: Path) -> None:
    a, b, c = (Question(text, f"run {text}", "t") for text in "abc")
    ends = [WaitFor(Moment.END, question) for question in (a, b)]
    told = talk(channelling, CHANNELS, Ask(a), Ask(b), Ask(c), *ends)
    assert [run.answer for run in told.runs] == ["a1 a2", "b1 b2", ""]
    assert told.runs[2].gave_up == "the agent refused the question: two are enough"
    assert not any(run.strangers for run in told.runs)
    assert not told.mixed
    assert again(told, tmp_path).runs == told.runs


SNAPSHOTS = """
name = "Snapshots"
synthetic = ["run_started"]
[end]
when = "text && open_tools == `0`"
quiet_s = 0.3
[[opening]]
send = { op = "hello" }
[[opening]]
expect = { op = "features" }
any_order = "greeting"
[[opening]]
expect = { op = "token" }
keep = { ticket = "ticket" }
secret = ["ticket"]
any_order = "greeting"
[[opening]]
send = { op = "login", ticket = "${ticket}" }
[[opening]]
expect = { op = "ready" }
[[ask]]
send = { op = "ask", text = "${question}" }
[frames]
batch = "batch"
unwrap = ["parse_json(payload)"]
[fields]
call = "id"
tool = "name"
[[rule]]
when = { op = "state" }
each = "tools"
emit = "tool_executing"
once = true
go_on = true
[[rule]]
when = { op = "state" }
each = "tools[?done]"
emit = "tool_completed"
once = true
go_on = true
[[rule]]
when = { op = "state" }
emit = "text_whole"
message = "'the answer'"
text = "text"
"""


async def snapshotting(line: ServerConnection) -> None:
    await line.recv()
    await line.send(json.dumps({"op": "token", "ticket": "token_of_today"}))
    await line.send(json.dumps({"op": "features"}))
    login = json.loads(await line.recv())
    assert login == {"op": "login", "ticket": "token_of_today"}
    await line.send(json.dumps({"op": "ready"}))
    await line.recv()
    first = {"id": 1, "name": "spend"}
    done = {**first, "done": True}
    states = [
        {"tools": [first], "text": ""},
        {"tools": [done, {"id": 2, "name": "prices"}], "text": "Save"},
        {"tools": [done, {"id": 2, "name": "prices", "done": True}], "text": "Save $5."},
    ]
    payloads = [{"payload": json.dumps({"op": "state", **state})} for state in states]
    await line.send(json.dumps({"batch": payloads[:2]}))
    await asyncio.sleep(0.5)  # quiet, and a tool is open
    await line.send(json.dumps(payloads[2]))
    await line.send(json.dumps(payloads[2]))
    await line.recv()


def test_snapshots_that_repeat_everything_end_by_quiet_when_all_tools_are_closed(
    tmp_path: Path,
) -> None:
    told = talk(snapshotting, SNAPSHOTS)
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing spend",
        "tool_executing prices",
        "tool_completed spend",
        "text_delta Save",
        "tool_completed prices",
        "text_delta  $5.",
        "agent_completed Save $5.",
    ]
    ending = run.ending
    assert ending is not None
    assert ending.at == run.events[-2].at, "the suite's own waiting is not the agent's time"
    assert again(told, tmp_path).runs == told.runs


LINES = r"""
name = "Lines"
synthetic = ["run_started"]
[frames]
text = ["ndjson", "pairs"]
pairs = ';'
[keep_alive]
every_s = 0.1
send = { type = "alive" }
[ids]
event = "n"
index = "to_number(n)"
[[ask]]
send = { type = "ask", text = "${question}" }
[[resume]]
send = { type = "again", after = "${last}" }
[[rule]]
when = { type = "ping" }
emit = "nothing"
reply = [{ type = "pong", id = "${frame.id}" }]
[[rule]]
when = { type = "say" }
emit = "text_delta"
text = "text"
reply = [{ type = "ack", n = "${frame.n}" }]
[[rule]]
when = { "close.code" = 4000 }
emit = "run_completed"
"""


def test_lines_pairs_pings_acks_a_resume_with_repeats_and_an_end_by_close_code(
    tmp_path: Path,
) -> None:
    heard: list[Any] = []
    visits = 0

    async def serve(line: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        first = json.loads(await line.recv())
        heard.append(first)
        if first["type"] == "ask":
            await line.send('{"type":"say","n":"1","text":"Save "}\n{"type":"ping","id":"p1"}\n')
            while True:
                heard.append(json.loads(await line.recv()))
        await line.send("type=say;n=1;text=Save ")
        await line.send("type=say;n=2;text=$5.")
        await line.close(4000, "done")

    question = Question("how?", "r1", "t1")
    told = talk(
        serve,
        LINES,
        Ask(question),
        WaitFor(Moment.PIECE, question),
        StayAway(0.25),
        DropLine(),
        Resume(question),
        WaitFor(Moment.END, question),
    )
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started how?",
        "text_delta Save ",
        "text_delta $5.",
        "agent_completed Save $5.",
    ]
    assert {"type": "pong", "id": "p1"} in heard
    assert {"type": "ack", "n": "1"} in heard
    assert {"type": "alive"} in heard
    assert {"type": "again", "after": 1} in heard
    assert visits == 2
    assert len(told.reconnected_at) == 1
    assert again(told, tmp_path).runs == told.runs


TOOLS = """
name = "Tools of the customer"
synthetic = ["run_started"]
[frames.fragments]
when = { part = { present = true } }
whole = "part.of"
piece = "part.text"
number = "part.number"
last = { "part.last" = true }
[[ask]]
send = { type = "hello" }
[[ask]]
expect = { type = "welcome" }
keep = { conversation = "id" }
send = { type = "ask", in = "${conversation}", text = "${question}" }
[tools]
results = { spend = { total = 5 } }
each = [{ type = "result", call = "${call_id}", of = "${tool}", value = "${result}", arguments = [
    "${arguments}",
] }]
after = [{ type = "go_on", in = "${conversation}" }]
[[rule]]
when = { type = "call" }
emit = "tool_executing"
by_client = true
call = "id"
tool = "tool"
arguments = "arguments"
[[rule]]
when = { type = "done" }
if_run = "client_tools > `0`"
emit = "nothing"
answer_tools = true
[[rule]]
when = { type = "done" }
emit = "run_completed"
text = "answer"
[[rule]]
when = { type = "text" }
emit = "text_delta"
text = "text"
"""


async def asking_for_tools(line: ServerConnection) -> None:
    assert json.loads(await line.recv()) == {"type": "hello"}
    await line.send(json.dumps({"type": "welcome", "id": 5}))
    assert json.loads(await line.recv()) == {"type": "ask", "in": 5, "text": "how?"}
    call = {"type": "call", "id": "c1", "tool": "spend", "arguments": '{"cloud":"aws"}'}
    whole = json.dumps(call)
    parts = [whole[:10], whole[10:30], whole[30:]]
    for number in (1, 0, 2):  # out of order
        part = {"of": "m1", "number": number, "text": parts[number], "last": number == 2}
        await line.send(json.dumps({"part": part}))
    await line.send(json.dumps({"type": "call", "id": "c2", "tool": "magic", "arguments": {}}))
    await line.send(json.dumps({"type": "done"}))
    results = [json.loads(await line.recv()) for _ in range(3)]
    assert [each.get("value") for each in results] == [{"total": 5}, "there is no such tool", None]
    assert results[0]["arguments"] == [{"cloud": "aws"}]
    await line.send(json.dumps({"type": "text", "text": "Save $5."}))
    await line.send(json.dumps({"type": "done"}))
    await line.recv()


def test_tools_that_the_customer_runs_and_messages_in_parts(tmp_path: Path) -> None:
    told = talk(asking_for_tools, TOOLS)
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing spend",
        "tool_executing magic",
        "tool_completed spend",
        "tool_completed magic",
        "text_delta Save $5.",
        "agent_completed Save $5.",
    ]
    assert [event.data["is_error"] for event in run.events[3:5]] == [False, True]
    assert run.asked_at > told.recording.frames[0].t
    assert again(told, tmp_path).runs == told.runs


LATE = """
name = "Late"
[end]
linger_s = 0.6
[[ask]]
send = { ask = "${question}" }
[[rule]]
when = { state = "begun" }
emit = "run_started"
[[rule]]
when = { state = "ended" }
emit = "run_completed"
text = "text"
[[rule]]
when = { state = "crashed" }
emit = "run_failed"
text = "why"
"""


def test_an_error_after_the_end_is_heard_within_the_linger() -> None:
    async def serve(line: ServerConnection) -> None:
        await line.recv()
        for state, pause in (("begun", 0.0), ("ended", 0.0), ("crashed", 0.3)):
            await asyncio.sleep(pause)
            await line.send(json.dumps({"state": state, "text": "$5", "why": "late"}))
        await line.recv()

    (run,) = talk(serve, LATE, *asks(Question("how?", "r1", "t1"))).runs
    assert story(run.events) == ["agent_started how?", "agent_completed $5", "agent_error late"]


def test_a_clean_close_without_an_ending_is_no_success() -> None:
    async def serve(line: ServerConnection) -> None:
        await line.recv()
        await line.send('{"state": "begun"}')
        await line.close(1000, "bye")

    (run,) = talk(serve, LATE).runs
    assert run.ending is None
    assert run.gave_up is not None
    assert run.gave_up.startswith("the agent closed the connection (code 1000, bye)")


PREFIXED = r"""
name = "Prefixed"
[frames]
text = "pattern"
pattern = '(?P<code>\d+)(?P<json>[\[{].*)?'
send = "text"
[[opening]]
expect = { code = "0" }
keep = { sid = "json.sid" }
send = "40"
[[opening]]
expect = { code = "40" }
[[ask]]
send = '42["ask",{"text":${to_json(question)},"run":"${run_id}"}]'
[fields]
run = "json[1].run"
[[rule]]
when = { code = "2" }
emit = "nothing"
reply = ["3"]
[[rule]]
when = { code = "42", "json[0]" = "begin" }
emit = "run_started"
[[rule]]
when = { code = "42", "json[0]" = "piece" }
emit = "text_delta"
text = "json[1].text"
[[rule]]
when = { code = "42", "json[0]" = "end", "json[1].error" = { present = true } }
emit = "run_failed"
text = "json[1].error"
[[rule]]
when = { code = "42", "json[0]" = "end" }
emit = "run_completed"
"""


async def prefixing(line: ServerConnection) -> None:
    await line.send('0{"sid":"s1"}')
    assert await line.recv() == "40"
    await line.send("40")
    asked = json.loads(str(await line.recv()).removeprefix("42"))
    assert asked[1]["text"] == 'a "quoted" question'
    await line.send("2")
    assert await line.recv() == "3"
    run = {"run": asked[1]["run"]}
    for name, more in (("begin", {}), ("piece", {"text": "$5"}), ("end", {"error": None})):
        await line.send("42" + json.dumps([name, {**run, **more}]))
    await line.recv()


def test_arrays_behind_a_numeric_prefix_and_a_question_with_quotes(tmp_path: Path) -> None:
    question = Question('a "quoted" question', "r1", "t1")
    told = talk(prefixing, PREFIXED, question=question)
    (run,) = told.runs
    assert story(run.events) == [
        "agent_started " + question.text,
        "text_delta $5",
        "agent_completed $5",
    ]
    assert told.unmapped == 0
    assert again(told, tmp_path).runs == told.runs
    bare = tuple(
        replace(frame, fields={}) if frame.dir == "send" else frame
        for frame in told.recording.frames
    )
    guessed = read(Recording(told.recording.about, bare))
    assert [(r.question, r.run_id, r.answer) for r in guessed.runs] == [(question.text, "r1", "$5")]


QUIET = """
name = "Quiet"
synthetic = ["run_started"]
[secrets]
key = "THE_KEY"
[end]
quiet_s = 0.6
[frames]
text = "text"
binary = "gzip > json"
[[ask]]
send = { ask = "${question}", key = "${secret.key}" }
[[rule]]
when = "text"
emit = "text_delta"
text = "text"
"""


def test_a_pause_shorter_than_the_quiet_is_no_end(tmp_path: Path) -> None:
    async def serve(line: ServerConnection) -> None:
        await line.recv()
        for piece in ("Save ", "$5", "."):
            await line.send(piece)
            await asyncio.sleep(0.2)
        await line.recv()

    told = talk(serve, QUIET, secrets={"key": KEY})
    (run,) = told.runs
    assert story(run.events)[-1] == "agent_completed Save $5."
    assert len(run.events) == 5
    assert again(told, tmp_path).runs == told.runs


def test_a_secret_that_the_agent_repeats_is_not_recorded_plain_or_packed() -> None:
    async def serve(line: ServerConnection) -> None:
        assert KEY in str(await line.recv())
        await line.send(f"you said {KEY}, ")
        await line.send(gzip.compress(json.dumps({"text": f"packed {KEY}"}).encode()))
        await line.recv()

    told = talk(serve, QUIET, secrets={"key": KEY})
    assert told.runs[0].answer == "you said [redacted], packed [redacted]"
    for frame in told.recording.frames:
        data = frame.data or ""
        plain = data if isinstance(data, str) else gzip.decompress(data).decode()
        assert KEY not in plain
