"""What somebody else wrote into a recording is refused in words, never with a surprise."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from support.protocols import MappingAdapter, adapter_of
from support.protocols.mapping.loading import shipped
from support.recording import Recording
from support.tests.recordings import asks, notes, recording
from support.transcripts.recognition import recognised
from support.verdict import HarnessError

RULE = {"emit": "run_completed", "text": "a"}
ASK = [{"send": {"q": "${question}"}}]


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("x", "Expected `object`, got `str`"),
        ({}, "it has no [[rule]]"),
        ({"rule": [RULE | {"when": "a ||"}], "ask": ASK}, "cannot be read"),
        (
            {"rule": [RULE], "ask": ASK, "frames": {"text": "nonsense > json"}},
            "no layer 'nonsense'",
        ),
        ({"rule": [RULE], "ask": [{"send": "${nobody}"}]}, "nothing provides ${nobody}"),
    ],
)
def test_a_recorded_mapping_that_is_none_is_refused_in_words(mapping: Any, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        adapter_of("mapping", mapping, live=False)
    told = Recording({"mapping": mapping}, recording([notes("open"), asks()]).frames)
    with pytest.raises(HarnessError, match=re.escape(why)):
        recognised(told)


@pytest.mark.parametrize("protocol", [5, ["x"], "nope", None, {"a": 1}, "mapping"])
def test_a_protocol_that_nobody_knows_is_refused_with_those_that_are(protocol: Any) -> None:
    told = Recording({"protocol": protocol}, recording([notes("open"), asks()]).frames)
    with pytest.raises(HarnessError, match="known: native, adk"):
        recognised(told)
    with pytest.raises(HarnessError, match="there is no protocol"):
        adapter_of(str(protocol), live=False)


def test_a_recorded_mapping_reads_as_the_one_it_was_recorded_with() -> None:
    kept = msgspec.to_builtins(shipped("agui"))
    adapter = adapter_of("mapping", kept, live=False)
    assert isinstance(adapter, MappingAdapter)
    assert adapter.mapping == shipped("agui")
