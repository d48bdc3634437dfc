"""The picture of a team: every agent and handoff is in it, in words as well as in lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from scoring.events import RunLog
from scoring.tests.test_teamwork import deaf, hands, in_circles, spaced, team, to_nobody
from support.evidence.attach import _drawing_problem
from support.evidence.handoff_graph import handoff_graph, handoff_table


def words_in(picture: str) -> str:
    return " ".join(part.strip() for part in ET.fromstring(picture).itertext())  # noqa: S314 - ours


def lost_in_a_crowd() -> RunLog:
    events = team()
    more = [hands(f"Agent {n}", f"Agent {n + 1}") for n in range(40)]
    return spaced([*events[:-1], *more, events[-1]])


@pytest.mark.parametrize(
    "run",
    [spaced(team()), spaced(to_nobody(team())), spaced(in_circles(team())), lost_in_a_crowd()],
    ids=["healthy", "to nobody", "in circles", "crowd"],
)
def test_every_picture_may_be_attached(run: RunLog) -> None:
    assert _drawing_problem(handoff_graph(run)) == ""


def test_a_healthy_team_is_told_in_words_too() -> None:
    told = words_in(handoff_graph(spaced(team())))
    for words in (
        "Lead to Reader at 1.00 s",
        "Reader: 1 tool result",
        "Planner used “950,958”, which Reader had found",
    ):
        assert words in told
    assert "not taken up" not in told


def test_a_handoff_to_nobody_stands_out_without_colour() -> None:
    told = words_in(handoff_graph(spaced(to_nobody(team()))))
    assert "✗ did nothing" in told
    assert "not taken up" in told


def test_agents_that_ignore_each_other_are_named() -> None:
    assert "No agent used what another had found" in words_in(handoff_graph(spaced(deaf(team()))))


def test_one_agent_alone_hands_over_to_nobody() -> None:
    alone = spaced([event for event in team() if event.agent == "Lead" and not event.to_agent])
    assert "Nobody handed over to anybody." in words_in(handoff_graph(alone))


def test_names_are_text_whatever_they_hold() -> None:
    nasty = "<script>alert(1)</script>\x1b[31m"
    events = [replace(e, agent_name=nasty) if e.agent == "Reader" else e for e in team()]
    picture = handoff_graph(spaced(events))
    assert "<script" not in picture
    assert "\x1b" not in picture


def test_the_table_has_what_the_picture_shows() -> None:
    table = handoff_table(spaced(to_nobody(team())))
    assert "\tReader\tGhost\tno" in table
    assert "\tLead\tReader\tyes" in table
    assert "\tPlanner\t950,958\tReader" in table
