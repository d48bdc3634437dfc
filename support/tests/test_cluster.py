"""The same customers on a Dask cluster: its workers are processes of their own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from behave.configuration import Configuration
from behave.exception import ConfigError
from distributed import Client

from support import config
from support.bench.spreading import local_cluster
from support.fleet import Fleet, cluster
from support.runner import SuiteRunner
from support.tests.scripted_agent import agent_in_thread, healthy
from support.tests.test_fleet import lingering
from support.verdict import HarnessError


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with local_cluster(2) as address:
        yield address


def test_a_cluster_serves_as_processes_do(address: str) -> None:
    with Fleet(address=address) as fleet, agent_in_thread(healthy) as url:
        told = fleet.run(lingering(url, 5, 0))
        tally = fleet.survey(lingering(url, 5, 0))
    assert [talk.name for talk in told] == [f"customer {number}" for number in range(1, 6)]
    assert all(run.completed for talk in told for run in talk.runs)
    assert all(talk.lag is not None for talk in told)
    assert (tally.customers, tally.lost, tally.events) == (5, 0, 35)
    assert tally.promise("isolation").value == 0


def test_a_lost_worker_of_a_cluster_is_loud_and_nothing_is_done_twice(address: str) -> None:
    asked: list[int] = []

    async def counts(line: object) -> None:
        asked.append(1)
        await healthy(line)  # type: ignore[arg-type]

    with Fleet(address=address) as fleet, agent_in_thread(counts) as url:
        with Client(address, set_as_default=False) as client:
            victim = sorted(client.run(os.getpid).items())[0][1]
        killing = threading.Timer(1, os.kill, (victim, signal.SIGKILL))
        killing.start()
        tally = fleet.survey(lingering(url, 4, 4))
        killing.join()
    assert (tally.customers, tally.lost) == (2, 2)
    assert "the cluster's worker at tcp://" in tally.losses[0]
    assert tally.promise("answer").value == 0
    assert len(asked) == 4


def test_a_cluster_that_is_not_there_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    with pytest.raises(HarnessError, match=r"no Dask cluster at tcp://127\.0\.0\.1:1:.*8786$"):
        Fleet(address="tcp://127.0.0.1:1").__enter__()


def test_a_run_on_a_cluster_that_is_not_there_is_refused_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    monkeypatch.chdir(tmp_path)
    settings = Configuration(["-D", "cluster=tcp://127.0.0.1:1"], load_config=False)
    with pytest.raises(ConfigError, match=r"^there is no Dask cluster at tcp://127\.0\.0\.1:1: "):
        SuiteRunner(settings).run_with_paths()


@pytest.mark.parametrize("text", ["here", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://:1"])
def test_what_is_no_address_of_a_cluster_is_refused(text: str) -> None:
    with pytest.raises(HarnessError, match="no address of a Dask cluster"):
        config.read({"cluster": text})
    assert config.read({"cluster": "tcp://127.0.0.1:8786"}).cluster == "tcp://127.0.0.1:8786"
