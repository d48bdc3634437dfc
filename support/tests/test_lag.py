"""What the harness knows of its own delay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import lag
from support.lag import INTERVAL, HarnessLag, LagProbe, Stall, lag_of
from support.recording import Frame

LAG = HarnessLag((Stall(10.0, 10.2), Stall(20.0, 20.1)), floor=0.0004)


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ((5.0,), 0.0004),
        ((10.1,), 0.2),
        ((10.0 - INTERVAL, 15.0), 0.2),
        ((10.2 + INTERVAL / 2,), 0.2),
        ((10.0 - 2 * INTERVAL,), 0.0004),
        ((10.2 + 2 * INTERVAL,), 0.0004),
        ((20.05,), 0.1),
        ((10.1, 20.05), 0.2),
        ((9.0, 21.0), 0.0004),
        ((), 0.0004),
    ],
)
def test_a_stamp_is_as_late_as_the_stall_that_it_fell_into(
    moments: tuple[float, ...], expected: float
) -> None:
    assert LAG.at(*moments) == pytest.approx(expected)


def test_a_recording_without_a_probe_knows_nothing() -> None:
    assert lag_of((Frame(1.0, "open"),)) is None


def test_the_lag_of_a_recording_is_its_stalls_and_its_highest_floor() -> None:
    frames = (
        Frame(10.2, "lag", fields={"due": 10.0, "ms": 200.0}),
        Frame(12.0, "lag_floor", fields={"ms": 0.3}),
        Frame(13.0, "lag_floor", fields={"ms": 0.4}),
    )
    assert lag_of(frames) == HarnessLag((Stall(10.0, 10.2),), 0.0004)


@given(st.lists(st.tuples(st.floats(0.005, 9), st.floats(0.001, 5)), max_size=30), st.floats(0, 99))
def test_a_full_memory_makes_the_harness_look_worse_never_better(
    late: list[tuple[float, float]], moment: float
) -> None:
    stalls, now = [], 0.0
    for quiet, delay in late:  # as the probe meets them: one after another
        stalls.append(Stall(now + quiet, now := now + quiet + delay))
    probe, most = LagProbe(), lag._MOST_STALLS
    try:
        lag._MOST_STALLS = 3
        for stall in stalls:
            probe._keep(stall)
    finally:
        lag._MOST_STALLS = most
    known = lag_of(tuple(probe.frames(since=0.0)))
    assert known is not None
    assert len(known.stalls) <= 3
    assert known.at(moment) >= HarnessLag(tuple(stalls), 0.0).at(moment) - 0.001


def test_only_stalls_of_this_session_are_told() -> None:
    probe = LagProbe()
    probe._keep(Stall(1.0, 1.5))
    probe._keep(Stall(9.0, 9.5))
    told = probe.frames(since=5.0)
    assert told[:-1] == [Frame(9.5, "lag", fields={"due": 9.0, "ms": 500.0})]
    assert (told[-1].dir, told[-1].fields) == ("lag_floor", {"ms": 0.0})


@given(st.lists(st.tuples(st.floats(0.005, 9), st.floats(0.001, 5)), max_size=30), st.floats(0, 99))
def test_time_awake_is_all_time_but_the_stalls(
    late: list[tuple[float, float]], moment: float
) -> None:
    probe, now = LagProbe(), 0.0
    stalls = []
    for quiet, delay in late:
        stalls.append(Stall(now + quiet, now := now + quiet + delay))
        probe._keep(stalls[-1])
    lost = sum(min(s.woke - s.due, s.woke - moment) for s in stalls if s.woke > moment)
    expected = time.monotonic() - moment - lost
    assert probe.awake_since(moment) == pytest.approx(expected, abs=0.05)
