"""The question budget is never exceeded, whatever is tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.agents.budget import Budget
from support.customers import crowd
from support.verdict import NotMeasured


def test_without_a_limit_anything_may_be_asked() -> None:
    budget = Budget()
    budget.take(1_000_000)
    assert budget.asked == 1_000_000


def test_what_does_not_fit_is_not_asked_and_not_counted() -> None:
    budget = Budget(5)
    budget.take(4)
    with pytest.raises(
        NotMeasured, match=r"allows 5 questions in all .*4 were asked.*takes 2 more"
    ):
        budget.take(2)
    budget.take(1)
    with pytest.raises(NotMeasured):
        budget.take(1)
    assert budget.asked == 5


@given(st.integers(1, 50), st.lists(st.integers(0, 20)))
def test_it_is_never_exceeded(allowed: int, wishes: list[int]) -> None:
    budget, asked = Budget(allowed), 0
    for wish in wishes:
        try:
            budget.take(wish)
        except NotMeasured:
            continue
        asked += wish
    assert asked == budget.asked <= allowed


def test_nobody_gets_to_ask_past_the_budget(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "Mine"\nurl = "ws://127.0.0.1:1"\nquestions = 3\n')
    agent = AgentUnderTest(profile.load(str(file)))
    *most, last = crowd(4)
    for customer in most:
        agent.assignment(customer)
    with pytest.raises(NotMeasured, match="allows 3 questions in all"):
        agent.assignment(last)
    assert agent.budget.asked == 3
