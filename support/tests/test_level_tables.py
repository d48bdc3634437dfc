"""Tables of service levels: the numbers that are enforced are those that stand there."""

from __future__ import annotations

import pytest
from behave.model import Table

from support import phrases
from support.benchmarks.service_levels import LEVELS
from support.faults.trial import ROOT
from support.house_rules import features, scenarios
from support.verdict import Direction, HarnessError, Limit

HEADINGS = ["benchmark", "target", "direction", "tolerance"]


def table(*cells: str, headings: list[str] | None = None) -> Table:
    return Table(headings or HEADINGS, rows=[list(cells)])


@pytest.mark.parametrize(
    ("cells", "limit"),
    [
        (("a", "120 s", "at most", "15 %"), Limit(120, "s", Direction.AT_MOST, 0.15)),
        (("a", "100 ms", "at most", "10%"), Limit(100, "ms", Direction.AT_MOST, 0.10)),
        (("a", "0.70", "at least", "0 %"), Limit(0.70, "", Direction.AT_LEAST)),
        (("a", "10 tokens/s", "at least", "10 %"), Limit(10, "tokens/s", Direction.AT_LEAST, 0.1)),
    ],
)
def test_a_row_is_a_name_and_a_limit(cells: tuple[str, ...], limit: Limit) -> None:
    assert phrases.levels(table(*cells)) == [("a", limit)]


@pytest.mark.parametrize(
    "cells",
    [
        ("a", "soon", "at most", "15 %"),
        ("a", "", "at most", "15 %"),
        ("a", "nan s", "at most", "15 %"),
        ("a", "inf s", "at most", "15 %"),
        ("a", "-5 s", "at most", "15 %"),
        ("a", "5 s", "below", "15 %"),
        ("a", "5 s", "at most", "much"),
        ("a", "5 s", "at most", "-1 %"),
        ("a", "5 s", "at most", "100 %"),
    ],
)
def test_a_row_that_is_none_is_refused_with_an_example(cells: tuple[str, ...]) -> None:
    with pytest.raises(HarnessError, match=r"is no service level; one looks like: first event"):
        phrases.levels(table(*cells))


def test_other_headings_are_refused() -> None:
    with pytest.raises(HarnessError, match="has the headings"):
        phrases.levels(table("a", "5 s", "at most", headings=["benchmark", "target", "direction"]))


def test_numbers_in_a_row_are_read() -> None:
    assert phrases.sizes("1, 3, 10 and 30") == (1, 3, 10, 30)
    assert phrases.sizes("5") == (5,)


def test_the_features_state_the_seven_as_they_were_agreed() -> None:

    stated = [
        row.cells
        for _, feature in features(ROOT)
        if "benchmarks" in feature.tags
        for scenario in scenarios(feature)
        for step in scenario.steps
        for row in step.table or ()
    ]
    assert sorted(cells[0] for cells in stated) == sorted(LEVELS)
    assert {tuple(cells) for cells in stated} == {
        ("golden path completion", "120 s", "at most", "15 %"),
        ("first event latency", "5 s", "at most", "10 %"),
        ("event delivery latency (p95)", "100 ms", "at most", "10 %"),
        ("business value under load", "0.70", "at least", "0 %"),
        ("token throughput", "10 tokens/s", "at least", "10 %"),
        ("memory per user session", "50 MB", "at most", "10 %"),
        ("concurrent users served", "3 users", "at least", "0 %"),
    }
