"""What a customer says and waits for: openings, questions, cancels, signs of life, tools."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols import Cancelled, MappingAdapter, Resumed, Speaker
from support.protocols.tests.kept.dialogues import rich
from support.protocols.tests.talking import mapping, story
from support.protocols.tests.test_rules import PLAIN, RULES, heard

ANN = Speaker(user="ann", token="token-of-ann", secrets={"key": "key-of-ann"})


def opened() -> MappingAdapter:
    """The mapping that says everything, opened, with a question put."""
    made = MappingAdapter(rich(), ANN)
    made.connected(0.0)
    heard(made, {"k": "hello", "text": "hi there"}, {"k": "welcome"})
    said(made, made.replies())
    said(made, made.ask(Question("how?", "r1", "t1")))
    return made


def said(made: MappingAdapter, frames: Any) -> list[Any]:
    for frame in frames:
        made.sent(frame)
    return [json.loads(frame) for frame in frames]


def at_once(made: MappingAdapter, *messages: Any) -> tuple[Event, ...]:
    """What is told of messages that come without a pause, so that none is an end."""
    found = [made.receive(2.0, 10 + n, json.dumps(each)) for n, each in enumerate(messages)]
    return tuple(event for events in found for event in events)


def test_an_opening_in_any_order_and_what_it_leads_to() -> None:
    made = MappingAdapter(rich(), ANN)
    made.connected(0.0)
    assert (made.ready, made.replies()) == (False, [])
    heard(made, {"k": "welcome"})
    login = {"op": "login", "as": "ann", "with": "token-of-ann"}
    assert said(made, made.replies()) == [login]
    assert not made.ready
    heard(made, {"k": "hello", "text": "one"})
    assert said(made, made.replies()) == [{"op": "pleased", "count": 2}]
    assert (made.ready, made.failure) == (True, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("full", "the agent refused [[opening]]: full"),
        (None, "the agent refused [[opening]]"),
        ("", "the agent refused [[opening]]"),
    ],
)
def test_an_opening_that_is_refused(text: str | None, told: str) -> None:
    made = MappingAdapter(rich(), ANN)
    made.connected(0.0)
    heard(made, {"k": "no", "text": text})
    assert (made.failure, made.ready, made.fault_is_ours) == (told, False, False)


@pytest.mark.parametrize(("at", "late"), [(24.9, False), (25.0, True)])
def test_an_opening_that_is_late(at: float, late: bool) -> None:
    made = MappingAdapter(rich(), ANN)
    made.connected(0.0)
    made.woken(at)
    told = "the agent did not send what step 2 of [[opening]] waits for within 25 s"
    assert made.failure == (told if late else None)


def test_signs_of_life_come_as_often_as_the_mapping_says_and_only_on_an_open_line() -> None:
    made = opened()
    assert made.wake_at == 3.0
    made.woken(2.9)
    assert made.replies() == []
    made.woken(3.0)
    assert [each["op"] for each in said(made, made.replies())] == ["ping"]
    assert made.wake_at == 6.0
    made.dropped()
    assert made.wake_at is None


def test_questions_cancels_and_resumes_are_said_and_understood() -> None:
    made = opened()
    heard(made, {"k": "start", "run": "s7", "thread": "th9", "n": 4}, start=10)
    (stop,) = made.cancel("r1")
    assert json.loads(stop) == {"op": "stop", "run": "s7"} or json.loads(stop)["run"] == "r1"
    assert made.sent(stop) == Cancelled("r1")
    assert made.meaning() == {"script": "cancel", "step": 0, "run_id": "r1"}
    (again,) = made.resume("r1")
    assert json.loads(again) == {"op": "again", "run": "r1", "since": 4}
    assert made.sent(again) == Resumed("r1")
    assert made.cancel("nobody's") == []


def test_a_run_of_which_the_agent_spoke_before_it_was_asked_for_can_be_asked_for() -> None:
    made = MappingAdapter(mapping(PLAIN + RULES), Speaker())
    made.connected(0.0)
    heard(made, {"k": "call", "run": "r1", "tool": "look"})
    assert said(made, made.ask(Question("how?", "r1", "t1"))) == [{"ask": "how?", "run": "r1"}]
    assert made.failure is None


def test_the_customers_tools_are_answered_one_by_one_and_together() -> None:
    made = opened()
    heard(made, {"k": "begun", "call": "c1", "tool": "look"}, start=10)
    told = heard(
        made,
        {"k": "do", "call": "c1", "tool": "look", "args": {"x": 1}, "run": "r1"},
        {"k": "do", "call": "c2", "tool": "fly", "args": {"y": 2}},
        start=11,
    )
    assert story(told) == [
        "tool_executing look",
        "tool_completed look",
        "tool_executing fly",
        "tool_completed fly",
    ]
    results = [each for each in told if each.kind is Kind.TOOL_COMPLETED]
    assert [each.data["results"] for each in results] == [{"price": 5}, "no such tool"]
    assert [each.data["is_error"] for each in results] == [False, True]
    assert [each.call_id for each in results] == ["c1", "c2"]
    ours = [each for each in said(made, made.replies()) if each["op"] in ("tool", "tools")]
    assert ours == [
        {"op": "tool", "call": "c1", "name": "look", "with": {"x": 1}},
        {"op": "tools", "items": [{"id": "c1", "value": {"price": 5}, "about": "r1"}]},
        {"op": "tool", "call": "c2", "name": "fly", "with": {"y": 2}},
        {"op": "tools", "items": [{"id": "c2", "value": "no such tool", "about": "nothing"}]},
    ]


def test_a_rules_reply_speaks_of_the_message_and_of_the_run() -> None:
    made = opened()
    heard(made, {"k": "call", "call": "c1", "tool": "look"}, start=10)
    replies = said(made, made.replies())
    assert {"op": "seen", "run": "r1", "what": "call"} in replies


def test_a_secret_that_a_message_holds_is_kept_and_told_once() -> None:
    made = opened()
    made.new_secrets()
    heard(made, {"k": "whole", "text": "Save $5.", "call": "the-code", "msg": "m1"}, start=10)
    assert made.new_secrets() == ["the-code"]
    assert made.new_secrets() == []
