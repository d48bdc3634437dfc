"""A round says why, whose it was, and nothing where it was ended by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from support.monitoring import __main__ as command
from support.monitoring import rounds
from support.monitoring.history import History
from support.monitoring.metrics import GoldenPath
from support.monitoring.rounds import Promise, Round
from support.monitoring.running import Runner
from support.monitoring.tests.recorded import (
    late_and_leaked,
    nothing_judged,
    recorded_round,
    summary_of,
    waits_of,
    worth_of,
)
from support.reading import Conversation
from support.verdict import HarnessError, Outcome


def _read(folder: Path, told: bytes) -> Round:
    path = folder / "summary.json"
    path.write_bytes(told)
    return rounds.read(path, 10.0, 3.0)


def test_a_reason_carries_the_figure_and_its_limit(tmp_path: Path) -> None:
    found = _read(tmp_path, worth_of("it does not say what it brings"))
    assert found.headline == (
        "not met: It pays: business value: 70 %, at least 75 %: it does not say what it brings"
    )


def test_a_reason_that_tells_the_figure_does_not_tell_it_twice(tmp_path: Path) -> None:
    found = _read(tmp_path, worth_of("70 % in all; the limit is at least 75 %"))
    assert found.reason == "It pays: business value: 70 % in all; the limit is at least 75 %"
    late = _read(tmp_path, summary_of(Outcome.NOT_MET, "7.412 s after the question"))
    assert late.promises[0].reason == "7.412 s after the question"


@pytest.mark.parametrize(
    ("waits", "others"),
    [((6.1,), ""), ((6.1, 6.2), "; 1 more figure likewise"), ((6.1,) * 40, "; 39 more figures")],
)
def test_of_several_figures_the_first_is_told(
    tmp_path: Path, waits: tuple[float, ...], others: str
) -> None:
    reason = _read(tmp_path, waits_of(*waits)).reason
    assert reason.startswith("All at once: first event latency, customer 1: 6.100 s after the")
    assert reason.partition("(+10%)")[2].startswith(others)
    assert "customer 2" not in reason
    assert "more characters" not in reason


def test_promises_beyond_the_first_are_counted() -> None:
    bad = Promise("F", "P", Outcome.NOT_MET, "why")
    for number, told in ((1, "P: why"), (2, "(and 1 more promise)"), (3, "(and 2 more promises)")):
        found = Round(0.0, 1.0, Outcome.NOT_MET, "P: why", promises=(bad,) * number)
        assert found.headline.endswith(told)


def test_a_leak_is_told_before_what_is_merely_late(tmp_path: Path) -> None:
    found = _read(tmp_path, late_and_leaked())
    assert found.headline == "not met: Apart: the secret of customer 2 (and 1 more promise)"


def test_a_round_of_no_scenario_says_so(tmp_path: Path) -> None:
    found = _read(tmp_path, nothing_judged())
    assert found.outcome is Outcome.NOT_MEASURED
    assert found.headline == "not measured: nothing was judged: no scenario was selected"


def test_a_line_from_before_agents_were_kept_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    old = json.loads(msgspec.json.encode(recorded_round(0, 5.0)))
    del old["agent"], old["profile"]
    path.write_text(f'{{"golden_path_monitoring": 1}}\n{json.dumps(old)}\n', encoding="utf-8")
    assert History(path).rounds[0] == recorded_round(0, 5.0)


def test_another_agents_past_is_not_shown_as_this_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = ("Reference cost adviser", "reference")
    history = History(tmp_path / "history.jsonl")
    for at, (agent, profile) in enumerate(
        [mine, ("Another", "reference"), (mine[0], "other.toml"), ("", "")]
    ):
        found = recorded_round(0, float(at))
        history.add(msgspec.structs.replace(found, agent=agent, profile=profile))
    shown: list[Round] = []
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    monkeypatch.setattr(GoldenPath, "restore", lambda _, past: shown.extend(past))
    monkeypatch.setattr(Runner, "run", lambda _: recorded_round(0, 9.0))
    assert command.main(["--rounds", "1"]) == 0
    assert [each.at for each in shown] == [0.0]
    newest = History(tmp_path / "history.jsonl").rounds[-1]
    assert (newest.at, newest.agent, newest.profile) == (9.0, *mine)


@pytest.mark.parametrize("during", ["the run", "the sending"])
def test_a_round_that_was_ended_by_hand_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, during: str
) -> None:
    sent: list[int] = []

    def tell(_: Iterable[Conversation]) -> None:
        sent.append(1)
        runner.stop()

    def ran() -> str:
        reports = runner.latest / "reports"
        reports.mkdir(parents=True)
        (reports / "summary.json").write_bytes(summary_of(Outcome.NOT_MET, "cut short"))
        if during == "the run":
            runner.stop()
        return ""

    runner = Runner(tmp_path, "reference", [], 60.0, tell)
    monkeypatch.setattr(runner, "_run", ran)
    runner.failure.mkdir()
    (runner.failure / "earlier").write_text("the proof of an earlier round")
    runner.run()
    assert len(sent) == (during == "the sending")
    assert (runner.failure / "earlier").is_file()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--tgas", "@golden_path"], "unrecognized arguments: --tgas"),
        (["--tags"], "expected one argument"),
        (["-D", "patiance=2"], "did you mean patience"),
        (["features/none.feature"], "there is no feature features/none.feature"),
        (["--tags", "@golden_pth"], "did you mean @golden_path"),
        (["--name", "no such promise"], "answers to the tags .* and to the name 'no such promise'"),
        (["--tags", "(@golden_path"], "the tags cannot be read: "),
        (["--tags", "@golden_path", "features/load"], "no scenario below features/load answers"),
    ],
)
def test_options_that_nobody_knows_are_refused_before_any_round(
    options: list[str], told: str
) -> None:
    with pytest.raises(HarnessError, match=told):
        command.check(options)


def test_options_that_behave_knows_are_taken() -> None:
    command.check(["--tags", "@golden_path", "-D", "live=on", "--no-capture"])
    command.check(["--tags", "@golden_path", "features/golden_path"])
