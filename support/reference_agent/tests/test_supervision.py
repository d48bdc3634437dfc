"""The supervised agent comes back by itself at the same address, and fails and heals on command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from support.deadline import Deadline
from support.reference_agent.commands import NAMES, Commands
from support.reference_agent.pace import INSTANT
from support.reference_agent.supervision import supervise
from support.reference_agent.team import Team

WITHIN_S = 20.0
COMMAND = ("-m", "support.reference_agent", "--port", "0", "--stop-with-parent", "--supervised")


@pytest.fixture(name="agent")
def an_agent() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"GOLDEN_PATH_JWT_SECRET": "s" * 64},
        bufsize=0,
    )
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def line(agent: subprocess.Popen[bytes]) -> str:
    assert agent.stdout is not None
    return agent.stdout.readline().decode().strip()


def is_well(url: str) -> bool:
    health = url.replace("ws://", "http://").replace("/ws", "/health")
    return httpx.get(health, timeout=WITHIN_S).status_code == httpx.codes.OK


def worker(agent: subprocess.Popen[bytes]) -> psutil.Process:
    (child,) = psutil.Process(agent.pid).children()
    return child


def test_it_comes_back_at_the_same_address(agent: subprocess.Popen[bytes]) -> None:
    ready = line(agent)
    url = ready.removeprefix("ready ")
    assert is_well(url)
    first = worker(agent)
    first.kill()
    assert is_well(url)  # whoever comes meanwhile waits at the door
    assert line(agent) == ready
    assert worker(agent).pid != first.pid


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_with_its_worker(agent: subprocess.Popen[bytes], number: signal.Signals) -> None:
    line(agent)
    child = worker(agent)
    agent.send_signal(number)
    assert agent.wait(WITHIN_S) == 0
    gone, _ = psutil.wait_procs([child], WITHIN_S)
    assert gone


def test_it_stops_when_its_launcher_is_gone(agent: subprocess.Popen[bytes]) -> None:
    line(agent)
    assert agent.stdin is not None
    agent.stdin.close()
    assert agent.wait(WITHIN_S) == 0


def test_a_worker_that_stands_still_goes_with_the_launcher(agent: subprocess.Popen[bytes]) -> None:
    line(agent)
    child = worker(agent)
    child.suspend()
    assert agent.stdin is not None
    agent.stdin.close()
    agent.wait(WITHIN_S)
    gone, _ = psutil.wait_procs([child], WITHIN_S)
    assert gone


def test_a_worker_that_does_not_end_is_killed() -> None:
    source, launcher = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(source, 0)
        os.close(launcher)

        def deaf(door: object) -> int:
            time.sleep(60)
            return 0

        os._exit(supervise(deaf, "127.0.0.1", 0, with_parent=True))
    supervisor = psutil.Process(child)
    deadline = Deadline(WITHIN_S)
    while not supervisor.children() and not deadline.passed:
        time.sleep(0.01)
    (deaf_one,) = supervisor.children()
    os.close(launcher)
    os.close(source)
    assert psutil.wait_procs([deaf_one, supervisor], WITHIN_S)[1] == []


def test_it_confirms_commands(agent: subprocess.Popen[bytes]) -> None:
    line(agent)
    assert agent.stdin is not None
    agent.stdin.write(b"nonsense\nfault database\nfault ca")
    agent.stdin.write(b"ts\nheal database\n")
    deadline = Deadline(WITHIN_S)
    assert [line(agent), line(agent)] == ["done fault database", "done heal database"]
    assert not deadline.passed


def test_each_command_changes_the_team_and_is_undone() -> None:
    team, said = Team(pace=INSTANT), list[str]()
    before = (team.faults, team.degradation)
    commands = Commands(team, said.append)
    for name in NAMES:
        commands.feed(f"fault {name}\n".encode())
        assert (team.faults, team.degradation) != before
        commands.feed(f"heal {name}\n".encode())
        assert (team.faults, team.degradation) == before
    assert said == [f"done {do} {name}" for name in NAMES for do in ("fault", "heal")]


def test_two_faults_at_once_are_healed_one_by_one() -> None:
    team = Team(pace=INSTANT)
    commands = Commands(team, lambda _: None)
    commands.feed(b"fault database\nfault slow-tools\nheal database\n")
    assert not team.faults.no_database
    assert team.faults.slow
