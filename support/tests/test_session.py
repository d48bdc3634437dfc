"""Sessions against agents that behave and agents that do not: each ends with a clear record."""

from __future__ import annotations

import asyncio
import re
import socket
import time

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Response

from scoring.endings import endings
from support import customers
from support.assignment import Assignment, Patience
from support.behaviour import (
    Ask,
    Cancel,
    Customer,
    DropLine,
    Listen,
    Moment,
    Question,
    Resume,
    SayRaw,
    WaitFor,
    asks,
)
from support.benchmarks import promises
from support.benchmarks.isolation import seen_of_others
from support.benchmarks.timing import completion_time
from support.lag import LagProbe
from support.reading import Conversation, read
from support.recording import Recording
from support.session import Session
from support.tests.scripted_agent import (
    GREETING,
    Script,
    Telling,
    agent,
    healthy,
    heard,
    tell,
    whole_run,
)
from support.verdict import Limit
from support.wire import Address

CANARY = "REF-0123456789ABCDEF"
OTHER = read(Recording({"customer": "customer 2", "canary": CANARY}, ()))
SHORT = Patience(opening_s=0.5, silence_s=0.5, answer_s=1.0)


async def _held(url: str, customer: Customer, patience: Patience) -> Conversation:
    session = Session(Assignment(customer, Address(url), patience=patience), LagProbe())
    frames = await asyncio.wait_for(session.run(), 15)
    return read(Recording({"customer": customer.name, "user": None}, tuple(frames)))


def talk(script: Script, customer: Customer, patience: Patience = SHORT) -> Conversation:
    """The customer's conversation with an agent that follows the script."""

    async def both() -> Conversation:
        async with agent(script) as url:
            return await _held(url, customer, patience)

    return asyncio.run(both())


def ask(*then: object) -> tuple[Question, Customer]:
    question = Question("where does the money go?")
    return question, customers.one(*asks(question))


def test_a_healthy_run_is_recorded_whole() -> None:
    question, customer = ask()
    told = talk(healthy, customer)
    run = told.run_of(question)
    assert run.answer == run.streamed == "Save $5."
    assert [event.seq for event in run.events] == list(range(1, 8))
    assert not told.troubles
    assert told.unmapped == 0
    assert all(run.asked_at <= event.at <= run.closed_at for event in run.events)


