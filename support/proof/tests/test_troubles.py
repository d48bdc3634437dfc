"""Recordings of what goes wrong on purpose, and readings that stand in for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from support import appraisal
from support.benchmarks import recovery
from support.benchmarks.samples import sample
from support.faults.ordeal import Ordeal
from support.faults.trial import ROOT
from support.proof import moves
from support.proof.acting import profile_of, record_staged
from support.proof.bench import Bench, key_of
from support.proof.ids import repeatable
from support.proof.readings import READS
from support.reading import Conversation, read
from support.regions import FromRegions
from support.security import attacks
from support.tests.recordings import asks, gets, notes, recording
from support.verdict import Measurement, Outcome
from support.wire import Address

LETS_IN = "Who comes back is let in"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.chdir(tmp_path)
    with repeatable() as ids:
        yield Bench(ids, profile_of(""), [ROOT / "features" / "resilience"], ())


def key(bench: Bench, name: str) -> str:
    scenarios = [each for feature in bench.parsed() for each in feature.walk_scenarios()]
    return next(key_of(each) for each in scenarios if each.name.startswith(name))


def test_what_goes_wrong_around_whom_is_noted_and_done_to_nobody(bench: Bench) -> None:
    plans = bench.plans()
    assert set(bench.stagings) == set(plans)
    assert bench.stagings[key(bench, LETS_IN)] == {0: Ordeal("the line breaks", 1.5)}
    (far,) = bench.stagings[key(bench, "From California")].values()
    assert isinstance(far, FromRegions)
    beside = key(bench, "One customer's line")
    assert (len(plans[beside]), list(bench.stagings[beside])) == (2, [1])


def test_what_went_wrong_once_is_judged_again_and_again(bench: Bench) -> None:
    plans, wanted = bench.plans(), key(bench, LETS_IN)
    only = {wanted: plans[wanted]}
    recorded = record_staged(profile_of(""), plans, {wanted: bench.stagings[wanted]})
    (once,) = bench.judged(only, recorded, only=LETS_IN)
    (again,) = bench.judged(only, recorded, only=LETS_IN)
    assert (once.outcome, again.outcome) == (Outcome.MET, Outcome.MET)
    knocked = {wanted: moves.MOVES["knocks"](recorded[wanted], 5)}
    (beyond,) = bench.judged(only, knocked, only=LETS_IN)
    assert beyond.outcome is Outcome.NOT_MET
    assert "attempts until let in" in beyond.reason


def trouble() -> Conversation:
    """The line breaks after a second, for three; work comes again a second later."""
    begins, ends = ({"what": "the line breaks", "now": now} for now in ("begins", "ends"))
    told = [
        gets("agent_started", "r1", seq=1),
        ("fault", {"": begins}),
        notes("dropped"),
        ("fault", {"": ends}),
        gets("agent_completed", "r1", seq=2, final_response="so"),
    ]
    return read(recording([notes("open"), asks("r1"), *told, notes("end")]))


def moved(name: str, amount: float) -> Conversation:
    return moves.MOVES[name]([[trouble()]], amount)[0][0]


@pytest.mark.parametrize(
    ("name", "amount", "measure", "by"),
    [
        ("in trouble", 5.0, recovery.noticed, 5.0),
        ("in trouble", 5.0, recovery.clear_state, 5.0),
        ("in trouble", 5.0, recovery.recovered, 0.0),
        ("after trouble", 5.0, recovery.noticed, 0.0),
        ("after trouble", 5.0, recovery.recovered, 5.0),
        ("knocks", 3, recovery.let_in, 3),
        ("knocks", 3, recovery.recovered, 0.0),
    ],
)
def test_a_trouble_is_moved_where_its_name_says(
    name: str, amount: float, measure: Callable[[Conversation], Measurement], by: float
) -> None:
    before, after = measure(trouble()).value, measure(moved(name, amount)).value
    assert before is not None
    assert after == pytest.approx(before + by)


def test_who_had_no_trouble_is_left_alone() -> None:
    calm = read(recording([notes("open"), asks("r1"), notes("end")]))
    for name in ("in trouble", "after trouble", "knocks"):
        assert moves.MOVES[name]([[calm]], 3) == [[calm]]


def test_a_reaction_comes_later_than_what_was_sent_last() -> None:
    before, after = trouble().recording.frames, moved("reactions", 2.0).recording.frames
    assert [late.t - early.t for early, late in zip(before, after, strict=True)] == [0] * 2 + [
        pytest.approx(2.0)
    ] * (len(before) - 2)


def now(what: str) -> Callable[..., Any]:
    """What a reading stands in for, as it is at this moment."""
    known = {"strike": vars(attacks)["struck_by"], "answer": vars(appraisal)["sample"]}
    return cast(Callable[..., Any], known[what])


def test_a_reading_stands_in_for_as_long_as_it_is_wanted() -> None:
    told = sample("a rich answer").answer
    before = now("strike")
    with READS["hang-up"](2.5):
        (struck,) = now("strike")(Address("ws://nowhere"), {"of no kind": b""}, 5.0)
        assert (struck.attack, struck.after_s, struck.waited_s) == ("of no kind", 2.5, 5.0)
    assert now("strike") is before
    with READS["rich answer"](0.5):
        assert 0 < len(now("answer")("a rich answer").answer) < len(told)
        assert now("answer")("a poor answer") == sample("a poor answer")
    with READS["given answers"](0.0):
        assert not now("answer")("a poor answer").answer
    assert now("answer")("a rich answer").answer == told
