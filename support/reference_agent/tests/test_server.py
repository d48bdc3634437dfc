"""The agent as its callers meet it: over a socket."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from support.reference_agent.limits import Limits
from support.reference_agent.server import AgentServer
from support.reference_agent.tests.scripted import (
    ORDINARY_RUN,
    Scripted,
    as_subprotocols,
    client,
    eventually,
    play,
    serving,
    token,
)


async def refused(server: AgentServer, path: str = "/ws", **options: Any) -> tuple[int, str]:
    url = server.url.removesuffix("/ws") + path
    with pytest.raises(InvalidStatus) as caught:
        async with connect(url, proxy=None, **options):
            pass
    return caught.value.response.status_code, bytes(caught.value.response.body).decode()


def bearer(credentials: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {credentials}"}


def test_the_first_frame_says_who_is_who() -> None:
    async def scene() -> None:
        async with (
            serving() as server,
            connect(server.url, additional_headers=bearer(token("ann")), proxy=None) as line,
        ):
            hello = json.loads(await asyncio.wait_for(line.recv(), 5))
            assert hello.pop("connection_id")
            assert abs(hello.pop("timestamp") - time.time()) < 5
            assert hello == {"type": "connection_established", "user_id": "ann"}
            assert line.subprotocol is None

    play(scene())


def test_a_token_offered_as_subprotocol_is_not_echoed() -> None:
    async def scene() -> None:
        credentials = token("bob")
        offered = as_subprotocols(credentials)
        async with (
            serving() as server,
            connect(server.url, subprotocols=offered, proxy=None) as line,
        ):
            assert line.subprotocol == "jwt-auth"
            assert line.response is not None
            answer = str(line.response.headers) + str(await asyncio.wait_for(line.recv(), 5))
            assert '"bob"' in answer
            assert credentials not in answer
            assert offered[1] not in answer

    play(scene())


@pytest.mark.parametrize(
    "credentials",
    [
        None,
        "nonsense",
        token(exp=1),
        token(aud="elsewhere"),
        token(""),
        token()[:-4] + "AAAA",
        token().rpartition(".")[0] + ".",
    ],
)
def test_bad_credentials_are_refused_before_the_upgrade(credentials: str | None) -> None:
    async def scene() -> None:
        async with serving() as server:
            headers = {} if credentials is None else bearer(credentials)
            status, body = await refused(server, additional_headers=headers)
            assert status == 401
            assert len(body) < 60
            assert credentials is None or credentials not in body

    play(scene())


def test_only_known_origins_are_let_in() -> None:
    async def scene() -> None:
        options: dict[str, Any] = {"additional_headers": bearer(token())}
        async with serving() as server:
            own = server.url.replace("ws://", "http://").removesuffix("/ws")
            async with client(server, origin=own):
                pass
            for origin in ("http://evil.example", "null", own + "1"):
                status, _ = await refused(server, origin=origin, **options)
                assert status == 403
            twice = {**bearer(token()), "Origin": "http://evil.example"}
            assert (await refused(server, origin=own, additional_headers=twice))[0] == 403
        async with serving(origins=[Origin("https://app.example")]) as server:
            async with client(server, origin="https://app.example"), client(server):
                pass
            assert (await refused(server, origin=own, **options))[0] == 403

    play(scene())


def test_other_paths_and_methods() -> None:
    async def scene() -> None:
        async with serving() as server:
            headers = bearer(token())
            assert (await refused(server, "/", additional_headers=headers))[0] == 404
            assert (await refused(server, "/ws/x", additional_headers=headers))[0] == 404
            assert await refused(server, "/health") == (200, "ok\n")
            assert (await refused(server, f"/ws?token={token()}"))[0] == 401
            for request, status in (("GET /health", 200), ("POST /ws", 405), ("GET /ws", 401)):
                assert await raw_status(server, request) == status

    play(scene())


async def raw_status(server: AgentServer, request: str) -> int:
    host, port = server.url.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"{request} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1])


@pytest.mark.parametrize("kind", ["user_message", "chat_message", "start_agent"])
def test_a_question_is_answered_event_by_event(kind: str) -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            payload = {"content": "why?", "thread_id": "t", "run_id": "r", "timestamp": 5}
            await ann.send(kind, payload=payload)
            events = await ann.run()
            assert [event["type"] for event in events] == ORDINARY_RUN
            assert [event["seq"] for event in events] == list(range(1, 10))
            assert {(e["run_id"], e["thread_id"], e["user_id"]) for e in events} == {
                ("r", "t", "ann")
            }
            streamed = "".join(e["content"] for e in events if e["type"] == "stream_chunk")
            assert streamed == events[-1]["final_response"]
            assert await ann.quiet()

    play(scene())


def test_missing_ids_are_made_up() -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            ids = set()
            for _ in range(2):
                await ann.ask("why?")
                ids |= {(event["run_id"], event["thread_id"]) for event in await ann.run()}
            assert len({run for run, _ in ids}) == len({thread for _, thread in ids}) == 2

    play(scene())


def test_several_runs_at_once_on_one_connection() -> None:
    async def scene() -> None:
        team = Scripted()
        async with serving(team) as server, client(server) as ann:
            await ann.ask("hold work", run_id="slow")
            await ann.until("tool_executing")
            await ann.ask("why?", run_id="quick")
            assert {event["run_id"] for event in await ann.run()} == {"quick"}
            await ann.ask("why?", run_id="slow")
            problem = await ann.next()
            assert (problem["code"], problem["run_id"]) == ("duplicate_run", "slow")
            team.release.set()
            assert [event["seq"] for event in await ann.run()] == [5, 6, 7, 8, 9]

    play(scene())


@pytest.mark.parametrize(
    ("moment", "held_at"), [("work", "tool_executing"), ("stream", "stream_chunk")]
)
def test_cancelling_ends_the_run_and_only_that(moment: str, held_at: str) -> None:
    async def scene() -> None:
        team = Scripted()
        async with serving(team) as server, client(server) as ann:
            await ann.ask(f"hold {moment}", run_id="r")
            before = await ann.until(held_at)
            await ann.send("cancel", run_id="r")
            last = await ann.next()
            assert (last["type"], last["seq"]) == ("run_cancelled", len(before) + 1)
            assert last["reason"]
            team.release.set()
            assert await ann.quiet()
            await ann.send("cancel", run_id="r")
            assert (await ann.next())["code"] == "unknown_run"
            await ann.send("resume", run_id="r", last_seq=len(before))
            assert await ann.next() == last
            await ann.ask("why?")
            assert (await ann.run())[-1]["type"] == "agent_completed"

    play(scene())


def test_a_run_survives_its_connection_wherever_it_broke() -> None:
    async def scene() -> None:
        for last_seq in range(5):
            team = Scripted()
            async with serving(team) as server:
                async with client(server) as ann:
                    await ann.ask("hold work", run_id="r")
                    before = await ann.until("tool_executing")
                    ann.connection.transport.abort()
                async with client(server) as ann:
                    await ann.send("resume", run_id="r", last_seq=last_seq)
                    for event in before[last_seq:]:
                        assert await ann.next() == event
                    team.release.set()
                    rest = await ann.run()
                    assert [event["seq"] for event in rest] == [5, 6, 7, 8, 9]
                    assert await ann.quiet()

    play(scene())


def test_an_ended_run_is_replayed_from_every_event_on() -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            await ann.ask("why?", run_id="r")
            whole = await ann.run()
            for last_seq in range(len(whole) + 1):
                async with client(server) as again:
                    await again.send("resume", run_id="r", last_seq=last_seq)
                    assert [await again.next() for _ in whole[last_seq:]] == whole[last_seq:]
                    assert await again.quiet()
            await ann.send("resume", run_id="r", last_seq=len(whole) + 1)
            assert (await ann.next())["code"] == "bad_field"

    play(scene())


def test_a_run_that_ended_unseen_is_resumed() -> None:
    async def scene() -> None:
        team = Scripted()
        async with serving(team) as server:
            async with client(server) as ann:
                await ann.ask("hold work", run_id="r")
                await ann.until("tool_executing")
            team.release.set()
            async with client(server) as ann:
                await ann.send("resume", run_id="r", last_seq=4)
                assert [event["seq"] for event in await ann.run()] == [5, 6, 7, 8, 9]

    play(scene())


def test_the_latest_connection_gets_the_events() -> None:
    async def scene() -> None:
        team = Scripted()
        async with serving(team) as server, client(server) as old, client(server) as new:
            await old.ask("hold work", run_id="r")
            before = await old.until("tool_executing")
            await new.send("resume", run_id="r", last_seq=0)
            assert await new.until("tool_executing") == before
            team.release.set()
            assert len(await new.run()) == 5
            assert await old.quiet()

    play(scene())


def test_two_users_see_nothing_of_each_other() -> None:
    async def scene() -> None:
        async with serving() as server, client(server, "ann") as ann, client(server, "eve") as eve:
            await ann.ask("hold work", run_id="r", thread_id="t")
            await ann.until("tool_executing")
            await eve.send("resume", run_id="r", last_seq=0)
            await eve.send("cancel", run_id="r")
            await eve.ask("why?", run_id="r")
            await eve.ask("why?", thread_id="t", run_id="mine")
            for run_id in ("r", "r", "r", "mine"):
                problem = await eve.next()
                assert (problem["code"], problem["run_id"]) == ("forbidden", run_id)
            await eve.ask("why?")
            assert {event["user_id"] for event in await eve.run()} == {"eve"}
            assert await eve.quiet()
            assert await ann.quiet()

    play(scene())


def test_what_cannot_be_served_is_said_and_the_connection_stays() -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            for data, code in (
                ("{", "bad_json"),
                (b"\x00", "bad_json"),
                ("[" * 100_000, "bad_json"),
                ('{"type":"dance"}', "unknown_type"),
                ('{"type":"user_message","payload":{"content":""}}', "bad_field"),
                ('{"type":"resume","run_id":"r"}', "bad_field"),
                ('{"type":"resume","run_id":"r","last_seq":0}', "unknown_run"),
                ('{"type":"cancel","run_id":"\\ud800"}', "unknown_run"),
            ):
                await ann.connection.send(data)
                problem = await ann.next()
                assert (problem["type"], problem["code"]) == ("error", code)
                assert problem["message"]
            await ann.ask("lone \ud800 surrogate", thread_id="\udfff")
            assert (await ann.run())[0]["query"] == "lone \ud800 surrogate"

    play(scene())


def test_ping_tells_the_time() -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            for ping_id in ("p", 7):
                await ann.send("ping", id=ping_id)
                answer = await ann.next()
                assert (answer["type"], answer["id"]) == ("pong", ping_id)
                assert abs(answer["timestamp"] - time.time()) < 5

    play(scene())


def test_a_message_over_the_limit_closes_with_1009() -> None:
    async def scene() -> None:
        async with serving(limits=Limits(max_message_bytes=1000)) as server, client(server) as ann:
            await ann.connection.send("x" * 1000)
            assert (await ann.next())["code"] == "bad_json"
            await ann.connection.send("x" * 1001)
            with pytest.raises(ConnectionClosed):
                await ann.next()
            assert ann.connection.close_code == 1009

    play(scene())


def test_too_many_runs_are_refused_until_one_ends() -> None:
    async def scene() -> None:
        team = Scripted()
        async with serving(team, Limits(max_runs_per_user=1)) as server, client(server) as ann:
            await ann.ask("hold work")
            await ann.until("tool_executing")
            await ann.ask("why?", run_id="r")
            problem = await ann.next()
            assert (problem["code"], problem["run_id"]) == ("rate_limited", "r")
            team.release.set()
            await ann.run()
            await ann.ask("why?", run_id="r")
            assert len(await ann.run()) == 9

    play(scene())


def test_a_failing_team_is_no_secret_but_its_reason_is() -> None:
    async def scene() -> None:
        async with serving() as server, client(server) as ann:
            await ann.ask("fail")
            events = await ann.run()
            assert events[-1]["code"] == "internal"
            assert "secret-detail" not in json.dumps(events)
            assert await ann.quiet()

    play(scene())


def test_a_reader_who_stops_reading_holds_up_nobody() -> None:
    async def scene() -> None:
        async with (
            serving() as server,
            client(server, "ann", max_queue=1, close_timeout=0.1) as ann,
            client(server, "bob") as bob,
        ):
            await ann.ask("flood", run_id="r")
            await bob.ask("why?")
            assert len(await bob.run()) == 9
            # The run ends although its first reader never read it.
            async with client(server, "ann") as again:
                await again.send("resume", run_id="r", last_seq=0)
                whole = await again.run()
                assert [event["seq"] for event in whole] == list(range(1, 210))

    play(scene())


def test_asking_again_and_again_without_reading_piles_nothing_up() -> None:
    async def scene() -> None:
        runs = ("a", "b", "c", "d")
        team = Scripted()
        async with serving(team) as server:
            async with client(server) as ann:
                for run_id in runs:
                    await ann.ask("flood", run_id=run_id)
                    await ann.run()
            async with client(server, max_queue=1, close_timeout=0.1) as ann:

                def buffered() -> int:
                    return max(line.transport.get_write_buffer_size() for line in server._sockets)

                await ann.send("resume", run_id="a", last_seq=6)
                await eventually(lambda: buffered() > 0)
                for run_id in runs * 10:
                    await ann.send("resume", run_id=run_id, last_seq=6)
                    await asyncio.sleep(0.001)  # lets the server take them one by one
                await ann.ask("why?")
                await eventually(lambda: len(team.requests) == len(runs) + 1)
                # One frame of 100 kB that waits, and no second one.
                assert buffered() < 200_000
                assert len(asyncio.all_tasks()) < 20

    play(scene())


def test_a_reader_who_never_reads_again_is_cut_off() -> None:
    async def scene() -> None:
        async with (
            serving(limits=Limits(send_seconds=0.2)) as server,
            client(server, max_queue=1, close_timeout=0.1) as ann,
        ):
            await ann.ask("flood")
            await eventually(lambda: server.connections == 0)

    play(scene())


def test_stopping_closes_everybody_with_1001_in_time() -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(serving())
            idle = await stack.enter_async_context(client(server))
            busy = await stack.enter_async_context(client(server))
            await busy.ask("hold work")
            await busy.until("tool_executing")
            unread = await stack.enter_async_context(client(server, max_queue=1, close_timeout=0.1))
            await unread.ask("flood")
            host, port = server.url.split("/")[2].split(":")
            _, silent = await asyncio.open_connection(host, int(port))
            stack.callback(silent.close)
            began = time.monotonic()
            await server.stop()
            # By itself the library waits 10 s for each close that nobody answers.
            assert time.monotonic() - began < 8
            for guest in (idle, busy):
                with pytest.raises(ConnectionClosed):
                    await guest.next()
                assert guest.connection.close_code == 1001

    play(scene())
