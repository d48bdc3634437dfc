"""Whatever an agent sends, the native adapter reads it: no error, no frame lost, no whim."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Kind
from support.tests.test_native_adapter import asked

BAD = ["", "{", "null", "5", "[" * 100_000, "\ud800", '{"type":{}}', '{"type":[],"event":"pong"}']
BAD += [f'{{"type":"heartbeat","timestamp":1{"0" * 400}}}', '{"type":"event_batch","events":[]}']
BAD += ['{"type":"event_batch","events":[{"type":"event_batch","events":[]}]}']


@pytest.mark.parametrize("data", [*BAD, b"\xff{}"], ids=count(1))
def test_a_broken_frame_is_still_one_event(data: str | bytes) -> None:
    (event,) = asked().receive(1.0, 4, data)
    assert (event.at, event.frame) == (1.0, 4)
    assert asked().sent(data) is None


def test_nesting_at_the_edge_of_what_can_be_read_is_no_trouble() -> None:
    adapter = asked()
    for depth in range(700, 1000):
        nested = "[" * depth + "]" * depth
        for data in (f'{{"type":"error","run_id":{nested}}}', f'{{"type":"x","data":{nested}}}'):
            assert len(adapter.receive(1.0, 4, data)) == 1
        adapter.sent(f'{{"type":"user_message","content":{nested}}}')


def test_batches_in_batches_end_somewhere() -> None:
    batch: dict[str, Any] = {"type": "heartbeat"}
    for _ in range(50):
        batch = {"type": "event_batch", "events": [batch]}
    (event,) = asked().receive(1.0, 4, json.dumps(batch))
    assert event.kind is Kind.UNMAPPED


NAMES = """
    agent_started agent_thinking tool_executing tool_completed agent_completed agent_error error
    stream_chunk event_batch system_message user_message cancel resume handshake_response
"""
KEYS = """
    type event events payload data run_id thread_id agent_id agent_name parent_agent_id seq tool
    tool_name tool_call_id thought result response content message recoverable timestamp
"""
names, keys = st.sampled_from(NAMES.split()), st.sampled_from(KEYS.split())
values = st.recursive(
    names | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)
messages = st.builds(lambda kind, rest: rest | {"type": kind}, names, st.dictionaries(keys, values))
soup = st.builds(json.dumps, messages | values)


@given(st.lists(soup | st.text() | st.binary(), max_size=6))
def test_no_frame_upsets_it_none_is_lost_and_the_same_frames_read_the_same(
    frames: list[Any],
) -> None:
    first, second = asked(), asked()
    for index, data in enumerate(frames):
        events = first.receive(float(index), index, data)
        assert events
        assert events == second.receive(float(index), index, data)
        assert all(event.frame == index for event in events)
        assert first.sent(data) == second.sent(data)
    assert first.replies() == second.replies()
