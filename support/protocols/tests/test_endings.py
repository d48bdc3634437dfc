"""When a run is over that does not say so: by its signs, by silence, by a line that is closed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols import MappingAdapter, Speaker
from support.protocols.mapping.model import End
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.terminal import Ending, shown
from support.protocols.replaying import replayed
from support.protocols.tests.kept.dialogues import rich
from support.protocols.tests.talking import mapping, story
from support.protocols.tests.test_rules import PLAIN, RULES, adapter, heard
from support.recording import RECV, SEND, Frame


def end_of(text: str) -> End:
    return mapping(PLAIN + RULES + f"[end]\n{text}\n").end


def run_with(**fields: Any) -> Run:
    run = Run("r1", Question("how?", "r1", "t1"))
    run.events, run.heard_at = 3, 5.0
    for name, value in fields.items():
        setattr(run, name, value)
    return run


@pytest.mark.parametrize(
    ("end", "fields", "due"),
    [
        ("quiet_s = 0.5", {}, 5.5),
        ("quiet_s = 0.5", {"events": 0}, None),
        ("quiet_s = 0.5", {"over": True}, None),
        ("quiet_s = 0.5", {"refused": True}, None),
        ("when = 'events == `3`'", {}, 5.0),
        ("when = 'events == `4`'", {}, None),
        ("when = 'events == `3`'\nquiet_s = 2", {}, 7.0),
        ("linger_s = 1", {}, None),
        ("when = 'text'", {}, None),
    ],
)
def test_when_a_run_is_over_if_nothing_more_comes(
    end: str, fields: dict[str, Any], due: float | None
) -> None:
    ending, run = Ending(end_of(end), Finder()), run_with(**fields)
    assert ending.due(run) == due
    assert [ending.met(run, at) for at in (due or 0.0, (due or 0.0) - 0.01)] == [
        due is not None,
        False,
    ]
    assert ending.met_by_close(run) is (due is not None and "when" in end)
    assert ending.linger_s == (1.0 if "linger" in end else 0.0)


def test_what_an_ending_may_look_at() -> None:
    made = adapter(RULES)
    heard(
        made,
        {"k": "start", "who": "lead"},
        {"k": "start", "who": "helper", "of": "lead"},
        {"k": "call", "call": "c1", "tool": "look"},
        {"k": "call", "call": "c2", "tool": "look"},
        {"k": "result", "call": "c2", "out": 5},
    )
    run = made._runs.all[0]
    run.marks["told"], run.faults["x"] = True, "oops"
    run.message("m1").text.put("Save $5.")
    run.message("m2")
    run.calls["c1"].by_client = True
    assert shown(run, "text") == {
        "told": True,
        "open_tools": 1,
        "client_tools": 1,
        "open_agents": 2,
        "text": "Save $5.",
        "events": 6,
        "messages": 1,
        "tools": 2,
        "errors": 1,
    }
    assert shown(run, "open_tools")["text"] == ""


ANN = Speaker(user="ann", token="token-of-ann", secrets={"key": "key-of-ann"})


def _replay(*frames: Frame, live: bool = False) -> list[Event]:
    made = MappingAdapter(rich(), ANN, live=live)
    return [event for _, _, events in replayed(made, frames) for event in events]


def _said(at: float, **fields: Any) -> Frame:
    return Frame(at, RECV, json.dumps(fields))


ASKED = Frame(
    1.0, SEND, json.dumps({"op": "ask", "text": "how?", "run": "r1", "thread": "t1", "ref": "q1"})
)
OPEN = Frame(0.0, "open")


def test_a_quiet_end_comes_before_what_was_next() -> None:
    told = _replay(OPEN, ASKED, _said(2.0, k="say", text="x"), _said(2.4, k="say", text="y"),
                   _said(3.0, k="strange"))  # fmt: skip
    ends = [(each.at, each.frame) for each in told if each.kind is Kind.AGENT_COMPLETED]
    assert ends == [(2.4, 3)]
    early = _replay(OPEN, ASKED, _said(2.0, k="say", text="x"), _said(2.49, k="strange"))
    assert not [each for each in early if each.kind is Kind.AGENT_COMPLETED]


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (Frame(2.2, "closed", fields={"code": 4001, "reason": "no more"}), "agent_error no more"),
        (Frame(2.2, "close", fields={"code": 4001, "reason": "no more"}), "agent_error no more"),
        (Frame(2.2, "closed", fields={"code": 1000}), "agent_completed x"),
        (Frame(2.2, "close", fields={"code": 1000}), "text_delta x"),
        (Frame(2.2, "close", fields={"code": 1001}), "text_delta x"),
        (Frame(2.2, "close"), "text_delta x"),
        (Frame(2.2, "dropped"), "text_delta x"),
        (Frame(2.2, "elsewhere"), "text_delta x"),
    ],
)
def test_what_a_closed_line_says_of_a_run(last: Frame, end: str) -> None:
    frames = [OPEN, ASKED, _said(2.0, k="say", text="x"), last]
    assert story(tuple(_replay(*frames)))[-1] == end
    if last.dir != "elsewhere":
        # A line closes once, and the silence behind it says nothing.
        again = story(tuple(_replay(*frames, Frame(9.0, "closed", fields={"code": 4001}))))
        assert again[-1] == end
