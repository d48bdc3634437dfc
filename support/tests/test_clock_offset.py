"""By how much the agent's clock differs, how well that is known, and when nothing can be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.clock_offset import grain, offset_of
from support.recording import RECV
from support.tests.stamped import ASKED, WALL, line, message, stamped

FAST = [0.001] * 10
ways = st.floats(0.0, 2.0)


def test_an_agent_on_this_host_reads_the_same_clock() -> None:
    offset = offset_of(stamped(FAST))
    assert (offset.seconds, offset.problem) == (0.0, "")
    assert offset.uncertainty < 0.001
    assert offset.basis == "one clock: the agent runs on this host"


@pytest.mark.parametrize("ahead", [0.0, 3.5, -7200.0])
def test_pings_tell_the_offset_up_to_half_of_the_fastest_exchange(ahead: float) -> None:
    pings = [(0.2, 0.1), (0.010, 0.006), (0.5, 0.01)]
    talk = stamped([0.02] * 10, ahead=ahead, thinks=1.0, pings=pings, same_host=False)
    offset = offset_of(talk)
    assert offset.seconds == pytest.approx(ahead + 0.002, abs=1e-4)
    assert offset.uncertainty == pytest.approx(0.008, abs=1e-4)
    assert offset.basis == "3 pings"


@given(
    st.floats(-1e5, 1e5), st.lists(st.tuples(ways, ways), max_size=5), st.lists(ways, min_size=1)
)
def test_the_truth_is_never_farther_off_than_the_uncertainty(
    ahead: float, pings: list[tuple[float, float]], events: list[float]
) -> None:
    offset = offset_of(stamped(events, ahead=ahead, pings=pings, same_host=False))
    assert not offset.problem
    assert abs(offset.seconds - ahead) <= offset.uncertainty + 1e-5


def test_without_pings_the_question_and_its_first_event_bound_the_offset() -> None:
    offset = offset_of(stamped([0.03] * 10, ahead=5.0, same_host=False))
    assert offset.basis == "question and first event"
    assert offset.seconds == pytest.approx(5.0, abs=0.02)
    assert offset.uncertainty == pytest.approx(0.0155, abs=0.002)


def test_times_in_the_future_are_a_problem_of_the_agents_clock() -> None:
    assert "lie up to 3.999 s in the future" in offset_of(stamped(FAST, ahead=4.0)).problem


def test_times_before_the_question_are_no_times_of_sending() -> None:
    problem = offset_of(stamped(FAST, ahead=-60.0)).problem
    assert "sent 59.999 s before its question was asked" in problem


def test_a_clock_that_jumps_is_noticed_by_what_came_before_and_after() -> None:
    late = message(150.0, RECV, type="pong", id="clock-0", timestamp=WALL + 150.0 + 30.0)
    talk = stamped(FAST, pings=[(0.01, 0.01)], same_host=False, extra=[late])
    assert offset_of(talk).problem.startswith("the agent's clock jumped: by some events it is 30.0")


@pytest.mark.parametrize(
    ("talk", "problem"),
    [
        (stamped(FAST, clock=False), "does not say what time it was"),
        (stamped(FAST, times=[None] * 10), "no event of the agent carries a time"),
        (stamped(FAST, times=[(WALL + 100) * 1000] * 10), "no Unix times in seconds"),
        (stamped([]), "no event of the agent carries a time"),
    ],
)
def test_what_cannot_be_known_is_told(talk: object, problem: str) -> None:
    assert problem in offset_of(talk).problem  # type: ignore[arg-type]


def test_only_a_greeting_tells_nothing_of_a_clock_elsewhere() -> None:
    hello = message(1.0, RECV, type="connection_established", timestamp=WALL + 1.0)
    talk = stamped([], same_host=False, extra=[hello])
    assert "tells what its clock shows" in offset_of(talk).problem


def test_a_clock_of_the_harness_that_is_set_meanwhile_counts_as_doubt() -> None:
    moved = line(400.0, "clock", unix=WALL + 400.25, ms=0.001)
    assert offset_of(stamped(FAST, extra=[moved])).uncertainty == pytest.approx(0.25, abs=1e-3)


def test_coarse_times_count_as_doubt() -> None:
    whole = [float(int(WALL + ASKED + n)) for n in range(10)]
    assert grain(whole) == 1.0
    assert grain([each + 0.25 for each in whole]) == 0.01
    assert grain([each + 0.123 for each in whole]) == 0.001
    assert grain([each + 0.12345 for each in whole]) == 0.0
    assert grain(whole[:4]) == 0.0
    cut = [float(int(WALL + ASKED + n / 10)) for n in range(10)]
    assert offset_of(stamped(FAST, times=cut)).uncertainty == pytest.approx(1.0, abs=1e-3)
