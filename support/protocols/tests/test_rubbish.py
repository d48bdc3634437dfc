"""Whatever an agent sends and whatever a mapping says: no surprise, no frame lost, no whim."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.behaviour import Question
from support.protocols import MappingAdapter, adapter_of
from support.protocols.mapping.checks import check
from support.protocols.mapping.conditions import TESTS, faults
from support.protocols.mapping.loading import decoded, shipped, shipped_names
from support.protocols.mapping.model import Mapping, Rule
from support.protocols.mapping.places import Places
from support.protocols.mapping.selectors import Finder, objection
from support.recording import load
from support.verdict import HarnessError

DATA = Path(__file__).parent / "data"
MESSAGES = [
    msgspec.json.decode(frame.data)
    for file in sorted(DATA.glob("*.jsonl"))
    for frame in load(file).frames[:40]
    if isinstance(frame.data, str) and frame.data.startswith("{")
]


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value]


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_keys(inner) for inner in value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


KEYS = sorted(set().union(*map(_keys, MESSAGES)))
WORDS = sorted({leaf for m in MESSAGES for leaf in _leaves(m) if isinstance(leaf, str)})
keys, words = st.sampled_from(KEYS), st.sampled_from(WORDS)
plain = words | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)


@st.composite
def twisted(draw: Any) -> Any:
    """A real message with something in it replaced."""
    message = json.loads(json.dumps(draw(st.sampled_from(MESSAGES))))
    here = message
    for _ in range(draw(st.integers(0, 3))):
        deeper = [v for v in here.values() if isinstance(v, dict) and v]
        if not deeper:
            break
        here = draw(st.sampled_from(deeper))
    here[draw(st.sampled_from(sorted(here)) | keys)] = draw(values)
    return message


frames = st.builds(json.dumps, twisted() | values) | st.text() | st.binary()


@pytest.mark.parametrize("name", shipped_names())
@settings(max_examples=60, deadline=None)
@given(said=st.lists(frames, max_size=8), code=st.integers(1000, 4999))
def test_no_frame_upsets_a_mapping_none_is_lost_and_the_same_reads_the_same(
    name: str, said: list[Any], code: int
) -> None:
    told = []
    for _ in range(2):
        adapter = MappingAdapter(shipped(name), live=False)
        adapter.connected(0.0)
        adapter.sent(
            "{}",
            {"script": "ask", "step": len(shipped(name).ask) - 1, "run_id": "r", "question": "q"},
        )
        events = []
        for index, data in enumerate(said):
            of_frame = adapter.receive(float(index), index, data)
            assert any(event.frame == index for event in of_frame)
            events += of_frame
            adapter.sent(data)
        events += adapter.closed(float(len(said)), len(said), code, "bye")
        told.append(json.dumps([str(event) for event in events]))
    assert told[0] == told[1]


NESTED = ["[" * 100_000, '{"a":' * 900 + "1" + "}" * 900, "\ud800", "", "null", '{"event":{}}']


@pytest.mark.parametrize("name", ["native", *shipped_names()])
@pytest.mark.parametrize("data", NESTED, ids=count(1))
def test_extremes(name: str, data: str) -> None:
    adapter = adapter_of(name, live=False)
    adapter.connected(0.0)
    assert adapter.receive(1.0, 0, data)
    adapter.sent(data)


text = st.text(max_size=12) | st.sampled_from(
    [
        "a",
        "a.b",
        "a[0]",
        "@",
        "join('-', a)",
        "a ||",
        "frame().x",
        "regex('(', a)",
        "`1`",
        "[]",
        "!a",
    ]
)
tests = st.dictionaries(
    st.sampled_from([*TESTS, "x"]), plain | st.lists(plain, max_size=2), max_size=2
)
tables = st.dictionaries(text, plain | st.lists(plain, max_size=2) | tests, max_size=3)
conditions = st.none() | text | tables | st.lists(tables, max_size=2)


@settings(max_examples=200, deadline=None)
@given(text, values)
def test_a_selector_is_refused_or_finds_something_or_nothing(selector: str, message: Any) -> None:
    if selector and objection(selector) is None:
        Finder().find(selector, message)


@settings(max_examples=300, deadline=None)
@given(conditions, text, st.lists(values, max_size=3))
def test_a_mapping_is_refused_with_sentences_or_reads_everything(
    condition: Any, selector: str, messages: list[Any]
) -> None:
    rule = Rule(emit="run_completed", when=condition, text=selector, each=selector)
    made = Mapping(rule=[rule], synthetic=["run_started"], ask=shipped("adk").ask)
    wrong = check(made)
    assert all(sentence for _, sentence in wrong)
    if list(faults(condition)):
        assert wrong
    if wrong:
        return
    adapter = MappingAdapter(made, live=False)
    adapter.connected(0.0)
    adapter.ask(Question("q"))
    for index, message in enumerate(messages):
        assert adapter.receive(float(index), index, json.dumps(message))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="[]a=.\"'\n 1{}#", max_size=80))
def test_any_text_as_a_file_is_a_mapping_or_one_sentence(whole: str) -> None:
    Places(whole)
    sentence = ""
    try:
        decoded(whole, Path("x.toml"), Mapping)
    except HarnessError as error:
        sentence = str(error)
    assert sentence == "" or sentence.startswith("x.toml")
