import json
from pathlib import Path

import pytest

from support.benchmarks.grade import SEVEN
from support.evidence import gate, refusal, summary
from support.evidence.tests.runs import data_of
from support.evidence.tests.samples import figure, graded, results, scenario
from support.results import RunResults
from support.verdict import Outcome


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def after(run: RunResults, *arguments: str) -> int:
    summary.write(data_of(run), gate.SUMMARY)
    return gate.main(arguments)


def levels(missed: int) -> RunResults:
    ways = [Outcome.NOT_MET] * missed + [Outcome.MET] * (7 - missed)
    figures = [figure(way, name=name) for way, name in zip(ways, SEVEN, strict=True)]
    return results(graded(*figures))


def test_a_run_that_kept_everything_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert after(results(scenario(), scenario(Outcome.NOT_SUPPORTED))) == 0
    said = capsys.readouterr().out.splitlines()
    assert "✓ 1 promise was met" in said
    assert said[-1] == "The gate is open."


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.NOT_MET, "✗ 1 promise not met"),
        (Outcome.NOT_MEASURED, "✗ 1 promise not measured"),
        (Outcome.BROKEN, "✗ 1 promise broken"),
    ],
)
def test_anything_but_met_closes_it(
    outcome: Outcome, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert after(results(scenario(), scenario(outcome))) == 1
    out = capsys.readouterr().out
    assert words in out.splitlines()
    assert out.endswith("The gate is closed.\n")


def test_a_run_that_judged_nothing_or_was_stopped_does_not_pass() -> None:
    assert after(results()) == 1
    assert after(results(scenario(Outcome.NOT_SUPPORTED))) == 1
    run = results(scenario())
    run.interrupted = True
    assert after(run) == 1


@pytest.mark.parametrize(
    ("missed", "least", "status"),
    [(0, "A+", 0), (1, "B+", 0), (1, "A", 1), (2, "B", 1), (0, "B", 0)],
)
def test_the_grade_must_be_good_enough(missed: int, least: str, status: int) -> None:
    assert after(levels(missed), least) == status


def test_levels_without_a_grade_do_not_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert after(results(graded(figure(name=SEVEN[0])))) == 1
    assert "✗ the grade is not given; wanted is B or better" in capsys.readouterr().out


def test_without_service_levels_it_says_how_to_get_a_grade(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert after(results(scenario())) == 0
    said = capsys.readouterr().out
    assert "✓ there is no grade, and none was asked for (GRADE=B does): " in said
    assert "`make all` judges them" in said


@pytest.mark.parametrize("least", gate.GRADES)
def test_whoever_names_a_grade_is_refused_without_one(
    least: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert after(results(scenario()), least) == 1
    said = capsys.readouterr().out
    assert f"✗ there is no grade, and wanted is {least} or better: " in said


def test_without_a_word_the_least_grade_is_b() -> None:
    assert after(levels(2)) == 1
    assert after(levels(1)) == 0


def test_results_from_before_a_refused_run_say_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert after(results(scenario())) == 0
    assert refusal.note(here / "reports", "there is no agent profile 'typo'").endswith("'typo'")
    assert gate.main([]) == 2
    assert capsys.readouterr().err == (
        "The gate cannot tell: the last run was refused and judged nothing: "
        "there is no agent profile 'typo'.\n"
    )
    refusal.forget(here / "reports")
    assert gate.main([]) == 0


def test_a_refusal_that_cannot_be_noted_or_read_is_told(here: Path) -> None:
    reports = here / "reports"
    assert refusal.note(reports, "no agent") == "no agent"
    assert not reports.exists()
    summary.write(data_of(results(scenario())), gate.SUMMARY)
    (reports / refusal.NAME).mkdir()
    assert "are of the run before (" in refusal.note(reports, "no agent")
    assert "refused.txt cannot be read: " in refusal.read(reports)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no reports/summary.json; a run of the suite writes it."),
        (b'{"counts": ', "reports/summary.json cannot be read: "),
        (b"[]", "reports/summary.json cannot be read: "),
        (json.dumps({"counts": {}}).encode(), "is no summary of a run by this version"),
    ],
)
def test_where_there_is_nothing_to_read_it_says_so(
    here: Path, content: bytes | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        gate.SUMMARY.parent.mkdir()
        gate.SUMMARY.write_bytes(content)
    assert gate.main([]) == 2
    assert words in capsys.readouterr().err


def test_a_grade_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(["C"]) == 2
    assert "expected one of A+, A, B+, B." in capsys.readouterr().err
