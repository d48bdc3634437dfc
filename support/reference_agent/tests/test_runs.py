"""Runs keep every event, end exactly once, and stay as long as promised."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from support.reference_agent.conversation import Emit, Request, Turn
from support.reference_agent.frames import ProtocolError, UserMessage
from support.reference_agent.limits import Limits
from support.reference_agent.runs import Follower, Run, RunRegistry
from support.reference_agent.tests.scripted import ORDINARY_RUN, ROOT, Scripted, eventually, play

REQUEST = Request("why?", "ann", "acme", "thread", "run")


def registry_of(adviser: Any, **limits: Any) -> RunRegistry:
    return RunRegistry(adviser, str.upper, Limits(**limits))


def ask(registry: RunRegistry, content: str = "why?", user: str = "ann", **ids: Any) -> Run:
    return registry.start(user, UserMessage(content, **ids))


async def story(follower: Follower) -> list[dict[str, Any]]:
    return [json.loads(frame) async for frame in follower]


async def kinds(run: Run) -> list[str]:
    return [event["type"] for event in await story(run.follow(0))]


def code_of(attempt: Callable[[], object]) -> str:
    with pytest.raises(ProtocolError) as caught:
        attempt()
    return caught.value.code


def test_a_run_numbers_stamps_and_keeps_its_events() -> None:
    async def scene() -> None:
        registry = registry_of(Scripted())
        events = await story(ask(registry).follow(0))
        assert [event["type"] for event in events] == ORDINARY_RUN
        assert [event["seq"] for event in events] == list(range(1, 10))
        stamps = [event["timestamp"] for event in events]
        assert stamps == sorted(stamps)
        assert events[0]["query"] == "why?"
        assert "query" not in events[2]
        await registry.stop()

    play(scene())


def test_the_team_learns_who_asks_and_what_was_said() -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team, history_turns=2)
        for question in ("one", "two", "fail three", "four", "five"):
            await kinds(ask(registry, question, thread_id="t"))
        assert [len(request.history) for request in team.requests] == [0, 1, 2, 2, 2]
        assert team.requests[-1].history == (
            Turn("two", "Save money."),
            Turn("four", "Save money."),
        )
        assert team.requests[-1].tenant == "ANN"
        await kinds(ask(registry, "elsewhere", thread_id="u"))
        assert not team.requests[-1].history
        await registry.stop()

    play(scene())


@pytest.mark.parametrize("question", ["fail", "fail early", "silence"])
def test_a_failing_team_ends_the_run_without_details(
    question: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        registry = registry_of(Scripted())
        events = await story(ask(registry, question).follow(0))
        assert (events[0]["type"], events[0]["query"]) == ("agent_started", question)
        last = events[-1]
        assert (last["type"], last["code"], last["recoverable"]) == (
            "agent_error",
            "internal",
            False,
        )
        assert last["parent_agent_id"] is None
        assert last["agent_id"] == events[0]["agent_id"]
        assert "secret-detail" not in json.dumps(events)
        await registry.stop()

    play(scene())
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


class Misbehaving:
    """A team that breaks one rule of the seam."""

    def __init__(self, misdeed: Callable[[Emit], Any]) -> None:
        self._misdeed = misdeed

    async def advise(self, request: Request, emit: Emit) -> None:
        await emit("agent_started", ROOT, query=request.question)
        await self._misdeed(emit)


async def cancel_itself(emit: Emit) -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    "misdeed",
    [
        cancel_itself,
        lambda emit: emit("agent_dancing", ROOT),
        lambda emit: emit("agent_thinking", ROOT),
        lambda emit: emit("agent_thinking", ROOT, thought=float("nan")),
        lambda emit: emit("agent_thinking", ROOT, thought=object()),
        lambda emit: emit("agent_error", ROOT, code="x", message="x", recoverable=True),
    ],
)
def test_a_misbehaving_team_still_gives_a_whole_stream(misdeed: Callable[[Emit], Any]) -> None:
    async def scene() -> None:
        registry = registry_of(Misbehaving(misdeed))
        events = await story(ask(registry).follow(0))
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert (events[0]["type"], events[-1]["code"]) == ("agent_started", "internal")
        await registry.stop()

    play(scene())


def test_nothing_follows_the_end(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        registry = registry_of(Scripted())
        run = ask(registry, "go on")
        assert await kinds(run) == ORDINARY_RUN
        await eventually(lambda: "after the end" in caplog.text)
        assert len(run.events) == len(ORDINARY_RUN)
        await registry.stop()

    play(scene())


@pytest.mark.parametrize("moment", ["hold work", "hold stream", "at once", "stubborn hold work"])
def test_a_cancelled_run_ends_at_once(moment: str) -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team)
        run = ask(registry, moment, run_id="r")
        if moment != "at once":
            held_at = 8 if "stream" in moment else 4
            await eventually(lambda: len(run.events) >= held_at - 1)
        registry.cancel("ann", "r")
        events = await story(run.follow(0))
        assert events[0]["type"] == "agent_started"
        assert events[-1]["type"] == "run_cancelled"
        assert events[-1]["reason"]
        assert code_of(lambda: registry.cancel("ann", "r")) == "unknown_run"
        if moment != "at once":
            await eventually(lambda: team.cancelled == ["r"])
        team.release.set()
        await registry.stop()
        assert len(run.events) == len(events)

    play(scene())


def test_following_again_ends_the_earlier_following() -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team)
        run = ask(registry, "hold work")
        first = asyncio.create_task(story(run.follow(0)))
        await eventually(lambda: len(run.events) == 4)
        second = asyncio.create_task(story(run.follow(2)))
        assert len(await asyncio.wait_for(first, 5)) == 4
        team.release.set()
        assert [event["seq"] for event in await second] == list(range(3, 10))
        await registry.stop()

    play(scene())


def test_a_run_is_followed_from_any_event_on() -> None:
    async def scene() -> None:
        run = ask(registry := registry_of(Scripted()))
        whole = await story(run.follow(0))
        for last_seq in range(len(whole) + 1):
            assert await story(run.follow(last_seq)) == whole[last_seq:]
        assert code_of(lambda: run.follow(len(whole) + 1)) == "bad_field"
        await registry.stop()

    play(scene())


def test_runs_and_threads_have_owners() -> None:
    async def scene() -> None:
        registry = registry_of(Scripted())
        ask(registry, "hold work", run_id="r", thread_id="t")
        assert code_of(lambda: ask(registry, run_id="r")) == "duplicate_run"
        assert code_of(lambda: ask(registry, user="eve", run_id="r")) == "forbidden"
        assert code_of(lambda: ask(registry, user="eve", thread_id="t")) == "forbidden"
        assert code_of(lambda: registry.cancel("eve", "r")) == "forbidden"
        assert code_of(lambda: registry.resume("eve", "r", 0)) == "forbidden"
        assert code_of(lambda: registry.cancel("ann", "x")) == "unknown_run"
        assert code_of(lambda: registry.resume("ann", "x", 0)) == "unknown_run"
        await registry.stop()

    play(scene())


def test_an_ended_run_is_forgotten_after_its_time() -> None:
    async def scene() -> None:
        registry = registry_of(Scripted(), resume_seconds=0.05)
        await kinds(ask(registry, run_id="r"))
        registry.resume("ann", "r", 0)

        def is_forgotten() -> bool:
            try:
                registry.resume("ann", "r", 0)
            except ProtocolError as problem:
                return problem.code == "unknown_run"
            return False

        await eventually(is_forgotten)
        assert await kinds(ask(registry, run_id="r")) == ORDINARY_RUN
        await registry.stop()

    play(scene())


def test_a_running_run_is_not_forgotten() -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team, resume_seconds=0)
        run = ask(registry, "hold work", run_id="r")
        await eventually(lambda: len(run.events) == 4)
        follower = registry.resume("ann", "r", 0)
        team.release.set()
        assert len(await story(follower)) == 9
        await registry.stop()

    play(scene())


def test_too_many_runs_at_once() -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team, max_runs_per_user=2)
        runs = [ask(registry, "hold work") for _ in range(2)]
        assert code_of(lambda: ask(registry)) == "rate_limited"
        ask(registry, user="bob")
        team.release.set()
        await kinds(runs[0])
        ask(registry)
        await registry.stop()

    play(scene())


def test_too_many_runs_a_minute() -> None:
    async def scene() -> None:
        registry = registry_of(Scripted(), max_runs_per_minute=3)
        for _ in range(3):
            await kinds(ask(registry))
        assert code_of(lambda: ask(registry)) == "rate_limited"
        ask(registry, user="bob")
        await registry.stop()

    play(scene())


def test_the_oldest_idle_thread_gives_way() -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team, max_threads_per_user=2)
        ask(registry, "hold work", thread_id="busy")
        for thread_id in ("old", "new", "newest"):
            await kinds(ask(registry, thread_id=thread_id))
        for thread_id in ("newest", "old"):
            ask(registry, thread_id=thread_id)
        await eventually(lambda: len(team.requests) == 6)
        assert [len(request.history) for request in team.requests[-2:]] == [1, 0]
        assert code_of(lambda: ask(registry, user="eve", thread_id="busy")) == "forbidden"
        await registry.stop()

    play(scene())


def test_stopping_ends_all_runs(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        team = Scripted()
        registry = registry_of(team)
        runs = [ask(registry, "hold work"), ask(registry, "stubborn hold work")]
        await eventually(lambda: all(len(run.events) == 4 for run in runs))
        await registry.stop()
        assert all(run.ended for run in runs)
        team.release.set()

    play(scene())
    assert "did not let themselves be cancelled" in caplog.text
