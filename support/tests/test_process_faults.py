"""What becomes of an agent's process is done to the right one, and undone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from msgspec.structs import replace

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.agents.profile import Faults, Launch, Profile
from support.faults import agent_faults
from support.faults.agent_faults import on_command
from support.faults.process_faults import (
    crashed,
    down,
    family,
    paused,
    short_of_memory,
    workers,
)
from support.verdict import HarnessError, NotMeasured

WITHIN_S = 20.0


@pytest.fixture(scope="module", name="agent")
def an_agent() -> Iterator[AgentUnderTest]:
    with AgentUnderTest(profile.load("reference")) as agent:
        yield agent


def health(agent: AgentUnderTest, within_s: float = WITHIN_S) -> int:
    url = agent.url.replace("ws://", "http://").replace("/ws", "/health")
    return httpx.get(url, timeout=within_s).status_code


def test_who_works_is_told_from_who_looks_after(agent: AgentUnderTest) -> None:
    (worker,) = workers(agent)
    everybody = family(agent)
    assert agent.process is not None
    assert [each.pid for each in everybody] == [agent.process.pid, worker.pid]


def test_a_paused_agent_answers_nobody_and_then_everybody(agent: AgentUnderTest) -> None:
    with paused(agent), pytest.raises(httpx.TimeoutException):
        health(agent, 0.3)
    assert health(agent) == 200


def test_a_pause_ends_also_where_the_block_fails(agent: AgentUnderTest) -> None:
    with pytest.raises(KeyError), paused(agent):
        raise KeyError
    assert health(agent) == 200


def test_a_crashed_agent_is_started_again_by_its_supervision(agent: AgentUnderTest) -> None:
    (former,) = workers(agent)
    url = agent.url
    with crashed(agent):
        assert health(agent) == 200
    (present,) = workers(agent)
    assert present.pid != former.pid
    assert agent.url == url


def test_an_agent_that_is_down_stays_so_until_the_end(agent: AgentUnderTest) -> None:
    former = family(agent)
    with down(agent), pytest.raises(httpx.HTTPError):
        health(agent)
    assert health(agent) == 200
    assert not {each.pid for each in former} & {each.pid for each in family(agent)}


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="only Linux has this limit")
def test_memory_runs_short_for_the_agent_alone_and_is_given_back(agent: AgentUnderTest) -> None:
    (worker,) = workers(agent)
    before = worker.rlimit(psutil.RLIMIT_AS)
    mine = psutil.Process().rlimit(psutil.RLIMIT_AS)
    with short_of_memory(agent):
        soft, hard = worker.rlimit(psutil.RLIMIT_AS)
        assert worker.memory_info().vms <= soft < 2**40
        assert hard == before[1]
        assert psutil.Process().rlimit(psutil.RLIMIT_AS) == mine
    assert worker.rlimit(psutil.RLIMIT_AS) == before
    assert health(agent) == 200


GREEDY = """
import socket, subprocess, sys
helper = subprocess.Popen(["sleep", "60"])
door = socket.create_server(("127.0.0.1", 0))
print(f"ready ws://127.0.0.1:{door.getsockname()[1]}/ws", flush=True)
for line in sys.stdin:
    try:
        print("had", len(bytearray(50_000_000)), flush=True)
    except MemoryError:
        print("short", flush=True)
