"""What one more user costs in memory: the line, the rise, and the noise that decides nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.growth import Step, fit, marginal, rise_of_cost, slope_per_user, step_of
from support.benchmarks.judging import judge
from support.reading import read
from support.recording import Frame
from support.tests.recordings import Line, asks, gets, notes, recording
from support.tests.stamped import line, stamped
from support.verdict import Limit, Outcome

SIZES = (1, 3, 10, 30)
FIFTY = Limit(50, "MB", tolerance=0.1)
QUARTER = Limit(1.25, "times")
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED


def steps(*mb: float, noise: float = 0.0) -> list[Step]:
    return [Step(users, each, noise, 10) for users, each in zip(SIZES, mb, strict=True)]


def linear(per_user: float, noise: float = 0.0) -> list[Step]:
    return steps(*(80 + per_user * users for users in SIZES), noise=noise)


def rising(factor: float) -> list[Step]:
    """One more user costs 2 MB up to ten of them, and so many times as much beyond."""
    return steps(82, 86, 100, 100 + 20 * 2 * factor)


def slope_outcome(found: list[Step]) -> Outcome:
    return judge(slope_per_user(found, FIFTY, "USS"), FIFTY).outcome


def rise_outcome(found: list[Step]) -> Outcome:
    return judge(rise_of_cost(found, QUARTER), QUARTER).outcome


@pytest.mark.parametrize(
    ("per_user", "outcome"),
    [(-1, MET), (0, MET), (0.2, MET), (54.9, MET), (55.1, NOT_MET), (80, NOT_MET)],
)
def test_the_slope_is_held_to_the_limit_with_its_tolerance(
    per_user: float, outcome: Outcome
) -> None:
    assert slope_outcome(linear(per_user)) is outcome


def test_slope_and_fit_are_told() -> None:
    found = slope_per_user(linear(2), FIFTY, "USS of it")
    assert found.value == pytest.approx(2)
    assert found.why == (
        "80.0 MB + 2.000 MB a user, R² 1.00; users: MB 1: 82.0, 3: 86.0, 10: 100.0, 30: 140.0; "
        "USS of it"
    )
    crooked = fit(steps(80, 120, 90, 100))
    assert 0 <= crooked.r_squared < 0.1
    assert fit(steps(80, 80, 80, 80)).r_squared == 1.0


def test_noise_that_decides_about_the_slope_is_no_verdict() -> None:
    assert slope_outcome(linear(54, noise=60.0)) is UNKNOWN
    assert slope_outcome(linear(20, noise=60.0)) is MET
    assert slope_outcome(linear(80, noise=60.0)) is NOT_MET
    restless, calm = linear(54, noise=60.0), linear(55)
    moved = "memory moved by 60.0 MB while nobody asked, and that decides; 80.0 MB + 54.000 MB"
    assert slope_per_user(restless, FIFTY, "USS of it").why.startswith(moved)
    grain = "what an allocator takes at a time, 0.3 MB, decides; "
    assert slope_per_user(calm, FIFTY, "USS of it").why.startswith(grain)


@pytest.mark.parametrize(
    ("factor", "outcome"), [(0, MET), (1, MET), (1.25, MET), (1.35, NOT_MET), (4, NOT_MET)]
)
def test_the_cost_of_one_more_user_may_rise_by_a_quarter(factor: float, outcome: Outcome) -> None:
    assert rise_outcome(rising(factor)) is outcome


def test_growth_within_the_noise_is_no_rise() -> None:
    found = rise_of_cost(steps(80, 80, 80.01, 80.2), QUARTER)
    assert found.value == 0
    assert found.why.startswith("no growth at the top beyond the noise of 0.3 MB")
    assert rise_outcome(steps(80, 80, 79.9, 81.5)) is NOT_MET


def test_a_rise_cannot_hide_in_memory_that_never_came_to_rest() -> None:
    restless = [replace(step, noise_mb=42.0) for step in rising(1.3)]
    figure = judge(rise_of_cost(restless, QUARTER), QUARTER)
    assert figure.outcome is UNKNOWN
    assert "memory moved by 42.0 MB while all were connected" in figure.reason
    assert rise_outcome([replace(step, noise_mb=42.0) for step in rising(20)]) is NOT_MET


@given(st.floats(0, 60), st.floats(0, 5))
def test_a_steady_cost_is_never_called_a_rise(per_user: float, noise: float) -> None:
    assert rise_outcome(linear(per_user, noise)) is not NOT_MET
    assert marginal(linear(per_user, noise)).rise <= 1 + 1e-9


def memory(*samples: tuple[float, int]) -> list[Frame]:
    return [line(at, "memory", bytes=mb * 1_000_000) for at, mb in samples]


def users(number: int, **facts: object) -> list:  # type: ignore[type-arg]
    end = line(105.0, "end")
    return [stamped([0.01] * 10, extra=[end], name=f"customer {n}") for n in range(number)]


def test_a_step_is_the_median_while_all_were_answered_and_connected() -> None:
    # The answers are there at 100.9; everybody hangs up at 105.
    found = step_of(
        users(2), memory((99, 10), (100.5, 500), (101, 80), (102, 90), (104.9, 84), (105.1, 20))
    )
    assert (found.users, found.mb, found.noise_mb, found.samples) == (2, 84, 10, 3)
    assert not found.problem


def test_too_few_readings_are_no_step() -> None:
    found = step_of(users(2), memory((101, 80), (102, 80), (106, 80)))
    assert "memory was read 2 times while all 2 users were connected" in found.problem
    for measure, limit in ((slope_outcome, FIFTY), (rise_outcome, QUARTER)):
        assert measure([*linear(1)[:3], found]) is UNKNOWN, limit


def test_users_who_were_not_answered_are_no_step() -> None:
    lost = stamped([0.01] * 5, ending=False, name="customer 9")
    found = step_of([*users(2), lost], memory(*((101 + n / 10, 80) for n in range(20))))
    assert found.problem.startswith("1 of 3 users were not answered: customer 9: ")


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        (
            [asks(), gets("agent_error", error="no disk", seq=1)],
            "the work ended with agent error",
        ),
        (
            [notes("trouble", kind="timeout", text="no greeting within 15 s")],
            "no greeting within 15 s",
        ),
        ([asks(), notes("closed", code=1011)], "the agent closed"),
    ],
)
def test_why_a_user_was_not_answered_is_told(frames: list[Line], told: str) -> None:
    nobody = read(recording([notes("open"), *frames]))
    problem = step_of([nobody], []).problem
    assert problem.startswith(f"1 of 1 users were not answered: customer 1: {told}")


def test_two_points_are_no_line() -> None:
    found = slope_per_user(linear(1)[:2], FIFTY, "USS")
    assert found.value is None
    assert found.why == "a line takes 3 numbers of users, and there are 2"
    assert math.isclose(fit(linear(1)[:2]).slope, 1)
