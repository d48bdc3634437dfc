"""The clock is the socket's: whatever a step does, stamps stay true; a lost worker is loud."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import statistics
import time
from collections.abc import Iterator

import psutil
import pytest
from websockets.sync.client import connect

from support import customers
from support.agents.process import launched
from support.agents.profile import Launch
from support.behaviour import Question, asks
from support.benchmarks import timing
from support.benchmarks.judging import judge
from support.fleet import Fleet
from support.session import Assignment, Patience
from support.tests.scripted_agent import agent_in_thread, healthy
from support.verdict import HarnessError, Limit, Outcome
from support.wire import Address

BEATS = 25


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with Fleet() as fleet:
        yield fleet


@pytest.fixture
def clockwork() -> Iterator[str]:
    command = ["{python}", "-m", "support.tests.clockwork_agent", str(BEATS)]
    with launched(Launch(command=command, ready=r"ready (?P<url>\S+)"), dict(os.environ)) as agent:
        yield agent.url


def sleep_then_compute() -> None:
    """What a step may do: a second of nothing, a second of work."""
    time.sleep(1)
    until = time.monotonic() + 1
    while time.monotonic() < until:
        sum(range(1000))


def one_customer(url: str) -> Assignment:
    return Assignment(
        customers.one(*asks(Question("tick"))), Address(url), patience=Patience(5, 5, 30)
    )


def test_stamps_stay_true_while_a_step_sleeps_and_computes(fleet: Fleet, clockwork: str) -> None:
    mission = fleet.launch([one_customer(clockwork)])
    sleep_then_compute()
    (told,) = mission.collect()
    (run,) = told.runs
    ours = [event.at - event.data["emitted"] for event in run.events]

    with connect(clockwork) as line:  # the same, received in the step itself
        line.recv()
        payload = {"content": "tick", "run_id": "r", "thread_id": "t"}
        line.send(json.dumps({"type": "user_message", "payload": payload}))
        sleep_then_compute()
        theirs = []
        for _ in range(BEATS + 2):
            emitted = json.loads(line.recv(timeout=5))["emitted"]
            theirs.append(time.monotonic() - emitted)

    assert len(ours) == BEATS + 2
    assert statistics.median(ours) < 0.05 * statistics.median(theirs)
    assert max(ours) < 0.25 * max(theirs)
    assert told.lag is not None
    # The probe agrees: it saw no delay of the size that receipt in the step would have had.
    assert told.lag.at(*(event.at for event in run.events)) < 0.25 * max(theirs)


def test_a_harness_that_was_held_up_says_so_and_blames_nobody(fleet: Fleet, clockwork: str) -> None:
    mission = fleet.launch([one_customer(clockwork)])
    time.sleep(1)  # the customer is at work
    (worker,) = multiprocessing.active_children()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    time.sleep(1)
    os.kill(worker.pid, signal.SIGCONT)
    (told,) = mission.collect()
    (run,) = told.runs
    limit = Limit(0.3, "s")
    silence = timing.longest_silence(limit)(run, told.lag)
    assert silence.value is not None
    assert silence.harness_lag is not None
    assert silence.value > 5 * 0.1  # the beat was there, the harness was not
    assert silence.harness_lag > 0.5 * silence.value
    assert judge(silence, limit).outcome is Outcome.NOT_MEASURED


def test_three_customers_at_once_come_back_in_order(fleet: Fleet) -> None:
    crowd = customers.crowd(3)
    with agent_in_thread(healthy) as url:
        told = fleet.run([Assignment(customer, Address(url)) for customer in crowd])
    assert [talk.name for talk in told] == [customer.name for customer in crowd]
    assert [talk.runs[0].question for talk in told] == [c.questions[0].text for c in crowd]
    assert all(run.completed for talk in told for run in talk.runs)


def test_more_workers_than_one_share_the_customers() -> None:
    crowd = customers.crowd(5)
    with Fleet(2) as fleet, agent_in_thread(healthy) as url:
        told = fleet.run([Assignment(customer, Address(url)) for customer in crowd])
    assert [talk.name for talk in told] == [customer.name for customer in crowd]


def test_a_worker_that_dies_is_loud(fleet: Fleet, clockwork: str) -> None:
    mission = fleet.launch([one_customer(clockwork)])
    time.sleep(0.5)
    for worker in multiprocessing.active_children():
        worker.kill()
    with pytest.raises(HarnessError, match="worker process of the suite died"):
        mission.collect()
    (told,) = fleet.run([one_customer(clockwork)])  # a fresh worker takes over
    assert told.runs[0].completed


def test_closing_leaves_no_process_even_with_customers_at_work(clockwork: str) -> None:
    with Fleet(2) as fleet:
        fleet.launch([one_customer(clockwork), one_customer(clockwork)])
        workers = [psutil.Process(child.pid) for child in multiprocessing.active_children()]
    assert len(workers) == 2
    _gone, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive


def test_a_closed_or_empty_fleet_says_so() -> None:
    fleet = Fleet()
    with pytest.raises(HarnessError, match="closed"):
        fleet.launch([one_customer("ws://127.0.0.1:1/")])
    with fleet, pytest.raises(HarnessError, match="at least one customer"):
        fleet.launch([])
