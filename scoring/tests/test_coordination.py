"""Agents that build on each other, and agents that only look as if they did."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.coordination import (
    coordination_effectiveness,
    handoff_spacing,
    handoffs,
    interactions,
    synthesis,
    synthesis_score,
    tool_distribution,
)
from scoring.events import Event, Kind, RunLog
from scoring.tests.logs import called, calls, done, event, log, started, thinks

hands = Kind.AGENT_HANDOFF
FOUND = {"results": {"total": 1984222, "idle": 77216}}


def run(*events: Event, gap: float = 10.0, question: str = "How can we save?") -> RunLog:
    """A run whose events came `gap` seconds apart."""
    stamped = [replace(each, at=100 + gap * n, frame=n) for n, each in enumerate(events)]
    return log(stamped, question=question)


def hand(source: str, to: str) -> Event:
    return event(hands, source, to_agent=to, text="your turn")


def tool(agent: str, results: dict[str, object] | None = None) -> list[Event]:
    return [
        event(calls, agent, call_id=agent, tool_name="t"),
        event(called, agent, call_id=agent, tool_name="t", data=results or FOUND),
    ]


def think(agent: str, text: str) -> Event:
    return event(thinks, agent, text=text)


TEAM = [
    event(started),
    hand("Lead", "Data"),
    *tool("Data"),
    hand("Data", "Advice"),
    think("Advice", "Data found $77,216 of idle machines."),
    *tool("Advice", {"results": {"saving": 69400}}),
    hand("Advice", "Lead"),
    event(done, text="Of $1,984,222 you can save $69,400."),
]


def test_a_team_that_builds_on_each_other() -> None:
    found = run(*TEAM)
    uses = [(each.by, each.source, each.quote) for each in synthesis(found)]
    assert uses == [
        ("Advice", "Data", "77,216"),
        ("Lead", "Advice", "69,400"),
        ("Lead", "Data", "1,984,222"),
    ]
    assert len(interactions(found)) == 6
    assert synthesis_score(found).value == 1.0
    assert tool_distribution(found).value == 1.0


def test_agents_that_ignore_each_other_have_no_synthesis() -> None:
    found = run(*TEAM[:5], think("Advice", "I synthesize everything."), event(done, text="Save!"))
    assert synthesis(found) == []
    assert synthesis_score(found).value == 0.0


@pytest.mark.parametrize(
    ("question", "events"),
    [
        ("How?", [*tool("Data"), think("Data", "My own finding: $77,216.")]),
        ("How?", [*tool("Data"), *tool("Advice"), think("Advice", "My tool says $77,216 too.")]),
        ("How?", [think("Advice", "I found $77,216 first."), *tool("Data")]),
        ("We waste $77,216.", [*tool("Data"), think("Advice", "You said $77,216.")]),
    ],
)
def test_what_looks_like_building_on_another_and_is_not(question: str, events: list[Event]) -> None:
    assert synthesis(run(*events, question=question)) == []


def test_saying_it_again_is_not_using_it_again() -> None:
    again = [think("Advice", "Data says $77,216.")] * 5
    assert len(synthesis(run(*tool("Data"), *again))) == 1


def test_a_handoff_counts_where_somebody_takes_it_up() -> None:
    found = run(
        hand("Lead", "Data"),
        hand("Lead", "Nobody"),
        hand("Data", "Data"),
        hand("Data", "Advice"),
        think("Advice", "Let me see."),
        event(done, text="Done."),
    )
    assert [each.taken_up for each in handoffs(found)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("gap", "value"),
    [(5, 1.0), (15, 1.0), (30, 1.0), (4.5, 0.65), (0.1, 0.5033), (31, 0.5), (500, 0.5), (0, 0.5)],
)
def test_spacing_follows_its_formula(gap: float, value: float) -> None:
    found = run(hand("A", "B"), hand("B", "C"), hand("C", "D"), gap=gap)
    assert handoff_spacing(found).value == pytest.approx(value, abs=1e-4)


def test_fewer_than_two_handoffs_earn_no_spacing() -> None:
    assert handoff_spacing(run(event(started))).value == 0.0
    assert handoff_spacing(run(hand("A", "B"))).value == 0.0


def test_tool_distribution_counts_agents_whose_tools_worked() -> None:
    assert tool_distribution(run(*tool("A"), *tool("A"))).value == 0.5
    failed = {"is_error": True, "results": {}}
    assert tool_distribution(run(*tool("A"), *tool("B", failed))).value == 0.5
    assert tool_distribution(run(*tool("A"), *tool("B"))).value == 1.0


def test_effectiveness_is_the_mean_of_the_three() -> None:
    found = run(*TEAM)
    parts = [handoff_spacing(found), tool_distribution(found), synthesis_score(found)]
    mean = sum(part.value or 0 for part in parts) / 3
    assert coordination_effectiveness(found).value == pytest.approx(mean)
    assert coordination_effectiveness(run(event(done, text="Alone."))).value == 0.0


some_events = st.lists(
    st.builds(
        event,
        st.sampled_from(Kind),
        st.sampled_from(["Lead", "Data", "Advice", ""]),
        text=st.text() | st.sampled_from(["It is $77,216.", "Peaks meet less headroom."]),
        to_agent=st.none() | st.sampled_from(["Data", "Nobody"]),
        call_id=st.none() | st.just("a"),
        data=st.dictionaries(st.sampled_from(["results", "is_error", "usage"]), st.text()),
    )
)


@given(some_events, st.text())
def test_any_log_gets_scores_within_bounds(events: list[Event], question: str) -> None:
    found = run(*events, question=question)
    for score in (handoff_spacing, tool_distribution, synthesis_score, coordination_effectiveness):
        assert 0 <= (score(found).value or 0) <= 1
    assert all(use.by != use.source for use in synthesis(found))


def test_a_long_conversation_takes_time_in_proportion() -> None:
    took = []
    for size in (300, 2_400):
        found = run(*(think(f"Agent {n % 50}", f"I found ${n + 1000},{n % 900 + 100}.")
                      for n in range(size)))  # fmt: skip
        start = time.process_time()
        interactions(found)
        took.append(time.process_time() - start)
    assert took[1] < 8 * 6 * max(took[0], 0.005)
