"""A full house: whose fault it is when customers cannot come, and what its figures are called."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from support.agents import profile
from support.agents.agent import AgentUnderTest
from support.behaviour import Customer
from support.customers import crowd
from support.fleet import Fleet
from support.load import Load, fill
from support.suite import OpenAgent, Suite
from support.tests.test_tally import answered
from support.verdict import HarnessError

MORTAL = """name = "Mine"
[launch]
command = ["{python}", "-m", "support.tests.mortal_agent"]
ready = 'ready (?P<url>\\S+)'
[patience]
opening_s = 2
silence_s = 2
answer_s = 5
"""
NOBODY = 'name = "Mine"\nurl = "ws://127.0.0.1:1"\n'


def agent(folder: Path, text: str) -> AgentUnderTest:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return AgentUnderTest(profile.load(str(file)))


def filled(agent: AgentUnderTest, customers: list[Customer]) -> Load:
    with Fleet() as fleet, agent:
        suite = cast(Suite, SimpleNamespace(fleet=fleet))
        door = cast(OpenAgent, SimpleNamespace(get=lambda: agent))
        return fill(suite, door, ("Feature", "Scenario"), customers, alone_first=True)


def test_an_agent_that_dies_while_the_house_fills_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match=r"is it running\?; the agent's process ended.*status"):
        filled(agent(tmp_path, MORTAL), crowd(2))


def test_an_agent_that_is_not_there_is_no_failure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HarnessError, match=r"nothing listens there; is it running\?$"):
        filled(agent(tmp_path, NOBODY), crowd(1))


def test_a_slowdown_that_nobody_could_measure_has_the_name_of_one_that_was() -> None:
    whole, none = answered(1.0, 1.0, 1.0), answered()
    none.times.clear()
    names = {Load(*both).slowdown(0.5)[0].name for both in ((whole, whole), (none, whole))}
    assert names == {"time to answer"}
