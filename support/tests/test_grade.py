"""The grade: the share of benchmarks met, given only where all of them were judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.grade import SEVEN, Benchmark, benchmarks_of, grade, grade_of
from support.evidence.tests.samples import figure, graded, results, scenario
from support.results import ScenarioResult
from support.verdict import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED


def seven(*missed: int, outcome: Outcome = NOT_MET) -> ScenarioResult:
    figures = [
        figure(outcome if number in missed else MET, name=name) for number, name in enumerate(SEVEN)
    ]
    return graded(*figures)


def grade_in(*scenarios: ScenarioResult) -> str | None:
    return grade_of(benchmarks_of(results(*scenarios)))


@pytest.mark.parametrize(
    ("met", "of", "expected"),
    [
        (7, 7, "A+"), (6, 7, "B+"), (5, 7, "not acceptable"), (0, 7, "not acceptable"),
        (19, 20, "A+"), (94, 100, "A"), (18, 20, "A"), (89, 100, "B+"), (17, 20, "B+"),
        (84, 100, "B"), (16, 20, "B"), (8, 10, "B"), (79, 100, "not acceptable"),
    ],
)  # fmt: skip
def test_each_grade_begins_at_its_share(met: int, of: int, expected: str) -> None:
    assert grade(met, of) == expected


@given(st.integers(1, 200), st.data())
def test_one_more_met_is_never_a_worse_grade(of: int, data: st.DataObject) -> None:
    order = ["not acceptable", "B", "B+", "A", "A+"]
    met = data.draw(st.integers(0, of - 1))
    assert order.index(grade(met + 1, of)) >= order.index(grade(met, of))


def test_the_seven_alone_are_a_plus_or_b_plus_or_nothing() -> None:
    assert grade_in(seven()) == "A+"
    assert grade_in(seven(3)) == "B+"
    assert grade_in(seven(3, 5)) == "not acceptable"


@pytest.mark.parametrize("outcome", [UNKNOWN, Outcome.BROKEN, Outcome.NOT_SUPPORTED])
def test_one_that_was_not_judged_means_no_grade(outcome: Outcome) -> None:
    assert grade_in(seven(4, outcome=outcome)) is None


def test_a_run_about_some_of_them_shows_the_others_and_has_no_grade() -> None:
    some = graded(figure(name=SEVEN[1]))
    found = benchmarks_of(results(some))
    assert [each.name for each in found] == list(SEVEN)
    assert [each.outcome for each in found].count(UNKNOWN) == 6
    assert found[0].reason == "it was no part of this run"
    assert grade_of(found) is None


def test_a_run_about_none_of_them_shows_none() -> None:
    assert benchmarks_of(results(scenario(MET, figure()))) == []
    assert grade_of([]) is None


def test_a_teams_own_benchmarks_join_the_share() -> None:
    own = graded(figure(name="x"), names=["Refunds are explained"])
    missed = replace(own, outcome=NOT_MET, reason="none was")
    assert grade_in(seven(), own) == "A+"
    assert grade_in(seven(), missed) == "B+"
    assert grade_in(seven(), *(replace(own, benchmarks=(str(n),)) for n in range(12)), missed) == (
        "A+"
    )
    names = [each.name for each in benchmarks_of(results(own, seven()))]
    assert names == [*SEVEN, "Refunds are explained"]


def test_a_benchmark_asked_twice_counts_once_with_its_worst() -> None:
    again = graded(figure(NOT_MET, name=SEVEN[0], reason="late"))
    found = benchmarks_of(results(seven(), again))
    assert len(found) == 7
    assert (found[0].outcome, found[0].reason) == (NOT_MET, "late")
    assert grade_in(again, seven()) == "B+"


def test_a_scenario_that_ended_before_its_figures_says_why() -> None:
    lost = graded(names=[SEVEN[0]], outcome=Outcome.NOT_MET, reason="the agent hung up")
    assert benchmarks_of(results(lost))[0] == Benchmark(SEVEN[0], NOT_MET, "the agent hung up")
