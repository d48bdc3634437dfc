"""The few numbers that a worker shares say what happened, however many customers there were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Event, Kind
from support.pulse import counters, histogram
from support.pulse.counters import Pulse, Vitals
from support.pulse.words import essentials


def _event(kind: Kind, run: str, at: float) -> Event:
    return Event(kind, at, 0, run, root=True)


def _ended(kind: Kind) -> counters.Pulse:
    cells = counters.shared()
    vitals = Vitals(cells)
    vitals.came()
    vitals.asked("r")
    asked_at = vitals._asked["r"]  # the clock may have gone on since, on a busy machine far
    vitals.heard(_event(Kind.AGENT_STARTED, "r", asked_at + 0.2))
    vitals.heard(_event(kind, "r", asked_at + 3))
    vitals.left()
    return counters.read([cells])


def test_an_answered_question_is_counted_with_its_times() -> None:
    seen = _ended(Kind.AGENT_COMPLETED)
    assert (seen.asked, seen.answered, seen.in_trouble, seen.waiting) == (1, 1, 0, 0)
    assert (seen.connected, seen.events) == (0, 2)
    assert 0.19 < seen.first.slowest < 0.25
    assert 2.9 < (seen.done.share(0.5) or 0) < 3.1


def test_an_error_is_trouble_and_a_cancel_is_none() -> None:
    assert _ended(Kind.AGENT_ERROR).in_trouble == 1
    assert _ended(Kind.RUN_CANCELLED).in_trouble == 0
    assert _ended(Kind.RUN_CANCELLED).cancelled == 1


def test_a_question_still_open_is_under_way_until_its_customer_hangs_up() -> None:
    cells = counters.shared()
    vitals = Vitals(cells)
    vitals.came()
    vitals.asked("r")
    vitals.asked("r")
    assert counters.read([cells]).waiting == 1
    vitals.left()
    seen = counters.read([cells])
    assert (seen.waiting, seen.unanswered, seen.connected) == (0, 1, 0)


def test_events_of_strangers_count_as_events_alone() -> None:
    cells = counters.shared()
    Vitals(cells).heard(_event(Kind.AGENT_COMPLETED, "nobody's", 1.0))
    seen = counters.read([cells])
    assert (seen.events, seen.answered, seen.first.number) == (1, 0, 0)


def test_customers_of_a_worker_that_died_were_not_answered() -> None:
    cells = counters.shared()
    vitals = Vitals(cells)
    vitals.came()
    vitals.asked("r")
    before = counters._current[0]
    try:
        counters.settle_in(cells)
    finally:
        counters._current[0] = before
    seen = counters.read([cells])
    assert (seen.connected, seen.unanswered, seen.waiting) == (0, 1, 0)


def test_workers_are_added_up() -> None:
    one, two = _cells_with(0.5), _cells_with(2.0)
    seen = counters.read([one, two])
    assert seen.answered == 2
    assert seen.done.number == 2
    assert seen.done.slowest > 1.9


def _cells_with(seconds: float) -> histogram.Cells:
    cells = counters.shared()
    vitals = Vitals(cells)
    vitals.asked("r")
    vitals.heard(_event(Kind.AGENT_COMPLETED, "r", vitals._asked["r"] + seconds))
    return cells


@given(st.lists(st.floats(0.0001, 5000), min_size=1, max_size=60), st.floats(0.05, 1))
def test_a_share_of_the_times_is_never_told_too_short(times: list[float], share: float) -> None:
    counts = [0] * histogram.BUCKETS
    for seconds in times:
        counts[histogram.bucket_of(seconds)] += 1
    told = histogram.Times(tuple(counts), max(times)).share(share)
    exact = sorted(times)[max(0, -int(-len(times) * share // 1) - 1)]
    assert told is not None
    if exact < 1000:
        assert exact <= told * 1.000001
        assert told <= max(exact * 1.26, 0.00126)


def test_times_of_nobody_have_no_median() -> None:
    assert histogram.Times().share(0.5) is None


def test_a_terminal_is_told_the_essentials_since_the_work_began() -> None:
    before = counters.read([_cells_with(5.0)])
    now = counters.read([_cells_with(5.0), _cells_with(0.5), _cells_with(0.5)])
    told = essentials(now, before)
    assert told.startswith("2 events, first sign within 0.5")
    assert "not answered" not in told
    assert essentials(Pulse(), Pulse()) == ""
    assert "1 not answered" in essentials(_ended(Kind.AGENT_ERROR), Pulse())
