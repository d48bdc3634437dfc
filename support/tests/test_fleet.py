"""The clock is the socket's: whatever a step does, stamps stay true; a lost worker is loud."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest
from websockets.asyncio.server import ServerConnection
from websockets.sync.client import connect

from support import customers
from support.agents.process import launched
from support.agents.profile import Launch
from support.assignment import Assignment, Patience
from support.behaviour import Listen, Question, asks
from support.benchmarks import timing
from support.benchmarks.judging import judge
from support.fleet import Fleet, shard
from support.tests.scripted_agent import (
    GREETING,
    Telling,
    agent_in_thread,
    healthy,
    heard,
    tell,
    whole_run,
)
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


def lingering(url: str, size: int, seconds: float) -> list[Assignment]:
    """So many customers who stay on the line after their answer."""
    crowd = [replace(c, actions=(*c.actions, Listen(seconds))) for c in customers.crowd(size)]
    return [Assignment(customer, Address(url), patience=Patience(5, 5, 30)) for customer in crowd]


def test_a_survey_counts_everybody_wherever_they_were_served() -> None:
    with Fleet(2) as fleet, agent_in_thread(healthy) as url:
        tally = fleet.survey(lingering(url, 5, 0))
    assert (tally.customers, tally.lost, tally.events) == (5, 0, 35)
    assert tally.promise("answer").value == 0
    assert tally.promise("isolation").value == 0
    assert tally.times["answer complete"].histogram.get_total_count() == 5
    assert [recording.about["customer"] for recording in tally.kept] == ["customer 1", "customer 4"]


def test_a_lost_worker_takes_only_its_own_customers_with_it() -> None:
    with Fleet(2) as fleet, agent_in_thread(healthy) as url:
        fleet.survey(lingering(url, 2, 0))  # the workers are up
        victim = multiprocessing.active_children()[0]
        killing = threading.Timer(0.5, victim.kill)
        killing.start()
        tally = fleet.survey(lingering(url, 5, 2))
        killing.join()
        assert tally.lost in (2, 3)
        assert tally.customers == 5 - tally.lost
        assert tally.losses == ["a worker process of the suite died"]
        assert tally.promise("answer").value == 0  # the others were judged
        assert fleet.survey(lingering(url, 4, 0)).customers == 4  # and a fresh worker takes over


def test_what_one_customer_is_shown_of_another_shard_is_found() -> None:
    crowd = lingering("", 4, 0)
    secret = crowd[3].customer.canary

    async def gossips(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        await whole_run(run := Telling(line, await heard(line)))
        await run.event("agent_thinking", thought=f"as I told {secret[::-1]}")
        await line.wait_closed()

    with Fleet(2) as fleet, agent_in_thread(gossips) as url:
        tally = fleet.survey([replace(each, address=Address(url)) for each in crowd])
    found = tally.promise("isolation")
    assert found.value == 3
    assert "customer 1: was shown the secret of customer 4" in found.why


def test_customers_who_cannot_come_are_told_and_the_others_served() -> None:
    crowd = lingering("ws://127.0.0.1:1/ws", 2, 0)
    with Fleet() as fleet, agent_in_thread(healthy) as url:
        tally = fleet.survey([replace(crowd[0], address=Address(url)), crowd[1]])
    assert tally.customers == 2
    assert "nothing listens there" in tally.unreachable[0]
    assert tally.promise("answer").failed


def test_a_storm_that_fills_the_worker_is_not_held_against_the_agent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shard, "ROOM", 40_000)

    async def storms(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        while True:
            await run.event("agent_thinking", thought="x" * 1000)

    with agent_in_thread(storms) as url:
        tally = shard.survey(crowd := lingering(url, 2, 0), list(map(shard.belongings_of, crowd)))
    assert tally.events < 40
    found = tally.promise("answer")
    assert (found.value, found.failed) == (None, False)
    assert "of all customers of one worker; the rest of what came was not read" in found.why


def test_the_room_of_one_customer_does_not_depend_on_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shard, "ROOM", 40_000)

    taken: list[int] = []

    async def talks(line: ServerConnection) -> None:
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        taken.append(1)
        await whole_run(run)
        if len(taken) == 1:
            await line.send("x" * 20_000)

    with agent_in_thread(talks) as url:
        crowd = lingering(url, 10, 0)
        tally = shard.survey(crowd, list(map(shard.belongings_of, crowd)))
    assert tally.promise("answer").value == 0


def test_too_few_files_for_so_many_customers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.fleet.shard.resource.getrlimit", lambda _what: (256, 1024))
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(
        "support.fleet.shard.resource.setrlimit", lambda _what, limits: raised.append(limits)
    )
    shard.make_room(500)
    assert raised == [(564, 1024)]
    with pytest.raises(HarnessError, match=r"lets a process open 1024 files.*5000 customers"):
        shard.make_room(5000)


@pytest.mark.parametrize("workers", [0, -3])
def test_a_fleet_of_nobody_is_refused(workers: int) -> None:
    with pytest.raises(HarnessError, match="at least one worker"):
        Fleet(workers)
