"""Rules drafted from messages: a guess that can always be read as TOML, and a mapping."""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support.agents import drafting, vocabulary, writing
from support.protocols import Mapping
from support.protocols.mapping.checks import check

TEXTS = st.text(max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)
MESSAGES = st.dictionaries(st.sampled_from(["type", "data", "event", "text"]) | TEXTS, VALUES)


def rule_of(*messages: dict[str, Any]) -> dict[str, Any]:
    (shape,) = drafting.shapes(messages)
    (rule,) = tomllib.loads("\n".join(drafting.rule(shape)))["rule"]
    return dict(rule)


@pytest.mark.parametrize(
    ("name", "emit"),
    [
        ("RUN_STARTED", "run_started"),
        ("WorkflowCompleted", "run_completed"),
        ("RunError", "run_failed"),
        ("tool_call_start", "tool_executing"),
        ("ToolCallCompleted", "tool_completed"),
        ("function_call_output", "tool_completed"),
        ("agent.handoff", "agent_handoff"),
        ("content_block_delta", "text_delta"),
        ("token", "text_delta"),
        ("ReasoningStep", "agent_thinking"),
        ("heartbeat", "nothing"),
        ("run_cancelled", "run_cancelled"),
        ("xyzzy", "nothing"),
    ],
)
def test_a_name_tells_what_a_message_means(name: str, emit: str) -> None:
    assert vocabulary.meaning(name) == emit


def test_messages_that_look_alike_are_one_rule() -> None:
    rule = rule_of({"type": "chunk", "text": "a"}, {"type": "chunk", "text": "b"})
    assert rule == {"when": {"type": "chunk"}, "emit": "text_delta", "text": "text"}


def test_an_envelope_is_looked_into() -> None:
    rule = rule_of({"kind": "event", "data": {"type": "tool_end", "call_id": "c", "result": 5}})
    assert rule["when"] == {"kind": "event", "data.type": "tool_end"}
    assert rule["emit"] == "tool_completed"
    assert (rule["call"], rule["result"]) == ("data.call_id", "data.result")


def test_without_a_name_the_first_key_tells() -> None:
    rule = rule_of({"delta": "It "}, {"delta": "goes"})
    assert rule == {"when": {"delta": {"present": True}}, "emit": "text_delta", "text": "delta"}


def test_what_lacks_its_text_is_not_guessed() -> None:
    assert rule_of({"type": "token", "n": 5})["emit"] == "nothing"


@given(st.lists(MESSAGES, min_size=1, max_size=6))
def test_every_draft_is_toml_and_a_rule_that_a_mapping_takes(
    messages: list[dict[str, Any]],
) -> None:
    for shape in drafting.shapes(messages):
        text = "\n".join(drafting.rule(shape))
        mapping = msgspec.toml.decode(text, type=Mapping)
        wrong = [fault for fault in check(mapping) if fault[0][:1] == ("rule",)]
        assert not wrong, text


@example({"\x00": 1, "\x01": 2, "\u202e": '"', "\x7f": "\x9b"})
@given(VALUES)
def test_any_value_can_be_written_on_one_line(value: Any) -> None:
    text = writing.inline({"x": value})
    assert text.isprintable()
    tomllib.loads(f"y = {text}")


def test_a_field_that_keeps_to_a_few_words_tells_the_kinds_apart() -> None:
    words = ["alpha", "beta", "alpha", "beta"]
    messages = [{"verb": word, "x": f"free {number}"} for number, word in enumerate(words)]
    assert [shape.condition for shape in drafting.shapes(messages)] == [
        {"verb": "alpha"},
        {"verb": "beta"},
    ]


def test_a_state_tells_the_beginning_of_a_tool_from_its_end() -> None:
    fn = {"id": "f1", "name": "bills"}
    rules = [
        drafting.rule(shape)
        for shape in drafting.shapes(
            [
                {"kind": "fn", "phase": "in", "fn": {**fn, "in": {"p": 1}}},
                {"kind": "fn", "phase": "out", "fn": {**fn, "out": {"usd": 5}}},
            ]
        )
    ]
    assert [lines[2] for lines in rules] == ['emit = "tool_executing"', 'emit = "tool_completed"']


def test_a_mere_presence_comes_after_what_is_told_by_its_words() -> None:
    found = drafting.shapes([{"greeting": 5}, {"type": "token", "text": "a"}])
    assert [shape.condition for shape in found][-1] == {"greeting": {"present": True}}
