"""Answers that get worse to order: which ones, how, and what is refused."""

from __future__ import annotations

import asyncio

import pytest

from support.reference_agent.conversation import Request
from support.reference_agent.degradation import WAYS, Degradation, parse
from support.reference_agent.pace import INSTANT
from support.reference_agent.team import Team
from support.reference_agent.tests.asking import GOLDEN, Run, ask


def answers(way: str, count: int = 4) -> list[str]:
    """The answers of one agent that degrades from the second to the third."""
    team = Team(pace=INSTANT, degradation=Degradation(way, 2, 3))
    told = []
    for number in range(count):
        run = Run()
        request = Request(GOLDEN, "user-1", "meridian", f"thread-{number}", f"run-{number}")
        asyncio.run(team.advise(request, run.emit))
        told.append(run.answer)
        pieces = "".join(str(e.fields["content"]) for e in run.of("stream_chunk"))
        assert pieces == run.answer
    return told


@pytest.mark.parametrize("way", WAYS)
def test_only_the_answers_that_were_ordered_get_worse(way: str) -> None:
    first, second, third, fourth = answers(way)
    assert first == fourth == ask(GOLDEN).answer
    assert second == third != first


def test_each_way_has_its_own_mark() -> None:
    healthy = ask(GOLDEN).answer
    assert len(WAYS["shorter"](healthy)) < len(healthy) / 10
    assert not any(char.isdigit() for char in WAYS["vaguer"](healthy))
    assert "saves $1,128,400" in WAYS["wrong-figures"]("saves $161,200")
    assert WAYS["stale-data"]("$100,000 in 2025") == "$62,000 in 2022"
    assert "best practices" in WAYS["weaker-model"](healthy)


def test_an_order_is_read() -> None:
    assert parse("vaguer:9-11") == Degradation("vaguer", 9, 11)


@pytest.mark.parametrize(
    "text", ["", "vaguer", "louder:1-2", "vaguer:3-2", "vaguer:0-2", "vaguer:a"]
)
def test_a_wrong_order_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match=r"looks like vaguer:9-11, and the ways are shorter"):
        parse(text)
