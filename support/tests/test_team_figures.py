"""Coordination scores of healthy teams and of teams that are none, over twenty seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.coordination import coordination_effectiveness
from scoring.events import Event, Kind, RunLog
from scoring.teamwork import FAULTS
from support.reference_agent.tests.asking import ENTERPRISE, ask

SEEDS = range(20)
_SAYS = (Kind.AGENT_THINKING, Kind.AGENT_COMPLETED, Kind.AGENT_HANDOFF)


def told(seed: int, gap: float) -> RunLog:
    """A run of the embedded team, its handoffs about `gap` seconds apart."""
    events, at = [], 0.0
    for number, each in enumerate(ask(ENTERPRISE, seed=seed).events):
        fields, who = each.fields, each.member
        kind = Kind.TEXT_DELTA if each.kind == "stream_chunk" else Kind(each.kind)
        at += gap * (1 + seed % 3 / 10) if kind is Kind.AGENT_HANDOFF else 0.01
        text = next((str(fields[k]) for k in _TEXTS if fields.get(k)), "")
        event = Event(kind, at, number, run_id="r", text=text, data=fields)
        events.append(
            replace(
                event,
                agent_id=who.agent_id,
                agent_name=who.agent_name,
                parent_agent_id=who.parent_agent_id,
                root=who.parent_agent_id is None,
                call_id=fields.get("tool_call_id"),
                tool_name=fields.get("tool_name"),
                to_agent=fields.get("to_agent_name"),
            )
        )
    return RunLog(ENTERPRISE, "r", "t", "u", 0.0, at + 1, tuple(events))


_TEXTS = ("thought", "final_response", "content", "reason")


def deaf(event: Event) -> Event:
    if event.kind in _SAYS:
        return replace(event, text=f"{event.agent} is at work.")
    return event


def alone(event: Event) -> Event:
    if event.kind in (Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED):
        return replace(event, agent_name="Triage", agent_id="triage")
    return event


def four_names(event: Event) -> Event:
    return deaf(alone(event))


def score(run: RunLog) -> float:
    return coordination_effectiveness(run).value or 0.0


@pytest.mark.parametrize("gap", [0.4, 9.0], ids=["brisk", "at the pace of people"])
@pytest.mark.parametrize("faulty", [deaf, four_names])
def test_healthy_and_faulty_teams_do_not_overlap(
    gap: float, faulty: Callable[[Event], Event]
) -> None:
    healthy = [told(seed, gap) for seed in SEEDS]
    broken = [replace(run, events=tuple(map(faulty, run.events))) for run in healthy]
    assert min(map(score, healthy)) >= 0.7
    assert min(map(score, healthy)) > max(map(score, broken))


def test_no_healthy_team_has_a_fault() -> None:
    for seed in SEEDS:
        run = told(seed, 9.0)
        assert [name for name, check in FAULTS.items() if check(run)] == []
