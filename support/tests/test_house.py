"""A crowd is searched in one pass, and for the same things as one by one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.isolation import Lookout, foreign_traces
from scoring.tests.test_isolation import RUN, SECRET, WRITTEN
from support.behaviour import Question
from support.benchmarks.isolation import House, belongings
from support.protocols import NativeAdapter
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording

SAYINGS: dict[str, Callable[[str], list[dict[str, object]]]] = {
    "a value": lambda said: [{"thought": said}],
    "a name": lambda said: [{said: 1}],
    "a value twice named": lambda said: [{"thought": said, "x": "TWICE"}],
    "within": lambda said: [{"results": {"rows": [[said]]}}],
    "a list": lambda said: [{"rows": [*said]}],
    "a message of JSON": lambda said: [{"thought": json.dumps({"a": said})}],
    "pieces": lambda said: [{"thought": said[:9]}, {"thought": said[9:]}],
    "letters": lambda said: [{"thought": letter} for letter in said],
    "other fields": lambda said: [{"note": said[:9]}, {"note": said[9:]}],
}


def told(*events: dict[str, object], raw: str = "") -> Conversation:
    question = Question("q")
    ids = {"run_id": question.run_id, "thread_id": question.thread_id, "agent_id": "a"}
    frames = [Frame(1.0, "open"), Frame(1.0, SEND, str(NativeAdapter().ask(question)[0]))]
    for number, fields in enumerate(events):
        whole = {"type": "agent_thinking", **ids, "seq": number + 1, **fields}
        frames.append(Frame(2.0 + number, RECV, json.dumps(whole)))
    if raw:
        frames.append(Frame(9.0, RECV, raw))
    return read(Recording({"customer": "customer 1", "user": "ann", "canary": ""}, tuple(frames)))


@pytest.mark.parametrize("place", SAYINGS.values(), ids=SAYINGS)
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("thing", [SECRET, RUN])
def test_a_house_sees_what_a_search_text_by_text_sees(
    written: Callable[[str], str],
    place: Callable[[str], list[dict[str, object]]],
    thing: str,
) -> None:
    talk = told(*place(written(thing)))
    raw = [(frame.t, str(frame.data)) for frame in talk.recording.frames if frame.dir == RECV]
    alone = foreign_traces(raw, {thing: "it"}, belongings(talk))
    found = House([belongings(talk), {thing: "it"}]).seen_of_others(talk)
    assert bool(found.value) >= bool(alone)
    if place is SAYINGS["a value"]:
        assert found.value == 1


def test_a_name_that_stands_twice_hides_nothing() -> None:
    coded = base64.b64encode(SECRET.encode()).decode()
    talk = told(raw=f'{{"type":"agent_thinking","thought":"{coded}","thought":"nothing"}}')
    assert House([belongings(talk), {SECRET: "it"}]).seen_of_others(talk).value == 1


def test_nobody_else_and_nothing_received_are_no_pass() -> None:
    talk = told({"thought": "hello"})
    assert House([belongings(talk)]).seen_of_others(talk).value is None
    assert House([belongings(talk), {SECRET: "it"}]).seen_of_others(told()).value is None
    assert House([belongings(talk), {SECRET: "it"}]).seen_of_others(talk).value == 0


@given(
    st.lists(st.text(), max_size=5),
    st.dictionaries(st.text(), st.just("it"), max_size=5),
    st.lists(st.text(), max_size=3),
    st.sampled_from(list(WRITTEN.values())),
)
def test_whoever_is_convicted_was_suspected(
    texts: list[str], theirs: dict[str, str], own: list[str], written: Callable[[str], str]
) -> None:
    secret = f"run-{uuid4()}"
    texts = [*texts, written(secret), *theirs]
    theirs = {**theirs, secret: "it"}
    suspects = Lookout(theirs).suspects(texts, own)
    found = foreign_traces([(float(n), text) for n, text in enumerate(texts)], theirs, own)
    assert len(found) <= len(suspects)
    assert secret in suspects