"""


@pytest.fixture(name="helped")
def a_helped_agent() -> Iterator[AgentUnderTest]:
    """One that has started a helper, as a pool or a tracker of resources is one."""
    launch = Launch(command=[sys.executable, "-c", GREEDY], ready=r"^ready (?P<url>\S+)$")
    with AgentUnderTest(Profile(name="a", launch=launch)) as agent:
        yield agent


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="only Linux has this limit")
def test_who_needs_more_memory_than_there_is_gets_none(helped: AgentUnderTest) -> None:
    assert helped.process is not None
    with short_of_memory(helped):
        helped.process.tell("more", "short")
    helped.process.tell("more", "had 50000000")


def test_who_listens_is_struck_and_not_only_a_helper(helped: AgentUnderTest) -> None:
    agent, helper = family(helped)
    assert workers(helped) == [agent]
    with paused(helped):
        assert {agent.status(), helper.status()} == {psutil.STATUS_STOPPED}
    assert psutil.STATUS_STOPPED not in {agent.status(), helper.status()}
    with crashed(helped):
        gone, _ = psutil.wait_procs([agent], WITHIN_S)
    assert gone == [agent]


def test_an_agent_whose_port_is_not_its_own_process_is_not_measured() -> None:
    launch = Launch(command=[sys.executable, "-c", GREEDY], ready="ready")
    with (
        AgentUnderTest(Profile(name="a", url="ws://127.0.0.1:1", launch=launch)) as agent,
        pytest.raises(NotMeasured, match="serves port 1"),
    ):
        workers(agent)


def test_a_command_that_hangs_is_ended_with_all_it_started_and_healed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_faults, "_COMMAND_S", 0.5)
    pid, healed = tmp_path / "pid", tmp_path / "healed"
    hangs = ["sh", "-c", f"sleep 60 & echo $! > {pid}; wait"]
    own = Faults(begin=hangs, end=["touch", str(healed)])
    agent = AgentUnderTest(Profile(name="a", url="ws://127.0.0.1:1", faults=own))
    with pytest.raises(HarnessError, match=r"command sh of \[faults\] did not end within 0\.5 s$"):
        on_command(agent, "database").__enter__()
    assert healed.exists()
    with contextlib.suppress(psutil.NoSuchProcess):
        left = psutil.Process(int(pid.read_text()))
        assert left.status() == psutil.STATUS_ZOMBIE or not psutil.wait_procs([left], 5)[1]


def test_a_command_is_confirmed_and_an_unknown_one_is_not(
    agent: AgentUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert agent.process is not None
    told: list[str] = []
    tell = agent.process.tell

    def note(line: str, answer: str) -> None:
        told.append(line)
        tell(line, answer)

    monkeypatch.setattr(agent.process, "tell", note)
    with on_command(agent, "database"):
        assert told == ["fault database"]
    assert told == ["fault database", "heal database"]
    with pytest.raises(HarnessError, match="did not confirm the command 'dance'"):
        tell("dance", "done dance", 0.2)


def test_commands_of_the_profile_are_run_with_the_name_of_the_fault() -> None:
    check = "import sys; sys.exit(0 if sys.argv[1] == 'database' else 3)"
    own = Faults(begin=[sys.executable, "-c", check, "{fault}"], end=[sys.executable, "-c", "0"])
    agent = AgentUnderTest(Profile(name="a", url="ws://127.0.0.1:1", faults=own))
    with on_command(agent, "database"):
        pass
    with pytest.raises(HarnessError, match="ended with status 3"):
        on_command(agent, "slow-tools").__enter__()
    gone = replace(own, begin=["/no/such/program"])
    agent = AgentUnderTest(Profile(name="a", url="ws://127.0.0.1:1", faults=gone))
    with pytest.raises(HarnessError, match="cannot be run: No such file"):
        on_command(agent, "database").__enter__()


def test_an_agent_elsewhere_cannot_be_touched() -> None:
    agent = AgentUnderTest(Profile(name="a", url="ws://127.0.0.1:1"))
    with pytest.raises(HarnessError, match="did not launch this agent"):
        workers(agent)
    with pytest.raises(HarnessError, match="does not say how"):
        on_command(agent, "database").__enter__()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[can]\nprocess_faults = true", r"line 4: \[can\] process_faults is true, and only"),
        ("[can]\nsupervision = true", "supervision is true"),
        ("[can]\nfaults_on_command = true", "nothing says how they are commanded"),
        ('[faults]\nbegin = ["x"]', "`begin` without `end`"),
    ],
)
def test_what_a_profile_cannot_mean(tmp_path: object, text: str, words: str) -> None:
    file = tmp_path / "p.toml"  # type: ignore[operator]
    file.write_text(f'name = "a"\nurl = "ws://127.0.0.1:1"\n{text}\n')
    with pytest.raises(HarnessError, match=words):
        profile.load(str(file))