def test_events_after_the_end_are_heard() -> None:
    async def haunted(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await whole_run(run)
        await run.event("agent_thinking", thought="one more thing")
        await line.wait_closed()

    question, customer = ask()
    findings = endings(talk(haunted, customer).run_of(question))
    assert [finding.sentence.split(" came")[0] for finding in findings] == [
        "a thought (agent_thinking) by Adviser"
    ]


async def _silent(line: ServerConnection) -> None:
    await line.wait_closed()


async def _greets_only(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await line.wait_closed()


async def _hangs_up(line: ServerConnection) -> None:
    await line.close(4000, "no service today")


async def _babbles(line: ServerConnection) -> None:
    await line.send("220 mail.example ESMTP")
    await line.wait_closed()


async def _refuses_question(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await heard(line)
    await tell(line, type="error", code="unknown_type", message="what is a user_message?")
    await line.wait_closed()


async def _beats_for_ever(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    while True:
        await tell(line, type="heartbeat")
        await asyncio.sleep(0.02)


async def _never_ends(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    run = Telling(line, await heard(line))
    await run.event("agent_started")
    while True:
        await run.event("agent_thinking", thought="hm")
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (_silent, "opening", "did not send its greeting within 0.5 s"),
        (_babbles, "opening", "did not send its greeting within 0.5 s"),
        (_greets_only, "patience", "stopped waiting after 0.5 s of silence"),
        (_beats_for_ever, "patience", "stopped waiting after 0.5 s of silence"),
        (_never_ends, "patience", "stopped waiting after 1 s"),
    ],
)
def test_an_agent_that_says_nothing_is_given_up_in_one_sentence(
    script: Script, kind: str, words: str
) -> None:
    _, customer = ask()
    told = talk(script, customer)
    assert [trouble.kind for trouble in told.troubles] == [kind]
    assert words in told.troubles[0].text


def test_an_agent_that_hangs_up_is_named_with_its_reason() -> None:
    _, customer = ask()
    told = talk(_hangs_up, customer)
    closed = [frame.fields for frame in told.recording.frames if frame.dir == "closed"]
    assert closed == [{"code": 4000, "reason": "no service today"}]
    assert not told.runs


def test_hanging_up_in_the_middle_breaks_the_run_off() -> None:
    async def leaves(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        await Telling(line, await heard(line)).event("agent_started")
        await line.close(1011, "out of memory")

    question, customer = ask()
    run = talk(leaves, customer).run_of(question)
    assert not run.impatient
    assert "closed the connection (code 1011, out of memory) 0." in str(run.gave_up)


def test_a_refused_question_is_over_at_once() -> None:
    question, customer = ask()
    run = talk(_refuses_question, customer).run_of(question)
    assert run.gave_up == "the agent refused the question: what is a user_message?"


def test_a_host_that_is_not_there_is_told_from_an_agent_that_refuses() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"ws://127.0.0.1:{taken.getsockname()[1]}/ws"
    _, customer = ask()
    told = asyncio.run(_held(url, customer, SHORT))
    assert told.troubles[0].is_ours
    assert "cannot be reached" in told.troubles[0].text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "refused .* HTTP 403 Forbidden"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "refused .* HTTP 200 OK"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not open a WebSocket connection"),
        (b"", "does not open a WebSocket connection"),
        (None, "did not answer the request to connect within 0.5 s"),
    ],
)
def test_something_that_is_no_websocket_server(answer: bytes | None, words: str) -> None:
    async def serve_raw(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)
        writer.close()

    async def both() -> Conversation:
        server = await asyncio.start_server(serve_raw, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await _held(f"ws://127.0.0.1:{port}/ws", ask()[1], SHORT)

    (trouble,) = asyncio.run(both()).troubles
    assert not trouble.is_ours
    assert re.search(words, trouble.text)


def test_a_cancel_goes_out_at_its_moment() -> None:
    async def obedient(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await run.event("agent_started")
        await run.event("tool_executing", tool_call_id="t1", tool_name="spend")
        assert (await heard(line))["type"] == "cancel"
        await run.event("run_cancelled", reason="asked to")
        await line.wait_closed()

    question = Question("q")
    told = talk(
        obedient,
        customers.one(*asks(question, WaitFor(Moment.TOOL, question), Cancel(question))),
    )
    run = told.run_of(question)
    assert run.cancelled_at is not None
    assert run.ending is not None
    assert run.events[1].at <= run.cancelled_at <= run.ending.at


def test_a_run_that_is_over_is_not_cancelled() -> None:
    question = Question("q")
    told = talk(healthy, customers.one(*asks(question), Cancel(question)))
    assert told.run_of(question).cancelled_at is None


def test_a_dropped_line_is_taken_up_after_the_last_event() -> None:
    asked: dict[str, object] = {}

    async def forgetful(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        if message["type"] == "user_message":
            asked.update(message)
            run = Telling(line, message)
            await run.event("agent_started")
            await run.event("tool_executing", tool_call_id="t1", tool_name="spend")
        else:
            assert message["last_seq"] == 2
            run = Telling(line, dict(asked))
            run.seq = 2
            await run.event("tool_completed", tool_call_id="t1", tool_name="spend")
            await run.event("agent_completed", final_response="Save $5.")
        await line.wait_closed()

    question = Question("q")
    lost = (WaitFor(Moment.TOOL, question), DropLine(), Resume(question))
    told = talk(forgetful, customers.one(*asks(question, *lost)))
    run = told.run_of(question)
    assert [event.seq for event in run.events] == [1, 2, 3, 4]
    assert run.completed
    assert len(told.reconnected_at) == 1


def test_a_run_that_cannot_be_taken_up_again_is_over_at_once() -> None:
    async def forgets(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        message = await heard(line)
        if message["type"] == "user_message":
            await Telling(line, message).event("agent_started")
        else:
            named = {"code": "unknown_run", "message": "which run?", "run_id": message["run_id"]}
            await tell(line, type="error", **named)
        await line.wait_closed()

    question = Question("q")
    lost = (WaitFor(Moment.SIGN, question), DropLine(), Resume(question))
    told = talk(forgets, customers.one(*asks(question, *lost)))
    assert (
        told.run_of(question).gave_up == "the agent refused to take up the work again: which run?"
    )
    assert not told.troubles


def test_an_unreadable_message_waits_for_its_answer_and_the_talk_goes_on() -> None:
    async def patient(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        assert await line.recv() == "{"
        await tell(line, type="error", code="bad_json", message="not JSON")
        await whole_run(Telling(line, await heard(line)))
        await line.wait_closed()

    question = Question("q")
    told = talk(patient, customers.one(SayRaw("{"), *asks(question)))
    assert told.run_of(question).completed
    assert [event.text for event in told.beside_runs if event.text == "not JSON"]


def test_a_flood_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.journal.MOST_BYTES", 50_000)

    async def floods(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        while True:
            await run.event("agent_thinking", thought="x" * 1000)

    _, customer = ask()
    told = talk(floods, customer)
    assert told.troubles[0].is_too_much
    assert "records at most 200000 messages or 0.0477 MB of one customer" in told.troubles[0].text
    assert len(told.recording.frames) < 100
    run = told.runs[0]
    for measure in (promises.answered, promises.one_ending, completion_time(Limit(5, "s"))):
        found = measure(run, told.lag)
        assert (found.value, found.failed) == (None, False), found
    assert seen_of_others(told, [told, OTHER]).value is None


def test_what_pings_and_handshakes_carry_is_searched_too() -> None:
    async def whispers(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        for part in (CANARY[:9], CANARY[9:]):
            await line.ping(part)
        await whole_run(run)
        await line.wait_closed()

    told = talk(whispers, ask()[1])
    carried = [f.fields["carries"] for f in told.recording.frames if f.dir == "ping"]
    assert "".join(carried) == CANARY
    assert seen_of_others(told, [told, OTHER]).value == 1


def test_what_a_handshake_tells_is_searched_too() -> None:
    def greet(_line: ServerConnection, _asked: object, answer: Response) -> Response:
        answer.headers["X-Served-For"] = CANARY
        return answer

    async def both() -> Conversation:
        async with serve(healthy, "127.0.0.1", 0, process_response=greet) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            return await _held(f"ws://127.0.0.1:{port}/ws", ask()[1], SHORT)

    told = asyncio.run(both())
    (opened,) = (frame for frame in told.recording.frames if frame.dir == "open")
    assert opened.fields["headers"] == {"X-Served-For": CANARY}
    assert seen_of_others(told, [told, OTHER]).value == 1


def test_what_was_seen_before_a_record_was_full_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.journal.MOST_BYTES", 50_000)

    async def leaks(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await run.event("agent_thinking", thought=f"as {CANARY} has")
        while True:
            await run.event("agent_thinking", thought="x" * 1000)

    told = talk(leaks, ask()[1])
    assert promises.start_first(told.runs[0], told.lag).value
    assert seen_of_others(told, [told, OTHER]).value == 1


async def _sends_too_much(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await heard(line)
    await line.send("x" * (5 * 2**20))
    await line.wait_closed()


async def _breaks_the_rules(line: ServerConnection) -> None:
    await tell(line, **GREETING)
    await heard(line)
    line.transport.write(b"\xff\xff not a frame")
    await line.wait_closed()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (_sends_too_much, "the agent sent a message of more than 4 MB"),
        (_breaks_the_rules, "the agent broke the rules of WebSocket"),
    ],
)
def test_frames_that_cannot_be_taken_are_the_agents_doing(script: Script, words: str) -> None:
    question, customer = ask()
    told = talk(script, customer)
    assert words in told.troubles[0].text
    assert words in str(told.run_of(question).gave_up)


def test_a_redirect_is_a_refusal() -> None:
    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.2:9/\r\nContent-Length: 0\r\n\r\n"
        )
        writer.close()

    async def both() -> Conversation:
        server = await asyncio.start_server(elsewhere, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await _held(f"ws://127.0.0.1:{port}/ws", ask()[1], SHORT)

    assert "HTTP 302 Found" in asyncio.run(both()).troubles[0].text


def test_a_fault_of_the_harness_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("support.protocols.native.decoded", fail)
    with pytest.raises(ZeroDivisionError):
        talk(healthy, ask()[1])


@pytest.mark.parametrize("greeted", [False, True])
def test_the_opening_exchange_is_answered_before_the_question(greeted: bool) -> None:
    async def formal(line: ServerConnection) -> None:
        if greeted:
            await tell(line, **GREETING)
        await tell(line, type="handshake_response")
        assert (await heard(line))["type"] == "handshake_acknowledged"
        await tell(line, type="handshake_complete")
        await whole_run(Telling(line, await heard(line)))
        await line.wait_closed()

    question, customer = ask()
    assert talk(formal, customer).run_of(question).completed


@pytest.mark.parametrize("pause", [0.0, 0.003])
def test_who_comes_back_goes_through_the_opening_exchange_before_anything_is_said(
    pause: float,
) -> None:
    asked: dict[str, object] = {}

    async def formal(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        await asyncio.sleep(pause if asked else 0.0)
        await tell(line, type="handshake_response")
        assert (await heard(line))["type"] == "handshake_acknowledged"
        await tell(line, type="handshake_complete")
        message = await heard(line)
        if asked:
            assert message["type"] == "resume"
            run = Telling(line, asked)
            run.seq = 1
            await run.event("agent_completed", final_response="Save $5.")
        else:
            asked.update(message)
            await Telling(line, asked).event("agent_started")
        await line.wait_closed()

    question = Question("q")
    lost = (WaitFor(Moment.SIGN, question), DropLine(), Resume(question))
    assert talk(formal, customers.one(*asks(question, *lost))).run_of(question).completed


def test_listening_lasts_as_long_as_was_said() -> None:
    question = Question("q")
    told = talk(healthy, customers.one(Ask(question), Listen(0.3)))
    run = told.run_of(question)
    assert run.closed_at - run.asked_at >= 0.3


def test_time_in_which_the_harness_stood_still_is_nobodys_silence() -> None:
    async def steady(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        await run.event("agent_started")
        time.sleep(1.2)  # noqa: ASYNC251 - the loop that both share stands still
        await asyncio.sleep(0.2)
        await run.event("agent_completed", final_response="x")
        await line.wait_closed()

    async def both() -> Conversation:
        probe = LagProbe()
        probing = asyncio.create_task(probe.run())
        async with agent(steady) as url:
            _, customer = ask()
            session = Session(Assignment(customer, Address(url), patience=SHORT), probe)
            frames = await session.run()
        probing.cancel()
        return read(Recording({}, tuple(frames)))

    told = asyncio.run(both())
    assert not told.troubles
    assert told.runs[0].completed


def test_no_credential_is_recorded() -> None:
    async def both() -> str:
        async with agent(healthy) as url:
            address = Address(url, {"Authorization": "Bearer s3cret"}, ())
            session = Session(Assignment(ask()[1], address, patience=SHORT), LagProbe())
            frames = await session.run()
            return Recording({}, tuple(frames)).text()

    assert "s3cret" not in asyncio.run(both())


def test_a_customer_who_cannot_get_through_gives_up_in_time() -> None:
    began = time.monotonic()
    _, customer = ask()
    talk(_never_ends, customer)
    assert time.monotonic() - began < Assignment(customer, Address(""), patience=SHORT).bound_s
