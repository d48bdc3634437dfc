"""More and more customers: in order, within the budget, and no further than it makes sense."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.assignment import Assignment
from support.behaviour import Listen
from support.benchmarks.memory import Metrics
from support.fleet import Fleet
from support.growing import STAY, customers, grow
from support.reading import Conversation
from support.tests.stamped import stamped
from support.verdict import HarnessError, NotMeasured

Answer = Callable[[int], Conversation]


class Acting:
    """A fleet that answers everybody at once, as it is told."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.sizes: list[int] = []
        self.assignments: list[Assignment] = []

    def run(self, assignments: Sequence[Assignment]) -> list[Conversation]:
        self.sizes.append(len(assignments))
        self.assignments += assignments
        return [self.answer(len(assignments)) for _ in assignments]


def served(_users: int) -> Conversation:
    return stamped([0.01] * 3)


def agent(folder: Path, text: str = "", *, launched: bool = True) -> AgentUnderTest:
    file = folder / "mine.toml"
    file.write_text(f'name = "Mine"\nurl = "ws://127.0.0.1:1"\n{text}')
    made = AgentUnderTest(profile.load(str(file)))
    if launched:
        made.process = cast("AgentUnderTest.process", SimpleNamespace(pid=os.getpid()))  # type: ignore[valid-type]
    return made


def act_out(agent: AgentUnderTest, fleet: Acting, *sizes: int) -> object:
    return grow(agent, cast(Fleet, fleet), sizes, "how?")


def test_everybody_asks_for_themselves_and_stays() -> None:
    three = customers(3, "how?")
    assert [each.name for each in three] == [f"customer {n} of 3" for n in (1, 2, 3)]
    assert len({each.questions[0].run_id for each in three}) == 3
    assert all(each.actions[-1] == Listen(STAY) for each in three)


def test_fewer_come_first(tmp_path: Path) -> None:
    fleet = Acting(served)
    act_out(agent(tmp_path), fleet, 10, 1, 3)
    assert fleet.sizes == [1, 3, 10]


def test_who_is_not_answered_ends_it(tmp_path: Path) -> None:
    fleet = Acting(lambda users: stamped([0.01] * 3, ending=users < 3))
    growth = grow(agent(tmp_path), cast(Fleet, fleet), (1, 3, 10), "how?")
    assert fleet.sizes == [1, 3]
    assert growth.steps[-1].problem.startswith("3 of 3 users were not answered")


def test_nothing_is_asked_that_the_budget_does_not_hold(tmp_path: Path) -> None:
    fleet = Acting(served)
    with pytest.raises(NotMeasured, match="allows 13 questions in all"):
        act_out(agent(tmp_path, "questions = 13\n"), fleet, 1, 3, 10)
    assert fleet.sizes == []


def test_an_agent_whose_memory_nobody_can_read_is_not_asked(tmp_path: Path) -> None:
    fleet = Acting(served)
    with pytest.raises(NotMeasured, match="nobody says where the agent's memory can be read"):
        act_out(agent(tmp_path, launched=False), fleet, 1, 3, 10)
    metrics = '[memory]\nurl = "http://127.0.0.1:9/metrics"\n'
    with pytest.raises(NotMeasured, match="cannot be read"):
        act_out(agent(tmp_path, metrics, launched=False), fleet, 1, 3, 10)
    assert fleet.sizes == []


class Gauge(Metrics):
    """A metric that says these, one after another, and the last of them for ever."""

    interval_s = 0.001

    def __init__(self, *said: int) -> None:
        self.words, self._said = "the gauge", list(said)

    def read(self) -> int:
        return self._said.pop(0) if len(self._said) > 1 else self._said[0]


def test_a_metric_that_stands_still_is_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(users: int) -> Conversation:
        time.sleep(0.02)
        return served(users)

    monkeypatch.setattr("support.growing.source_of", lambda _agent: Gauge(50_000_000))
    with pytest.raises(NotMeasured, match=r"the gauge stands still at 50000000 bytes in .* 1 to 3"):
        act_out(agent(tmp_path), Acting(slowly), 1, 2, 3)
    monkeypatch.setattr("support.growing.source_of", lambda _agent: Gauge(1, 2, 50_000_000))
    act_out(agent(tmp_path), Acting(slowly), 1, 2, 3)


def test_more_customers_stay_longer_by_what_an_answer_took(tmp_path: Path) -> None:
    fleet = Acting(served)
    act_out(agent(tmp_path), fleet, 1, 3)
    took = max(run.ending.at - run.asked_at for run in served(1).runs if run.ending)
    assert took > 0.2
    assert [each.customer.actions[-1] for each in fleet.assignments] == [
        Listen(STAY),
        *[Listen(STAY + took)] * 3,
    ]


@pytest.mark.parametrize("sizes", [(), (0, 3, 10), (3, 3, 3), (1, 3, 3, 10)])
def test_numbers_that_are_no_steps_are_refused(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    fleet = Acting(served)
    with pytest.raises(HarnessError, match="customers in turn are different numbers from 1 on"):
        act_out(agent(tmp_path), fleet, *sizes)
    assert fleet.sizes == []
