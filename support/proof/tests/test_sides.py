"""A limit is held only where its own figure passes just inside and breaks just beyond."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from behave.parser import parse_feature

from support.benchmarks.judging import judge
from support.proof import boundaries
from support.proof.bench import key_of
from support.proof.boundaries import Boundary, Sides, key_of_promise, tried
from support.results import ScenarioResult
from support.verdict import Direction, Figure, HarnessError, Limit, Measurement, Outcome

AT_MOST = Limit(5, "s", Direction.AT_MOST)
FEATURE = "Feature: f\n  Scenario: All signs are shown at once\n    Given x\n"
LIMIT = Boundary("All signs are shown", "time", "later", 1.0, 9.0)

Says = Callable[[float], list[Figure]]


def _figure(value: float | None, name: str = "time, customer 1") -> Figure:
    why = "" if value is not None else "the clock stood still"
    return judge(Measurement(name, "s", value, why), AT_MOST)


def _workshop(says: Says, monkeypatch: pytest.MonkeyPatch, *, reads: bool) -> Any:
    """A workshop whose only recording is a number: what the move makes of it."""
    parsed = parse_feature(FEATURE, filename="features/f.feature")
    scenario = parsed.scenarios[0]
    read: list[float] = []

    def result(amount: float) -> list[ScenarioResult]:
        figures = tuple(says(amount))
        return [
            ScenarioResult("f", scenario.name, (), Outcome.NOT_MET, "it was slow", 0.1, figures)
        ]

    @contextmanager
    def reading(amount: float) -> Any:
        read.append(amount)
        yield

    monkeypatch.setattr(boundaries, "MOVES", {"later": lambda _recorded, amount: amount})
    monkeypatch.setattr(boundaries, "READS", {"later": reading} if reads else {})
    monkeypatch.setattr(boundaries, "parse_file", lambda _path: parsed)
    bench = SimpleNamespace(
        parsed=lambda: [parsed],
        judged=lambda _plans, moved, _features, _name: result(moved[key_of(scenario)]),
        on=lambda _fleet, _name: result(read[-1]),
    )
    return SimpleNamespace(bench=bench, plans={key_of(scenario): "a plan"})


def _tried(says: Says, monkeypatch: pytest.MonkeyPatch, *, reads: bool = False) -> Sides:
    workshop = _workshop(says, monkeypatch, reads=reads)
    recorded: Any = {key_of_promise(workshop, LIMIT.promise): "a recording"}
    return tried(workshop, recorded, LIMIT)


@pytest.mark.parametrize("reads", [False, True])
def test_a_limit_is_approached_from_both_sides(
    reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = _tried(lambda amount: [_figure(amount)], monkeypatch, reads=reads)
    assert (sides.held, sides.limit) == (True, str(AT_MOST))
    assert 4.99 < float(sides.inside.removesuffix(" s")) <= 5
    assert 5 < float(sides.beyond.removesuffix(" s")) < 5.01


@pytest.mark.parametrize(
    ("says", "why", "clouded"),
    [
        (lambda _amount: [_figure(2.0)], "the figure is met with 1, met with 9", False),
        (lambda _amount: [_figure(7.0)], "the figure is not met with 1, not met with 9", False),
        (
            lambda amount: [_figure(None if amount > 5 else 2.0)],
            "met with 1, not measured with 9",
            False,
        ),
        (
            lambda amount: [_figure(None if amount < 5 else 7.0)],
            "not measured with 1, not met with 9: the clock stood still",
            True,
        ),
    ],
)
def test_a_limit_that_does_not_tell_the_sides_apart_is_not_held(
    says: Says, why: str, clouded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides = _tried(says, monkeypatch)
    assert not sides.held
    assert why in sides.why
    assert sides.clouded is clouded
    assert (sides.inside, sides.beyond) == ("", "")


def test_the_worst_of_several_customers_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def says(amount: float) -> list[Figure]:
        return [_figure(1.0), _figure(amount, "time, customer 2"), _figure(99.0, "another figure")]

    assert _tried(says, monkeypatch).held


def test_a_promise_without_the_figure_or_without_a_scenario_is_a_mistake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(HarnessError, match=r"has no figure 'time' \(not met: it was slow\)"):
        _tried(lambda _amount: [_figure(1.0, "another figure")], monkeypatch)
    workshop = _workshop(lambda _amount: [], monkeypatch, reads=False)
    with pytest.raises(HarnessError, match="no scenario begins with 'Nobody waits'"):
        key_of_promise(workshop, "Nobody waits")


def test_a_file_of_limits_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "boundaries.toml"
    file.write_text('[[limit]]\npromise = "p"\nloose = true\n', encoding="utf-8")
    with pytest.raises(ValueError, match="loose"):
        boundaries.boundaries(file)
