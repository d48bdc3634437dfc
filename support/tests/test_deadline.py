"""One deadline for everything that waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.deadline import Deadline


class Clock:
    """Stands still until it is moved on, or moves on by `tick` at each look."""

    def __init__(self, tick: float = 0.0) -> None:
        self.now = 1000.0
        self.tick = tick

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


def test_time_runs_down_to_nothing_and_no_further() -> None:
    clock = Clock()
    deadline = Deadline(10, clock)
    assert (deadline.left, deadline.passed, deadline.seconds) == (10, False, 10)
    clock.now += 9.5
    assert (deadline.left, deadline.passed) == (0.5, False)
    clock.now += 0.5
    assert (deadline.left, deadline.passed) == (0, True)
    clock.now += 60
    assert (deadline.left, deadline.passed) == (0, True)


def test_no_time_at_all_has_passed_at_once() -> None:
    assert Deadline(0, Clock()).passed


@pytest.mark.parametrize("seconds", [-0.001, float("inf"), float("nan")])
def test_only_finite_time_from_now_on_is_taken(seconds: float) -> None:
    with pytest.raises(ValueError, match=f"finite seconds from 0 on, not {seconds}"):
        Deadline(seconds)
    if seconds != float("inf"):
        with pytest.raises(ValueError, match="finite seconds"):
            Deadline(1).within(seconds)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_an_inner_deadline_never_outlasts_the_outer(
    outer: float, inner: float, tick: float
) -> None:
    whole = Deadline(outer, Clock(tick))
    part = whole.within(inner)
    assert part.at <= whole.at
    assert part.seconds <= inner


def test_the_clock_is_monotonic_unless_told_otherwise() -> None:
    deadline = Deadline(60)
    first = deadline.left
    assert 0 < deadline.left <= first <= 60
