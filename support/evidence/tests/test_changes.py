import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.evidence import change_list, history
from support.evidence.changes import compare
from support.evidence.tests.runs import data_of, of_value, past
from support.evidence.tests.samples import HOSTILE, figure, results, scenario
from support.results import RunResults
from support.verdict import Outcome

QUIET = [0.200, 0.204, 0.198, 0.202, 0.199, 0.201, 0.203, 0.197]


def changed(value: float | None, earlier: list[history.Run], **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = data_of(of_value(value, **more), earlier)["changes"]
    return found


def test_before_the_second_run_there_is_nothing_to_compare() -> None:
    found = changed(0.2, [])
    assert (found["since"], found["runs"], found["new"]) == (None, 0, 0)
    assert list(change_list.changes(data_of(of_value(0.2)))) == []
    assert list(change_list.lines(data_of(of_value(0.2)))) == []


@pytest.mark.parametrize(
    ("value", "better"),
    [(0.2, None), (0.206, None), (0.24, None), (0.26, False), (0.14, True), (9.0, False)],
)
def test_a_figure_is_marked_once_it_is_beyond_its_noise(value: float, better: bool | None) -> None:
    found = changed(value, past(*QUIET))
    assert [each["better"] for each in found["figures"]] == ([] if better is None else [better])
    assert found["figures_compared"] == 1


def test_more_is_better_where_the_limit_says_so() -> None:
    run = of_value(0.26)
    data = data_of(run)
    data["scenarios"][0]["figures"][0]["direction"] = "at least"
    assert change_list.figure_words(_compared(data, past(*QUIET))[0]).startswith(
        "first sign of work"
    )
    assert _compared(data, past(*QUIET))[0]["better"]


def _compared(data: dict[str, Any], earlier: list[history.Run]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = compare(data, earlier)["figures"]
    return found


def test_of_few_values_nothing_is_said_but_that_they_are_few() -> None:
    found = changed(9.0, past(*QUIET[:7]))
    assert (found["figures"], found["figures_compared"], found["figures_too_young"]) == ([], 0, 1)
    (remark, *_) = change_list.remarks(found)
    assert (
        remark
        == "no verdicts changed; the noise of figures is known after 8 runs, and there were 7"
    )


def test_what_the_harness_may_have_added_is_no_change() -> None:
    assert changed(0.26, past(*QUIET), lag=0.07)["figures"] == []


def test_values_of_another_machine_or_agent_say_nothing() -> None:
    earlier = past(*QUIET)
    for run in earlier:
        run.machine = "another"
    assert changed(9.0, earlier)["figures_compared"] == 0
    for run in earlier:
        run.agent = "another"
    assert changed(9.0, earlier)["since"] is None


def test_each_promise_is_held_against_the_last_run_that_asked_for_it() -> None:
    earlier = [*past(0.2), *past(0.2, outcome=Outcome.NOT_MET)]
    other = results(scenario(name="Another"))
    earlier.append(history.run_of(data_of(other)))
    found = changed(0.2, earlier)
    (verdict,) = found["verdicts"]
    assert (verdict["before"], verdict["now"]) == ("not_met", "met")
    assert found["dropped"] == ["Golden / Another"]
    assert found["new"] == 0


def test_what_became_worse_comes_first() -> None:
    names = ("a", "b")
    before = results(*(scenario(way, name=n) for n, way in zip(names, _WAYS, strict=True)))
    now = results(*(scenario(way, name=n) for n, way in zip(names, _WAYS[::-1], strict=True)))
    data = data_of(now, [history.run_of(data_of(before))])
    assert [each["now"] for each in data["changes"]["verdicts"]] == ["not_met", "met"]
    told = list(change_list.lines(data))
    assert told[1:3] == ["b: met then, not met now", "a: not met then, met now"]
    (section,) = change_list.changes(data)
    assert section.index("✗ not met") < section.index("✓ met")


_WAYS = (Outcome.NOT_MET, Outcome.MET)


def test_what_only_varies_by_chance_is_seldom_marked() -> None:
    """The rate that the documentation names; the seed is fixed, so that it cannot flicker."""
    chance = random.Random(7)
    marked = 0
    for _ in range(2000):
        values = [chance.gauss(1.0, 0.05) for _ in range(9)]
        data = data_of(of_value(values[0], lag=0.0))
        data["scenarios"][0]["figures"][0]["limit"] = 0.0
        marked += len(_compared(data, _earlier(values[1:])))
    assert 5 < marked < 40


def _earlier(values: list[float]) -> list[history.Run]:
    (run,) = past(1.0)
    name = "Golden / The chat comes alive"
    return [
        _with(run, {name: history.Verdict("met", {"first sign of work": each})}) for each in values
    ]


def _with(run: history.Run, promises: dict[str, history.Verdict]) -> history.Run:
    return history.Run(
        run.version, run.started, run.agent, run.profile, run.machine, "met", None, promises
    )


def test_foreign_words_are_harmless_on_the_page() -> None:
    nasty = results(replace(scenario(Outcome.NOT_MET, figure(), name=HOSTILE), feature=HOSTILE))
    was = results(replace(scenario(Outcome.MET, figure(), name=HOSTILE), feature=HOSTILE))
    (section,) = change_list.changes(data_of(nasty, [history.run_of(data_of(was))]))
    assert "<script" not in section
    assert "\x1b" not in section


def test_a_terminal_is_told_the_first_and_that_there_are_more() -> None:
    def run(way: Outcome) -> RunResults:
        return results(*(scenario(way, name=f"Promise {number}") for number in range(9)))

    before = history.run_of(data_of(run(Outcome.MET)))
    told = list(change_list.lines(data_of(run(Outcome.NOT_MET), [before])))
    assert [line for line in told if line.startswith("Promise 5:")]
    assert not [line for line in told if line.startswith("Promise 6:")]
    assert told[-1] == "The first 6 of each are told here; the scorecard's page has more."


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ("p.toml", True),
        ("./p.toml", True),
        ("{here}/p.toml", True),
        ("other/p.toml", False),
        ("/elsewhere/p.toml", False),
        ("p", False),
    ],
)
def test_one_profile_told_in_several_ways_is_one_agent(told: str, same: bool) -> None:
    (earlier,) = past(0.2)
    earlier.profile, earlier.agent_version = told.format(here=Path.cwd()), "0.9"
    run = of_value(0.2)
    run.agent = {**run.agent, "profile": "p.toml"}
    data = data_of(run, [earlier])
    assert (data["changes"]["runs"], len(data["trend"])) == ((1, 2) if same else (0, 1))
