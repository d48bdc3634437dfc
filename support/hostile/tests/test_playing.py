"""A sample of the corpus against the suite; the whole is `make hostile`."""

from __future__ import annotations

from support.hostile.corpus import corpus
from support.hostile.fuzzing import fuzz
from support.hostile.model import Behaviour
from support.hostile.playing import play

QUICK = (
    "is not there",
    "answers the handshake with HTTP 503",
    "redirects to itself, for ever",
    "sends headers without end",
    "greets as a mail server",
    "opens and resets the connection",
    "vanishes while a tool is at work",
    "closes with the code 1005, which is never sent",
    "sends a frame of the reserved kind 3",
    "announces a frame of a billion billion bytes",
    "sends text that is no UTF-8: a lone surrogate",
    "sends half a JSON object among its events",
    "calls the run by its id with an invisible sign",
    "stamps its events with milliseconds",
    "goes on after the end with a thought",
    "tells everybody the first customer's secret",
    "says nothing to a garbled message",
    "AG-UI: ends a message that never began",
    "a handshake that comes late",
    "an answer that holds terminal escapes",
    "a message in pieces",
)


def test_a_sample_ends_in_clear_verdicts_and_leaves_nothing_behind() -> None:
    chosen = [each for each in corpus() if each.name in QUICK]
    assert len(chosen) == len(QUICK)
    played = play(chosen, within_s=300)
    assert [f"{each.behaviour.name}: {each.faults}" for each in played.tried if each.faults] == []
    assert len(played.tried) == len(chosen)
    assert played.left_behind == []


def test_none_is_begun_once_the_time_is_over() -> None:
    assert play(corpus()[:3], lanes=1, within_s=0).tried == []


def test_what_is_called_hostile_and_passes_is_a_fault() -> None:
    healthy = Behaviour(name="healthy", says="anything", play=["greet", "hear", "run"])
    (tried,) = play([healthy], lanes=1).tried
    assert tried.faults[0].startswith("met instead of not met")


def test_rubbish_surprises_no_adapter_no_mapping_no_profile_and_no_reader_of_recordings() -> None:
    found = fuzz(frames=2000, first_seed=0)
    assert found.failures == []
    assert found.frames >= 2000
