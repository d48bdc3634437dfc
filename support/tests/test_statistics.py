"""Percentiles that enough samples stand behind, and what repeated figures are called."""

from __future__ import annotations

import statistics as reference

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.statistics import percentile, samples_needed, spread, told

values = st.lists(st.floats(0.001, 1e6), min_size=20, max_size=200)


@pytest.mark.parametrize(("share", "needed"), [(0.5, 2), (0.9, 10), (0.95, 20), (0.99, 100)])
def test_a_percentile_takes_samples_of_which_it_is_not_the_greatest(
    share: float, needed: int
) -> None:
    assert samples_needed(share) == needed
    ascending = [float(n) for n in range(1, needed + 1)]
    assert percentile(ascending, share) < ascending[-1]
    with pytest.raises(ValueError, match=f"takes {needed} samples, and there are {needed - 1}"):
        percentile(ascending[1:], share)


def test_the_nearest_rank_is_a_value_that_was_seen() -> None:
    hundred = [float(n) for n in range(100, 0, -1)]
    assert percentile(hundred, 0.95) == 95.0
    assert percentile(hundred, 0.5) == 50.0
    assert percentile([*hundred, 1000.0], 0.95) == 96.0


@given(values)
def test_at_least_the_share_is_not_above_it(sample: list[float]) -> None:
    found = percentile(sample, 0.95)
    assert found in sample
    assert sum(each <= found for each in sample) >= 0.95 * len(sample)
    assert sum(each < found for each in sample) < 0.95 * len(sample)


def test_spread_is_a_share_of_the_mean_and_takes_three() -> None:
    assert spread([1.0, 2.0]) is None
    assert spread([0.0, 0.0, 0.0]) is None
    sample = [9.0, 10.0, 11.0]
    assert spread(sample) == pytest.approx(reference.stdev(sample) / 10)


def test_a_figure_is_called_unstable_from_ten_percent_on() -> None:
    assert told([9.0, 10.0, 11.0], "runs", "s") == (
        "median of 3 runs 10 s, unstable: spread 10% of the mean"
    )
    assert told([9.1, 10.0, 10.9], "runs", "s") == "median of 3 runs 10 s, spread 9% of the mean"
    assert told([9.0, 11.0], "runs", "s") == "median of 2 runs 10 s"
    assert told([9.0], "runs", "s") == ""
