"""`python -m support.hostile`: what is chosen, what is written, and when all of it is good."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from support.faults.trial import Trial
from support.hostile import __main__ as command
from support.hostile import whole_suite
from support.hostile.corpus import corpus
from support.hostile.fuzzing import Fuzzed
from support.hostile.model import Behaviour
from support.hostile.playing import Played
from support.hostile.report import facts, lines
from support.hostile.trying import Tried
from support.hostile.whole_suite import Judged
from support.verdict import HarnessError, Outcome

HOSTILE = Behaviour(name="never answers", says="silent", play=["greet"])
HARMLESS = Behaviour(name="answers in pieces", verdict="met", says="", play=["greet"])
CAUGHT = Tried(HOSTILE, Outcome.NOT_MET, ((Outcome.NOT_MET, "it was silent"),), 1.25, 30.0)
MISSED = Tried(HOSTILE, Outcome.MET, (), 2.0, 30.0)
HUNG = Tried(HOSTILE, Outcome.NOT_MET, ((Outcome.NOT_MET, "it was silent"),), 31.0, 30.0)
FINE = Tried(HARMLESS, Outcome.MET, (), 0.5, 30.0)
QUIET = Fuzzed(1200, {"mapping": 12, "profile": 3})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _playing(monkeypatch: pytest.MonkeyPatch, tried: Tried) -> list[Behaviour]:
    asked: list[Behaviour] = []

    def play(chosen: Sequence[Behaviour], _lanes: int, *, say: Any) -> Played:
        asked.extend(chosen)
        say(tried)
        return Played([tried, FINE], [], 71.6)

    monkeypatch.setattr(command, "play", play)
    monkeypatch.setattr(command, "judge_sample", lambda _sample, _lanes: [Judged(CAUGHT)])
    monkeypatch.setattr(command, "fuzz", Fuzzed)
    return asked


def test_clear_verdicts_throughout_are_good_and_are_written_down(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _playing(monkeypatch, CAUGHT)
    assert command.main(["--frames", "7"]) == 0
    assert asked == list(corpus())
    written = json.loads(Path("reports/hostile.json").read_text("utf-8"))
    assert (written["good"], written["fuzz_frames"], written["worker_peak_mb"]) == (True, 7, 72)
    assert "7 frames of rubbish" in capsys.readouterr().out


def test_a_wrong_verdict_is_told_at_once_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _playing(monkeypatch, MISSED)
    assert command.main([]) == 1
    assert "✗ never answers: met instead of not met" in capsys.readouterr().out


def test_a_choice_leaves_the_figures_of_the_whole_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    name = corpus()[0].name
    asked = _playing(monkeypatch, CAUGHT)
    assert command.main(["--only", name]) == 0
    assert asked
    assert {name in each.name for each in asked} == {True}
    assert not Path("reports").exists()


def test_a_name_that_no_behaviour_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "does the dishes"]) == 2
    assert capsys.readouterr().err == "no behaviour's name holds 'does the dishes'\n"


@pytest.mark.parametrize(
    ("played", "sample", "fuzzed"),
    [
        (Played([MISSED]), [], QUIET),
        (Played([HUNG]), [], QUIET),
        (Played([CAUGHT], ["a process outlived the suite"]), [], QUIET),
        (Played([CAUGHT]), [Judged(MISSED)], QUIET),
        (Played([CAUGHT]), [Judged(CAUGHT, ["a file nobody asked for"])], QUIET),
        (Played([CAUGHT]), [], Fuzzed(failures=["native, seed 1: it broke"])),
    ],
)
def test_one_hole_is_enough_for_the_whole_not_to_be_good(
    played: Played, sample: list[Judged], fuzzed: Fuzzed
) -> None:
    assert facts(Played([CAUGHT, FINE]), [Judged(CAUGHT)], QUIET, 1.0)["good"]
    assert not facts(played, sample, fuzzed, 1.0)["good"]


def test_what_came_of_it_is_counted_and_told() -> None:
    broken = Tried(HOSTILE, Outcome.BROKEN, ((Outcome.BROKEN, "stack trace: x"),), 2.0, 30.0)
    found = facts(
        Played([CAUGHT, HUNG, broken, FINE], ["a socket stays open"], 71.6),
        [Judged(CAUGHT), Judged(MISSED)],
        Fuzzed(1200, {"mapping": 12}, ["native, seed 1: it broke"]),
        61.26,
    )
    counted = ("bad_inputs", "clear_verdicts", "passed", "hangs", "crashes", "tolerated_met")
    assert [found[name] for name in counted] == [3, 1, 1, 1, 1, 1]
    assert (found["end_to_end"], found["end_to_end_clear"]) == (2, 1)
    assert found["outcomes"] == {"not_met": 2, "broken": 1}
    assert found["longest_s"] == 31.0
    assert [each["outcome"] for each in found["wrong"]] == ["not_met", "broken", "met"]
    told = "\n".join(lines(found))
    assert "3 hostile behaviours, 1 clear verdict" in told
    assert "verdicts: 2 not met, 1 broken; the slowest took 31 s" in told
    assert "1 of 2 clear from end to end" in told
    assert "✗ native, seed 1: it broke\nleft behind: a socket stays open" in told
    assert "61.3 s in all; a worker took 72 MB at most" in told


def _trial(outcome: str, reason: str = "", status: int = 1, printed: str = "") -> Any:
    judged = {"name": "p", "outcome": outcome, "reason": reason}
    skipped = {"name": "q", "outcome": "not_supported", "reason": "it cannot"}
    return Trial(status, (judged, skipped), printed)


@pytest.mark.parametrize(
    ("trial", "outcome", "reason"),
    [
        (_trial("not_met", "it was silent"), Outcome.NOT_MET, "it was silent"),
        (_trial("met", status=0), Outcome.BROKEN, "stack trace or no result: "),
        (_trial("not_supported"), Outcome.BROKEN, "stack trace or no result: "),
        (_trial("met", printed="Traceback: oh"), Outcome.BROKEN, "or no result: Traceback: oh"),
    ],
)
def test_a_run_from_end_to_end_is_read_by_what_its_report_says(
    trial: Any, outcome: Outcome, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_suite, "try_scenario", lambda *_: trial)
    (judged,) = whole_suite.judge_sample([HOSTILE], lanes=1)
    assert judged.tried.outcome is outcome
    assert judged.tried.reason.endswith(reason)
    assert judged.left_behind == []


def test_what_a_run_from_end_to_end_leaves_lying_about_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def messy(agent: Path, _scenario: str, folder: Path) -> Any:
        assert 'url = "ws://' in agent.read_text("utf-8")
        (folder / "reports").mkdir()
        (folder / "core").touch()
        raise HarnessError("nothing could be run")

    monkeypatch.setattr(whole_suite, "try_scenario", messy)
    (judged,) = whole_suite.judge_sample([HOSTILE], lanes=1)
    assert judged.left_behind == ["a file nobody asked for: core"]
    assert judged.tried.outcome is Outcome.BROKEN
    assert "nothing could be run" in judged.tried.reason
