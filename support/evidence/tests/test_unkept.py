"""Which promises are told first, in the reports and by the monitor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support import house_rules
from support.evidence.tests.runs import data_of
from support.evidence.tests.samples import results, scenario
from support.evidence.unkept import CRITICAL, unkept, urgency
from support.verdict import Outcome

ROOT = Path(__file__).parents[3]
PRIVACY = (
    "nobody sees anything of anybody else",
    "nobody in the house sees anything of anybody else",
    "each customer sees only what belongs to their own question",
)


def test_the_worst_outcome_is_first_and_of_equals_the_critical() -> None:
    order = [Outcome.NOT_MEASURED, Outcome.MET, Outcome.NOT_MET, Outcome.BROKEN]
    run = results(
        *(replace(scenario(each), name=f"{each.value} {n}") for n, each in enumerate(order)),
        *(replace(scenario(each), name=f"{each.value} C", tags=(CRITICAL,)) for each in order),
        scenario(Outcome.NOT_SUPPORTED),
    )
    assert [each["name"] for each in unkept(data_of(run)["scenarios"])] == [
        "broken C",
        "broken 3",
        "not_met C",
        "not_met 2",
        "not_measured C",
        "not_measured 0",
    ]


@pytest.mark.parametrize("outcome", [Outcome.MET, Outcome.NOT_SUPPORTED])
def test_what_was_kept_is_not_urgent(outcome: Outcome) -> None:
    assert urgency(outcome, critical=True) is None


def test_whatever_could_show_a_leak_is_critical() -> None:
    found = {
        scenario.name: CRITICAL in {*map(str, feature.tags), *map(str, scenario.tags)}
        for _, feature in house_rules.features(ROOT)
        if "proof" not in feature.tags
        for scenario in house_rules.scenarios(feature)
        if any(step.name in PRIVACY for step in scenario.steps)
    }
    assert len(found) == 11
    assert [name for name, critical in found.items() if not critical] == []
