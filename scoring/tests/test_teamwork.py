"""Teams that are none: each fault is found where it is, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.coordination import coordination_effectiveness
from scoring.events import Event, Kind, RunLog
from scoring.teamwork import FAULTS
from scoring.tests.logs import called, calls, done, event, log, started, thinks

HANDOFF = Kind.AGENT_HANDOFF
BILL, PLAN = "AWS costs $950,958 a year", "spot machines save $87,600 a year"


def say(kind: Kind, agent: str, text: str, **fields: object) -> Event:
    return replace(event(kind, agent, **fields), text=text)


def use(agent: str, name: str, result: str, argument: str = "all") -> list[Event]:
    """A tool called and answered."""
    call = f"{agent}-{name}-{argument}"
    began = event(calls, agent, call_id=call, tool_name=name, data={"arguments": {"of": argument}})
    ended = event(called, agent, call_id=call, tool_name=name, data={"results": result})
    return [began, ended]


def hands(giver: str, taker: str) -> Event:
    return event(HANDOFF, giver, to_agent=taker)


def team() -> list[Event]:
    """Three agents: one reads the bill, one plans with it, one leads."""
    return [
        event(started),
        hands("Lead", "Reader"),
        event(started, "Reader"),
        *use("Reader", "spend", BILL),
        say(thinks, "Reader", f"The bill says that {BILL}."),
        hands("Reader", "Planner"),
        event(done, "Reader"),
        event(started, "Planner"),
        say(thinks, "Planner", "With $950,958 at AWS, training comes first."),
        *use("Planner", "spot", PLAN),
        hands("Planner", "Lead"),
        event(done, "Planner"),
        say(thinks, "Lead", "The plan brings $87,600 out of $950,958."),
        say(done, "Lead", "Of $950,958 you save $87,600 a year by spot machines."),
    ]


def spaced(events: list[Event], gap: float = 1.0) -> RunLog:
    run = log([replace(each, at=at * gap) for at, each in enumerate(events)])
    return replace(run, asked_at=0.0)


def names_found(run: RunLog) -> set[str]:
    return {name for name, check in FAULTS.items() if check(run)}


def test_a_healthy_team_has_no_fault() -> None:
    assert names_found(spaced(team())) == set()
    assert (coordination_effectiveness(spaced(team())).value or 0) >= 0.7


def to_nobody(events: list[Event]) -> list[Event]:
    return [replace(e, to_agent="Ghost") if e.to_agent == "Planner" else e for e in events]


def to_itself(events: list[Event]) -> list[Event]:
    return [replace(e, to_agent="Reader") if e.to_agent == "Planner" else e for e in events]


def unnamed(events: list[Event]) -> list[Event]:
    return [replace(e, to_agent=None) if e.to_agent == "Planner" else e for e in events]


def in_circles(events: list[Event]) -> list[Event]:
    back = [hands("Planner", "Reader"), say(thinks, "Reader", "Hm."), hands("Reader", "Planner")]
    at = next(n for n, e in enumerate(events) if e.agent == "Planner" and e.kind is thinks)
    return [*events[: at + 1], *back, say(thinks, "Planner", "Hm again."), *events[at + 1 :]]


def twice(events: list[Event]) -> list[Event]:
    again = [replace(e, call_id="again") for e in events if e.tool_name == "spend"]
    return [*events[:-1], *again, events[-1]]


def twice_by_another(events: list[Event]) -> list[Event]:
    again = [
        replace(e, call_id="again", agent_id="Planner", agent_name="Planner")
        for e in events
        if e.tool_name == "spend"
    ]
    at = next(n for n, e in enumerate(events) if e.kind is done and e.agent == "Planner")
    return [*events[:at], *again, *events[at:]]


def one_id(events: list[Event]) -> list[Event]:
    return [replace(e, agent_id="one") for e in events]


def idle(events: list[Event]) -> list[Event]:
    return [*events[:1], event(started, "Expert"), event(done, "Expert"), *events[1:]]


def parrot(events: list[Event]) -> list[Event]:
    said = next(e.text for e in events if e.kind is thinks and e.agent == "Reader")
    more = [event(started, "Expert"), say(thinks, "Expert", said), event(done, "Expert")]
    return [*events[:-2], *more, *events[-2:]]


def deaf(events: list[Event]) -> list[Event]:
    return [
        replace(e, text=f"{e.agent} is at it.") if e.kind in (thinks, done) else e for e in events
    ]


def lost(events: list[Event]) -> list[Event]:
    return [e for e in events if not (e.kind is done and e.agent == "Planner")]


@pytest.mark.parametrize(
    ("break_it", "fault", "words"),
    [
        (to_nobody, "handoffs taken up", "Reader handed over to Ghost, who did nothing"),
        (to_itself, "handoffs taken up", "Reader handed over to itself"),
        (unnamed, "handoffs taken up", "Reader handed over to nobody"),
        (in_circles, "no loop of handoffs", "Reader handed over to Planner again, with nothing"),
        (twice, "no work done twice", "Reader called spend for the same again"),
        (twice_by_another, "no work done twice", "Planner called spend for the same as Reader had"),
        (one_id, "agents of their own", "Lead, Reader and Planner are one agent under 3 names"),
        (idle, "agents of their own", "Expert was called in and did nothing"),
        (parrot, "agents of their own", "Expert only repeats what Reader thought"),
        (deaf, "findings of others used", "never did one use what another had found"),
        (lost, "everybody came back", "Planner began and never came back"),
    ],
)
def test_each_fault_is_named(
    break_it: Callable[[list[Event]], list[Event]], fault: str, words: str
) -> None:
    run = spaced(break_it(team()))
    assert words in " ".join(finding.sentence for finding in FAULTS[fault](run))
    assert names_found(run) - {fault} <= {"findings of others used"}


def test_a_retry_after_an_error_is_no_work_done_twice() -> None:
    events = twice(team())
    first = next(n for n, e in enumerate(events) if e.kind is called)
    events[first] = replace(events[first], data={"results": "timed out", "is_error": True})
    assert not FAULTS["no work done twice"](spaced(events))


def test_the_same_tool_for_something_else_is_no_work_done_twice() -> None:
    events = team()
    more = use("Reader", "spend", "GCP costs $420,040 a year", "GCP")
    assert not FAULTS["no work done twice"](spaced([*events[:6], *more, *events[6:]]))


def test_a_second_handoff_with_something_new_is_no_loop() -> None:
    events = in_circles(team())
    at = next(n for n, e in enumerate(events) if e.text == "Hm.")
    more = use("Reader", "spend", "GCP costs $420,040 a year", "GCP")
    assert not FAULTS["no loop of handoffs"](spaced([*events[:at], *more, *events[at:]]))


@pytest.mark.parametrize("break_it", [deaf, one_id])
def test_a_team_that_is_none_is_not_coordinated(
    break_it: Callable[[list[Event]], list[Event]],
) -> None:
    healthy = coordination_effectiveness(spaced(team(), 0.1)).value
    faulty = coordination_effectiveness(spaced(break_it(team()), 0.1)).value
    assert healthy is not None
    assert faulty is not None
    assert faulty <= healthy


def test_one_agent_alone_has_nobody_to_listen_to() -> None:
    alone = [event(started), *use("Lead", "spend", BILL), say(done, "Lead", BILL)]
    assert FAULTS["findings of others used"](spaced(alone))
