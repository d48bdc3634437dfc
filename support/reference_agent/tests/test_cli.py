"""The agent as its launcher meets it: options in, one line out, an orderly end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from support.reference_agent.tests.scripted import SECRET, Client, play, token

ROOT_FOLDER = Path(__file__).parents[3]
SETTINGS = {"GOLDEN_PATH_JWT_SECRET": SECRET}


@dataclass(frozen=True)
class Agent:
    """A started agent and what it said when it was ready."""

    process: asyncio.subprocess.Process
    url: str

    async def ended(self) -> tuple[int, str, str]:
        """Wait for the end: exit status, the rest of its output, all of its errors."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        async with asyncio.timeout(5):
            status = await self.process.wait()
            output = (await self.process.stdout.read()).decode()
            return status, output, (await self.process.stderr.read()).decode()


async def start(
    *arguments: str, settings: dict[str, str], stdin: int = asyncio.subprocess.PIPE
) -> asyncio.subprocess.Process:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GOLDEN_PATH_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "support.reference_agent", *arguments),
        cwd=ROOT_FOLDER,
        env={**inherited, **settings},
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def agent(
    *arguments: str, stdin: int = asyncio.subprocess.PIPE, **settings: str
) -> AsyncIterator[Agent]:
    process = await start(
        "--pace", "instant", *arguments, settings={**SETTINGS, **settings}, stdin=stdin
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 10)).decode()
        assert line.startswith("ready ws://127.0.0.1:"), line
        assert line.endswith("/ws\n")
        yield Agent(process, line.removeprefix("ready ").strip())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def customer(
    running: Agent, origin: Origin | None = None, **claims: object
) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token('ann', **claims)}"}
    options: dict[str, Any] = {"additional_headers": headers, "origin": origin, "proxy": None}
    async with connect(running.url, **options) as connection:
        guest = Client(connection)
        assert (await guest.next())["type"] == "connection_established"
        yield guest


async def failed_start(*arguments: str, **settings: str) -> tuple[int, str]:
    process = await start(*arguments, settings=settings)
    output, errors = await asyncio.wait_for(process.communicate(), 10)
    assert output == b""
    assert process.returncode is not None
    return process.returncode, errors.decode()


def test_help_names_every_option() -> None:
    async def scene() -> None:
        process = await start("--help", settings={})
        output, _ = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0
        for option in (
            "--host",
            "--port",
            "--pace",
            "--seed",
            "--allow-origin",
            "--stop-with-parent",
            "--max-message-bytes",
            "--max-runs-per-user",
            "--max-runs-per-minute",
            "--log-level",
        ):
            assert option in output.decode()

    play(scene())


@pytest.mark.parametrize("settings", [{}, {"GOLDEN_PATH_JWT_SECRET": ""}])
def test_without_a_secret_there_is_no_agent(settings: dict[str, str]) -> None:
    async def scene() -> None:
        status, errors = await failed_start(**settings)
        assert (status, errors.count("\n")) == (2, 1)
        assert "GOLDEN_PATH_JWT_SECRET" in errors

    play(scene())


def test_a_guessable_secret_is_refused_and_not_shown() -> None:
    async def scene() -> None:
        status, errors = await failed_start(GOLDEN_PATH_JWT_SECRET="hunter2")
        assert (status, errors.count("\n")) == (2, 1)
        assert "32 bytes" in errors
        assert "hunter2" not in errors

    play(scene())


def test_a_place_that_cannot_be_listened_on() -> None:
    async def scene() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            status, errors = await failed_start("--port", port, **SETTINGS)
        assert (status, errors.count("\n")) == (2, 1)
        assert port in errors
        # An address kept for documentation: no machine has it.
        status, errors = await failed_start("--host", "192.0.2.1", **SETTINGS)
        assert (status, errors.count("\n")) == (2, 1)

    play(scene())


@pytest.mark.parametrize(
    "arguments",
    [["--port", "70000"], ["--port", "x"], ["--pace", "slow"], ["--max-runs-per-user", "0"]],
)
def test_options_that_make_no_sense(arguments: list[str]) -> None:
    async def scene() -> None:
        status, errors = await failed_start(*arguments, **SETTINGS)
        assert status == 2
        assert arguments[0] in errors
        assert "Traceback" not in errors

    play(scene())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    async def scene() -> None:
        async with agent() as running, customer(running) as ann:
            await ann.ask("How do we cut our AI costs?")
            assert (await ann.run())[-1]["type"] == "agent_completed"
            began = time.monotonic()
            running.process.send_signal(number)
            with pytest.raises(ConnectionClosed):
                await ann.next()
            assert ann.connection.close_code == 1001
            assert await running.ended() == (0, "", "")
            # Seconds of work are left that nobody waits for; a busy machine takes a few itself.
            assert time.monotonic() - began < 8

    play(scene())


def test_a_signal_ends_it_in_the_middle_of_work() -> None:
    async def scene() -> None:
        async with agent("--pace", "realistic") as running, customer(running) as ann:
            await ann.ask("How do we cut our AI costs?")
            assert (await ann.next())["type"] == "agent_started"
            running.process.terminate()
            assert await running.ended() == (0, "", "")

    play(scene())


def test_it_ends_with_its_launcher_where_told_to() -> None:
    async def scene() -> None:
        async with agent("--stop-with-parent") as running, customer(running) as ann:
            assert running.process.stdin is not None
            running.process.stdin.write(b"still here\n")
            assert await ann.quiet()
            running.process.stdin.close()
            assert await running.ended() == (0, "", "")

    play(scene())


def test_it_outlives_its_input_otherwise() -> None:
    async def scene() -> None:
        async with agent() as running, customer(running) as ann:
            assert running.process.stdin is not None
            running.process.stdin.close()
            await running.process.stdin.wait_closed()
            assert await ann.quiet()

    play(scene())


def test_an_input_nobody_holds_is_at_its_end() -> None:
    async def scene() -> None:
        nothing = asyncio.subprocess.DEVNULL
        async with agent("--stop-with-parent", stdin=nothing) as running:
            assert await running.ended() == (0, "", "")

    play(scene())


def test_options_reach_the_server() -> None:
    async def scene() -> None:
        home = Origin("https://app.example")
        limits = ("--max-message-bytes", "500", "--max-runs-per-minute", "1")
        async with (
            agent("--allow-origin", home, *limits, GOLDEN_PATH_JWT_AUDIENCE="here") as running,
            customer(running, home, aud="here") as ann,
        ):
            await ann.ask("How do we cut our AI costs?")
            await ann.run()
            await ann.ask("How do we cut our AI costs?")
            assert (await ann.next())["code"] == "rate_limited"
            await ann.connection.send("x" * 501)
            with pytest.raises(ConnectionClosed):
                await ann.next()
            assert ann.connection.close_code == 1009
            for origin, audience in ((Origin("https://evil.example"), "here"), (home, "there")):
                with pytest.raises(InvalidStatus):
                    async with customer(running, origin, aud=audience):
                        pass

    play(scene())


def test_no_log_shows_a_token() -> None:
    async def scene() -> None:
        async with agent("--log-level", "debug") as running:
            async with customer(running):
                pass
            running.process.terminate()
            status, _, errors = await running.ended()
            assert status == 0
            assert "connection open" in errors
            assert "Bearer" not in errors
            assert "eyJ" not in errors

    play(scene())
