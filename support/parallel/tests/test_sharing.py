"""Features side by side: the same results, in the same order, whoever took what."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from support import config
from support.parallel import sharing
from support.results import RunResults, ScenarioResult
from support.verdict import HarnessError, Outcome


@dataclass
class Scenario:
    """As much of a scenario of Behave's as is looked at."""

    name: str
    feature: Any
    tags: Sequence[str] = ()
    filename: str = "features/users/some.feature"

    def should_run_with_tags(self, _tags: object) -> bool:
        return True

    def should_run_with_name_select(self, _config: object) -> bool:
        return True


class Feature:
    """A feature of so many scenarios; `does` is called while it runs."""

    tags: Sequence[str] = ()

    def __init__(self, name: str, scenarios: int = 1, does: Any = None) -> None:
        self.name = name
        self.scenarios = [Scenario(f"{name} {number}", self) for number in range(scenarios)]
        self.does = does

    def walk_scenarios(self) -> list[Scenario]:
        return self.scenarios


@dataclass
class Runner:
    """Runs such features as Behave's runner would, in whatever process it is in."""

    results: RunResults = field(default_factory=lambda: RunResults({}, {}))
    config: Any = field(default_factory=lambda: SimpleNamespace(tag_expression=None))
    formatters: Sequence[Any] = ()
    aborted: bool = False

    @property
    def suite(self) -> Any:
        return SimpleNamespace(results=self.results, close=lambda: None)

    def abort(self, reason: str) -> None:
        self.aborted = bool(reason)

    def run_features(self, features: Iterable[Feature]) -> bool:
        failed = False
        for feature in features:
            print(f"[{feature.name}]", end="")
            if feature.does is not None:
                failed |= bool(feature.does())
            for each in feature.scenarios:
                self.results.scenarios.append(result(feature.name, each.name))
        return failed


def result(feature: str, name: str) -> ScenarioResult:
    return ScenarioResult(feature, name, (), Outcome.MET, "", 0.1)


def names(gathered: sharing.Gathered) -> list[str]:
    return [each.name for _, told in sorted(gathered.by_place.items()) for each in told]


def test_every_feature_is_run_once_and_told_in_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    features = [Feature(f"f{number}", 1 + number % 3) for number in range(40)]
    came = sharing.run(Runner(), features, 3)
    assert names(came) == [each.name for feature in features for each in feature.scenarios]
    assert (came.failed, came.interrupted) == (False, False)
    printed = capsys.readouterr().out
    assert sorted(printed.strip("[]").split("][")) == sorted(each.name for each in features)


def test_two_run_at_the_same_time() -> None:
    ours, theirs = os.pipe()

    def waits() -> None:
        assert os.read(ours, 1) == b"x"  # would wait for ever, if the other came after it

    def writes() -> None:
        os.write(theirs, b"x")

    came = sharing.run(Runner(), [Feature("waits", 2, waits), Feature("writes", 1, writes)], 2)
    assert names(came) == ["waits 0", "waits 1", "writes 0"]


def test_a_failure_in_any_of_them_is_one_of_the_whole() -> None:
    came = sharing.run(Runner(), [Feature("good", 2), Feature("bad", 1, lambda: True)], 2)
    assert came.failed
    assert not sharing.run(Runner(), [Feature("good", 2), Feature("fine")], 2).failed


def test_a_process_that_is_killed_loses_its_own_feature_and_says_so() -> None:
    def dies() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    features = [Feature("a"), Feature("dies", 3, dies), Feature("b"), Feature("c")]
    came = sharing.run(Runner(), features, 2)
    lost = came.by_place[1]
    assert [each.outcome for each in lost] == [Outcome.BROKEN] * 3
    assert "ended before it was done (SIGKILL)" in lost[0].reason
    assert came.failed
    assert {each.outcome for place in (0, 2, 3) for each in came.by_place[place]} == {Outcome.MET}


def test_where_all_processes_are_gone_the_rest_is_broken_too() -> None:
    def dies() -> None:
        os._exit(3)

    features = [Feature("d1", 3, dies), Feature("d2", 3, dies), Feature("never", 1)]
    came = sharing.run(Runner(), features, 2)
    assert [each.outcome for each in came.by_place[2]] == [Outcome.BROKEN]
    assert came.by_place[2][0].reason == "no process was left to run it"
    assert "exit status 3" in came.by_place[0][0].reason
    assert came.failed


def test_an_interruption_stops_all_and_keeps_what_was_told() -> None:
    def long() -> None:
        for _ in range(600):
            time.sleep(0.1)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)  # as the suite's runner has it
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGTERM)).start()
    started = time.monotonic()
    try:
        features = [Feature("l1", 3, long), Feature("l2", 3, long), Feature("never")]
        came = sharing.run(Runner(), [Feature("quick", 9), *features], 2)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert came.interrupted
    assert names(came)[:9] == [f"quick {number}" for number in range(9)]
    assert all(each.outcome is Outcome.MET for told in came.by_place.values() for each in told)
    assert time.monotonic() - started < 30


def settings(**changes: Any) -> Any:
    usual = config.read({})
    agent = msgspec.structs.replace(usual.agent, **changes)
    return SimpleNamespace(agent=agent, live=None)


def asked(*files: str) -> Any:
    return SimpleNamespace(jobs=2, outputs=[SimpleNamespace(name=name) for name in files])


def test_the_reference_agent_may_be_judged_side_by_side() -> None:
    try:
        sharing.check(settings(), asked("reports/allure-results", ""))
    except HarnessError as refused:
        pytest.fail(f"refused: {refused}")


@pytest.mark.parametrize(
    ("changes", "files", "reason"),
    [
        ({"launch": None}, (), "is one agent for all of them"),
        ({"questions": 9}, (), "counts its questions"),
        ({}, ("reports/all.json",), "into the one file reports/all.json"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    changes: dict[str, Any], files: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(HarnessError, match=reason):
        sharing.check(settings(**changes), asked(*files))


def test_with_a_live_view_they_run_one_after_another() -> None:
    shown = settings()
    shown.live = Path("anything")
    with pytest.raises(HarnessError, match="live view"):
        sharing.check(shown, asked())
