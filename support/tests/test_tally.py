"""What came of many is merged, not averaged, and what is missing is never a pass."""

from __future__ import annotations

import pickle
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.fleet import Tally
from support.fleet.tally import ISOLATION, Spread
from support.load import Load
from support.reading import read
from support.tests.test_house import told
from support.verdict import HarnessError, Measurement

KEPT = Measurement(ISOLATION, "faults", 0, "searched")


def spread(*values: float, lag: float | None = 0.001) -> Spread:
    made = Spread()
    for value in values:
        made.take(value, lag)
    return made


times = st.lists(st.floats(0.0001, 100), min_size=1, max_size=40)


@given(times, times)
def test_merged_times_are_the_times_of_all(one: list[float], two: list[float]) -> None:
    merged = pickle.loads(pickle.dumps(spread(*one)))  # noqa: S301 - as a worker sends it
    merged.merge(spread(*two))
    low, high = statistics.median_low([*one, *two]), statistics.median_high([*one, *two])
    assert low * 0.998 - 2e-6 <= merged.median <= high * 1.002 + 2e-6
    assert merged.slowest == max(*one, *two)


def test_a_lag_that_nobody_knows_stays_unknown() -> None:
    known = spread(1.0)
    known.merge(spread(2.0, lag=None))
    assert known.lag is None


def test_one_fault_of_one_customer_is_told_with_the_name() -> None:
    tally = Tally()
    shown = Measurement(ISOLATION, "faults", 2, "was shown the secret of customer 7")
    assert not tally.take(told({"thought": "x"}), shown)
    for _ in range(3):
        tally.take(told({"thought": "x"}), KEPT)
    found = tally.promise(ISOLATION)
    assert found.value == 2
    assert found.why == "customer 1: was shown the secret of customer 7 (of 4 customers)"


def test_what_is_unknown_for_one_is_not_measured_for_all() -> None:
    tally = Tally()
    tally.take(told({"thought": "x"}), KEPT)
    assert tally.promise(ISOLATION).value == 0
    tally.take(told({"thought": "x"}), Measurement(ISOLATION, "faults", None, "nothing came"))
    found = tally.promise(ISOLATION)
    assert (found.value, found.failed) == (None, False)
    assert "unknown for 1 of 2 customers" in found.why


def test_a_promise_about_nobody_is_not_measured() -> None:
    assert Tally().promise("delivery").value is None
    assert Tally().time("answer complete", lambda times: times.slowest, "").value is None


def test_a_customer_without_an_answer_fails_the_time_of_all() -> None:
    tally = Tally()
    tally.take(told({"thought": "x"}), KEPT)  # the run never ends
    found = tally.time("answer complete", lambda times: times.slowest, "")
    assert found.value is None
    assert found.failed


def test_one_who_could_not_begin_is_no_answered_customer() -> None:
    talk = told()
    silent = read(type(talk.recording)(talk.recording.about, talk.recording.frames[:1]))
    tally = Tally()
    tally.take(silent, KEPT)
    assert tally.promise("answer").failed
    assert "before a question was asked" in tally.promise("answer").why
    other = Tally()
    other.take(silent, KEPT)
    other.take(told({"thought": "x"}), KEPT)
    tally.merge(other)
    assert tally.promise("answer").why.endswith("(2 could not even ask, of 3 customers)")


def test_lost_customers_are_counted_and_said() -> None:
    tally = Tally(customers=50, lost=10, losses=["a worker process of the suite died"])
    other = Tally(customers=5, lost=1, losses=["a worker was lost"])
    tally.merge(other)
    with pytest.raises(HarnessError, match=r"^11 of 66 customers are lost.*died; a worker was"):
        Load(tally, Tally()).check_whole()
    Load(other.__class__(customers=3), Tally()).check_whole()


def answered(*values: float) -> Tally:
    tally = Tally(times={"answer complete": spread(*values)})
    tally._count("answer complete").measured = len(values)
    return tally


@pytest.mark.parametrize(("times", "kept"), [((1.0, 1.4, 9.0), True), ((1.6, 1.6, 1.0), False)])
def test_the_slowdown_is_the_median_against_that_alone(
    times: tuple[float, ...], kept: bool
) -> None:
    found, limit = Load(answered(*times), answered(1.0, 1.0, 1.0)).slowdown(0.5)
    assert found.value is not None
    assert limit.allows(found.value) is kept
    assert found.harness_lag == pytest.approx(0.0025)


def test_without_a_baseline_there_is_no_slowdown() -> None:
    found, _ = Load(answered(1.0), Tally()).slowdown(0.5)
    assert found.value is None
    assert found.why.startswith("alone: ")
