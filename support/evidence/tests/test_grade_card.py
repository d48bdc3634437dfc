"""The service levels in the terminal: all seven, always, and the grade or why there is none."""

from __future__ import annotations

from support.benchmarks.grade import SEVEN, benchmarks_of
from support.evidence import grade_card, scorecard
from support.evidence.tests.samples import HOSTILE, figure, graded, results, scenario
from support.results import ScenarioResult
from support.verdict import Outcome


def shown(*scenarios: ScenarioResult) -> list[str]:
    benchmarks = benchmarks_of(results(*scenarios))
    return list(grade_card.lines(benchmarks, scorecard.SIGNS, scorecard.WIDTH))


def test_all_seven_stand_there_with_figure_limit_and_grade() -> None:
    lines = shown(graded(*(figure(name=name, reason="fine") for name in SEVEN)))
    assert lines[:2] == ["", "Service levels"]
    assert lines[-1] == "  Grade: A+ (7 of 7 met)"
    assert len(lines) == 2 + 14 + 1
    for line, name in zip(lines[2:16:2], SEVEN, strict=True):
        assert line.startswith(f"  ✓ met            {name}")
        assert "0.214 s" in line
        assert line.endswith("at most 5 s (+10%)")
    assert set(lines[3:17:2]) == {"      fine"}


def test_what_was_missed_or_not_measured_says_why() -> None:
    figures = [figure(name=name, reason="fine") for name in SEVEN[:5]]
    missed = figure(Outcome.NOT_MET, name=SEVEN[5], value=60.0, reason="it grew")
    text = "\n".join(shown(graded(*figures, missed)))
    assert "✗ not met" in text
    assert "→ it grew" in text
    assert (
        "? not measured   concurrent users served         no value\n      → it was no part" in text
    )
    assert text.endswith("Grade: none, since only 6 of 7 were judged")


def test_two_missed_are_not_acceptable() -> None:
    outcomes = [Outcome.NOT_MET] * 2 + [Outcome.MET] * 5
    figures = [figure(end, name=name) for end, name in zip(outcomes, SEVEN, strict=True)]
    last = shown(graded(*figures))[-1]
    assert last == "  Grade: not acceptable (5 of 7 met; an enterprise accepts B and better)"


def test_a_run_about_other_things_has_no_such_part() -> None:
    assert shown(scenario(Outcome.MET, figure())) == []


def test_no_line_is_too_wide_and_nothing_acts() -> None:
    nasty = graded(figure(Outcome.NOT_MET, name=HOSTILE * 5, reason=HOSTILE * 50))
    lines = shown(nasty)
    assert max(map(len, lines)) <= scorecard.WIDTH
    assert "\x1b" not in "".join(lines)
