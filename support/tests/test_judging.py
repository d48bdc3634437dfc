"""Met, not met, not measured: the boundaries, and the harness's own delay."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.judging import LAG_SHARE, judge
from support.verdict import Direction, Limit, Measurement, Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED
FIVE = Limit(5, "s", tolerance=0.1)
TEN_AT_LEAST = Limit(10, "tokens/s", Direction.AT_LEAST, 0.1)


def took(seconds: float, lag: float | None = 0.0) -> Measurement:
    return Measurement("first sign", "s", seconds, "after the question", True, lag)


def counted(value: float) -> Measurement:
    return Measurement("throughput", "tokens/s", value, "of this answer")


@pytest.mark.parametrize(
    ("found", "limit", "outcome"),
    [
        (took(0), FIVE, MET),
        (took(5.5), FIVE, MET),
        (took(math.nextafter(5.5, 6)), FIVE, NOT_MET),
        (took(5.5, lag=None), FIVE, MET),
        (took(5.6, lag=None), FIVE, NOT_MET),
        (took(5.6, lag=0.05), FIVE, NOT_MET),
        (took(5.6, lag=0.2), FIVE, UNKNOWN),
        (took(1, lag=0.25), FIVE, MET),
        (took(1, lag=math.nextafter(0.25, 1)), FIVE, UNKNOWN),
        (took(60, lag=3), FIVE, NOT_MET),
        (counted(9), TEN_AT_LEAST, MET),
        (counted(math.nextafter(9, 0)), TEN_AT_LEAST, NOT_MET),
        (counted(0), Limit(0, ""), MET),
        (counted(1), Limit(0, ""), NOT_MET),
        (Measurement("x", "s", None, "unseen"), FIVE, UNKNOWN),
        (Measurement("x", "s", None, "it never came", True, None, failed=True), FIVE, NOT_MET),
    ],
)
def test_the_outcome_at_each_boundary(found: Measurement, limit: Limit, outcome: Outcome) -> None:
    figure = judge(found, limit)
    assert figure.outcome is outcome
    assert (figure.measurement, figure.limit) == (found, limit)
    assert found.why in figure.reason


def test_a_broken_limit_reads_like_a_sentence() -> None:
    assert judge(took(7.412, 0.0003), FIVE).reason == (
        "7.412 s after the question; the limit is at most 5 s (+10%) (harness lag 0.3 ms)"
    )
    assert "(harness lag unknown)" in judge(took(7, None), FIVE).reason


def test_the_harness_says_when_it_was_too_late_to_judge() -> None:
    decides = "but the harness itself was up to 200.0 ms late, which decides the verdict"
    assert decides in judge(took(5.6, 0.2), FIVE).reason
    share = "but the harness itself was up to 300.0 ms late, more than 5% of 5 s"
    assert share in judge(took(1, 0.3), FIVE).reason


seconds = st.floats(0, 1000)


@given(seconds, st.floats(0, 100), st.floats(0.001, 500), st.sampled_from([0, 0.1, 0.15]))
def test_the_agent_is_never_blamed_nor_praised_for_the_harnesss_delay(
    value: float, lag: float, limit: float, tolerance: float
) -> None:
    promise = Limit(limit, "s", tolerance=tolerance)
    outcome = judge(took(value, lag), promise).outcome
    if outcome is MET:
        assert promise.allows(value)
        assert lag <= limit * LAG_SHARE
    if outcome is NOT_MET:
        assert not promise.allows(value - lag)
    if lag == 0:
        assert outcome is not UNKNOWN


@given(seconds, seconds, st.floats(0, 1))
def test_slower_is_never_judged_better(one: float, other: float, lag: float) -> None:
    rank = {MET: 0, UNKNOWN: 1, NOT_MET: 2}
    fast, slow = sorted((one, other))
    better, worse = (judge(took(value, lag), FIVE).outcome for value in (fast, slow))
    assert rank[better] <= rank[worse]
