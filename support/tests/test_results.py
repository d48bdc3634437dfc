"""A run is as good as its worst scenario, and never better than what was judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.results import RunResults, ScenarioResult
from support.verdict import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURED
SKIPPED, BROKEN = Outcome.NOT_SUPPORTED, Outcome.BROKEN


def results(*outcomes: Outcome, interrupted: bool = False) -> RunResults:
    scenarios = [ScenarioResult("f", "s", (), outcome, "", 1.0) for outcome in outcomes]
    return RunResults({}, {}, scenarios, interrupted)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([MET, MET], MET),
        ([MET, SKIPPED], MET),
        ([MET, UNKNOWN, SKIPPED], UNKNOWN),
        ([MET, UNKNOWN, NOT_MET], NOT_MET),
        ([BROKEN, NOT_MET, MET], BROKEN),
        ([SKIPPED, SKIPPED], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_the_worst_outcome_counts(outcomes: list[Outcome], expected: Outcome) -> None:
    run = results(*outcomes)
    assert run.outcome is expected
    assert run.accepted is (expected is MET)


@given(st.lists(st.sampled_from(Outcome)), st.booleans())
def test_only_a_whole_run_of_met_scenarios_is_accepted(
    outcomes: list[Outcome], interrupted: bool
) -> None:
    run = results(*outcomes, interrupted=interrupted)
    assert run.accepted is (not interrupted and MET in outcomes and {*outcomes} <= {MET, SKIPPED})
    assert sum(run.count(outcome) for outcome in Outcome) == len(outcomes)


def test_a_stopped_run_is_not_measured_unless_it_knows_worse() -> None:
    assert results(MET, interrupted=True).outcome is UNKNOWN
    assert results(SKIPPED, interrupted=True).outcome is UNKNOWN
    assert results(interrupted=True).outcome is UNKNOWN
    assert results(MET, NOT_MET, interrupted=True).outcome is NOT_MET
    assert results(MET, NOT_MET, BROKEN, interrupted=True).outcome is BROKEN


def test_a_run_knows_when_it_began() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    began = datetime.fromisoformat(results(MET).started)
    assert before <= began <= datetime.now(UTC)
    assert began.utcoffset() == timedelta(0)
