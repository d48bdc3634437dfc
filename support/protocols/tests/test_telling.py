"""What is told of a run: helpers, endings, and what was used."""

from __future__ import annotations

from typing import Any

import pytest

from support.protocols.tests.talking import story
from support.protocols.tests.test_scripts import at_once, opened


def test_helpers_join_by_being_named_and_end_with_the_run() -> None:
    made = opened()
    told = at_once(
        made,
        {"k": "say", "text": "a", "who": "lead", "name": "Lead"},
        {"k": "say", "text": "b", "who": "helper", "name": "Helper"},
        {"k": "say", "text": "c", "who": "helper"},
        {"k": "gone"},
    )
    kinds = [(each.kind.value, each.agent_id, each.parent_agent_id, each.text) for each in told]
    assert kinds == [
        ("agent_started", "lead", None, "how?"),
        ("text_delta", "lead", None, "a"),
        ("agent_started", "helper", "lead", ""),
        ("text_delta", "helper", "lead", "b"),
        ("text_delta", "helper", "lead", "c"),
        ("agent_completed", "helper", "lead", ""),
        ("agent_completed", "lead", None, "hi there"),
    ]
    made_up = [each.data.get("synthetic", False) for each in told]
    assert made_up == [True, False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("messages", "end"),
    [
        ([{"k": "failed", "text": "no money"}], "agent_error no money"),
        ([{"k": "failed"}], "agent_error"),
        ([{"k": "stopped"}], "run_cancelled"),
        (
            [{"k": "error", "who": "helper", "name": "Helper", "text": "oops"}, {"k": "gone"}],
            "agent_error completed after an error: oops",
        ),
        (
            [
                {"k": "error", "who": "helper", "name": "Helper", "text": "oops"},
                {"k": "left", "who": "helper", "name": "Helper"},
                {"k": "gone"},
            ],
            "agent_completed hi there",
        ),
        (
            [{"k": "retry", "text": "again"}, {"k": "gone"}],
            "agent_error completed after an error: again",
        ),
        ([{"k": "retry", "text": "again"}, {"k": "done"}], "agent_completed Save $5."),
    ],
)
def test_how_runs_end(messages: list[dict[str, Any]], end: str) -> None:
    made = opened()
    told = story(at_once(made, {"k": "say", "text": "Save $5.", "who": "lead"}, *messages))
    assert told[-1] == end
    assert made.wake_at == 3.0, "only signs of life are left to come"


def test_what_is_used_is_summed_and_stands_at_the_end() -> None:
    made = opened()
    used = {"k": "usage", "used": {"in": 3, "out": 0.5}}
    told = at_once(made, used, used, {"k": "say", "text": "x"}, {"k": "gone"})
    assert told[-1].data["usage"] == {"input_tokens": 6, "output_tokens": 1}
