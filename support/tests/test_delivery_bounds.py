"""Ways of events and clocks at their very limits: what just counts, and the words in full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.events import Event, Kind
from support.benchmarks import delivery
from support.benchmarks.clock_offset import Offset, WallClock, grain, offset_of
from support.lag import HarnessLag, Stall
from support.reading import read
from support.recording import RECV, Frame
from support.tests.recordings import notes, recording
from support.tests.stamped import ASKED, WALL, message, stamped
from support.verdict import Limit


def event(at: float, sent_at: float | None, seq: int | None = None, frame: int = 0) -> Event:
    return Event(Kind.AGENT_THINKING, at, frame, run_id="r1", sent_at=sent_at, seq=seq)


@pytest.mark.parametrize(
    ("stamps", "apart", "still"),
    [
        ([5.0] * 5, 0.05, True),
        ([5.0] * 4, 0.05, False),
        ([5.0] * 4 + [5.5], 0.05, False),
        ([5.0, 5.0, 5.0, 5.0, 6.0], 0.05, False),
        ([5.0] * 5, 0.024, False),
        ([5.0] * 5, 0.026, True),
    ],
)
def test_a_clock_stands_still_over_five_events_and_a_tenth_of_a_second(
    stamps: list[float], apart: float, still: bool
) -> None:
    events = [event(100 + n * apart, each) for n, each in enumerate(stamps)]
    assert delivery._stands_still(events) is still


@pytest.mark.parametrize(
    ("stamps", "seqs", "back"),
    [
        ([1.0, 2.0, 3.0], [None, None, None], 0.0),
        ([3.0, 1.0, 2.5], [None, None, None], 2.0),
        ([3.0, 1.0, 2.0], [3, 1, 2], 0.0),
        ([3.0, 1.0, 2.0], [3, 1, None], 2.0),
        ([0.5, 2.0], [1, 0], 1.5),
        ([], [], 0.0),
    ],
)
def test_how_far_an_agents_times_step_back_in_its_own_order(
    stamps: list[float], seqs: list[int | None], back: float
) -> None:
    events = [event(9.0, at, seq) for at, seq in zip(stamps, seqs, strict=True)]
    assert delivery._steps_back(events) == back


@pytest.mark.parametrize(
    ("received", "sent", "replayed"),
    [
        (101.0, 98.0, True),
        (101.0, 100.0, True),  # the clocks are known to half a second
        (101.0, 100.6, False),
        (101.0, 100.5, False),
        (100.0, 98.0, True),
        (99.9, 98.0, False),
    ],
)
def test_what_was_sent_before_the_line_was_up_again_is_a_repeat(
    received: float, sent: float, replayed: bool
) -> None:
    talk = read(recording([notes("open")]))
    opened = Frame(90.0, "open"), Frame(95.0, "dropped"), Frame(100.0, "open")
    talk = replace(talk, recording=replace(talk.recording, frames=opened))
    clock = WallClock([Frame(0.0, "clock", fields={"unix": 1000.0})])
    offset = Offset(3.0, 0.5)
    told = event(received, 1000.0 + 3.0 + sent)
    if talk.reconnected_at != (100.0,):
        talk = replace(talk, reconnected_at=(100.0,))
    assert delivery._is_replayed(told, talk, clock, offset) is replayed
    assert not delivery._is_replayed(told, replace(talk, reconnected_at=()), clock, offset)


def test_an_events_way_is_told_with_the_harnesss_own_delay() -> None:
    talk = stamped([0.02] * 3)
    talk = replace(talk, lag=HarnessLag((Stall(99.0, 99.5),), 0.25))
    clock, offset = WallClock(talk.recording.frames), Offset(2.0)
    told = delivery._delivered(event(100.0, WALL + 101.9), talk, clock, offset)
    assert (told.at, round(told.ms, 3)) == (100.0, 100.0)
    assert told.lag_ms == talk.lag.at(100.0) * 1000 if talk.lag else False
    assert told.lag_ms >= 250
    assert (
        delivery._delivered(event(100.0, WALL), replace(talk, lag=None), clock, offset).lag_ms == 0
    )


def test_silent_events_of_all_customers_are_counted() -> None:
    says = [None, None, WALL + ASKED + 0.201]
    found = delivery.deliveries([stamped([0.01] * 3, times=says) for _ in range(3)])
    assert (found.silent, len(found.events)) == (6, 3)


def test_a_step_back_is_told_beside_where_the_offset_comes_from() -> None:
    back = [WALL + ASKED + 0.001 + n / 10 for n in range(20)]
    back[12] -= 0.105
    found = delivery.deliveries([stamped([0.005] * 20, times=back)])
    assert found.basis.startswith("clock offset +0.0 ± 5.")
    assert "(one clock: the agent runs on this host; the agent's times step back by 5.0 ms)" in (
        found.basis
    )


# -- clocks


@pytest.mark.parametrize(
    ("times", "found"),
    [([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], 1.0), ([], 0.0), ([0.1234567], 0.0)],
)
def test_how_coarse_times_are(times: list[float], found: float) -> None:
    assert grain(times) == found


def test_a_wall_clock_is_read_off_its_first_look_and_doubts_what_moved() -> None:
    looks = [
        Frame(0.0, "clock", fields={"unix": 1000.0, "ms": 2.0}),
        Frame(50.0, "clock", fields={"unix": 1050.5}),
        Frame(60.0, "open", fields={"unix": 9.0}),
    ]
    clock = WallClock(looks)
    assert (clock.known, clock.at(5.0)) == (True, 1005.0)
    assert clock.doubt == pytest.approx(0.502)
    blank = WallClock([])
    assert (blank.known, blank.at(5.0), blank.doubt) == (False, 5.0, 0.0)


def test_why_a_clock_says_nothing_is_told_in_full() -> None:
    assert offset_of(stamped([0.01] * 3, clock=False)).problem == (
        "the recording does not say what time it was when it was made"
    )
    assert offset_of(stamped([0.01] * 3, times=[None] * 3)).problem == (
        "no event of the agent carries a time of its own"
    )
    assert offset_of(stamped([0.01] * 3, times=[5e15] * 3)).problem == (
        "the agent's times are no Unix times in seconds"
    )
    assert offset_of(stamped([0.01] * 3, ahead=9.0)).problem.endswith(
        "s in the future: an event cannot be received before it was sent"
    )
    assert offset_of(stamped([0.01] * 3, ahead=-9.0)).problem.endswith(
        "s before its question was asked: the agent's times do not tell when events are sent"
    )


def test_no_event_of_a_run_with_a_time_is_told_so() -> None:
    hello = message(1.0, RECV, type="connection_established", timestamp=WALL + 1.0)
    found = delivery.deliveries([stamped([], extra=[hello])])
    assert found.problem == "no event of a run carries a time of the agent"
    assert delivery.deliveries([]).problem == found.problem


@pytest.mark.parametrize(("ms", "told"), [(50.0, True), (50.1, False)])
def test_clocks_may_be_unknown_by_half_the_limit(ms: float, told: bool) -> None:
    way = delivery.Delivered(100.0, 10.0, 0.0)
    found = delivery.Deliveries((way,) * 20, ms, "clock offset")
    why = delivery.delivery_latency(found, Limit(100, "ms")).why
    assert why.startswith("p95 of 20 events") is told
