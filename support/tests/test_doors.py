"""A feature's agent may take its time to stop, but never beyond the start of the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import cast

import pytest

from support.agents.budget import Budget
from support.config import Settings
from support.suite import OpenAgent

SETTINGS = cast(Settings, SimpleNamespace(agent=None, patience=1.0))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became of agents, in order; each takes its time to stop."""
    seen: list[str] = []

    @contextmanager
    def agent(*_given: object, **_more: object) -> Iterator[int]:
        number = sum("up" in each for each in seen) + 1
        seen.append(f"{number} is up")
        yield number
        threading.Event().wait(0.05)
        seen.append(f"{number} is gone")

    monkeypatch.setattr("support.suite.AgentUnderTest", agent)
    return seen


def test_the_next_agent_comes_when_the_one_before_is_gone(told: list[str]) -> None:
    first = OpenAgent(SETTINGS, Budget())
    first.get()
    first.get()
    first.release()
    assert told == ["1 is up"]
    second = OpenAgent(SETTINGS, Budget(), [first])
    second.get()
    second.close()
    assert told == ["1 is up", "1 is gone", "2 is up", "2 is gone"]


def test_what_was_never_opened_is_closed_as_well(told: list[str]) -> None:
    door = OpenAgent(SETTINGS, Budget())
    door.release()
    door.close()
    assert told == []
