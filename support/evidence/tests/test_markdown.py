import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.grade import SEVEN
from support.evidence import markdown
from support.evidence.tests.runs import data_of, past
from support.evidence.tests.samples import HOSTILE, figure, graded, results, scenario
from support.results import RunResults
from support.verdict import Outcome


def written(run: RunResults, folder: Path, earlier: bool = False) -> str:
    markdown.write(data_of(run, past(0.2) if earlier else ()), folder)
    return (folder / markdown.NAME).read_text("utf-8")


@pytest.fixture(autouse=True)
def no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def test_verdict_failures_changes_levels_and_capabilities_are_there(tmp_path: Path) -> None:
    run = results(
        graded(*(figure(name=name) for name in SEVEN)),
        scenario(Outcome.NOT_MET, name="The other", reason="9 s after the question"),
    )
    text = written(run, tmp_path, earlier=True)
    assert text.startswith("## ✗ not met: 1 of 2 promises kept\n")
    assert "grade **A+**" in text
    assert "- **✗ not met** The other  \n  Found: 9 s after the question" in text
    assert "### What changed since" in text
    assert "| ✓ met | golden path completion | 0.214 s | at most 5 s (+10%) |" in text
    assert "| Promises | ✓ 1 met, ✗ 1 not met |" in text


def test_an_empty_run_has_a_page_too(tmp_path: Path) -> None:
    run = results()
    run.interrupted = True
    text = written(run, tmp_path)
    assert text.startswith("## ? not measured: 0 of 0 promises kept")
    assert "stopped before its end" in text


def test_the_page_of_a_job_is_added_to_and_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = tmp_path / "job.md"
    job.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(job))
    text = written(results(scenario()), tmp_path)
    assert job.read_text("utf-8") == f"before\n{text}"


def test_very_many_failures_are_counted(tmp_path: Path) -> None:
    many = [scenario(Outcome.NOT_MET, name=f"Promise {n}") for n in range(markdown.MOST + 7)]
    assert "- and 7 more\n" in written(results(*many), tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "![x](http://evil.example/p.png)",
        "www.evil.example",
        "mail me@evil.example",
        "@everybody #12",
        "| a | b |",
        "`code` *bold* _soft_ ~~gone~~ $x^2$",
        ":tada:",
        HOSTILE,
    ],
)
def test_what_an_agent_says_stays_text(words: str) -> None:
    said = markdown.plain(words)
    without_entities = re.sub(r"&#\d+;", "", said)
    assert not re.search(r"[<>`*_~$|@#!\[\]\\&^]", without_entities)
    assert not re.search(r":\S", without_entities)
    assert "www." not in said.lower()


@given(st.text(max_size=200))
def test_any_text_is_one_line_without_markup(words: str) -> None:
    said = markdown.plain(words)
    assert len(said.splitlines()) <= 1
    assert not re.search(r"[<>`*_~$|@#!\[\]\\&^]", re.sub(r"&#\d+;", "", said))


def test_what_was_found_has_value_and_limit_where_the_reason_has_not(tmp_path: Path) -> None:
    worth = figure(Outcome.NOT_MET, name="worth", value=70.0, reason="it brings nothing")
    slow = figure(Outcome.NOT_MET, name="end", value=9.0, reason="9 s, at most 5 s (+10%)")
    told = "worth: it brings nothing; end: 9 s, at most 5 s (+10%)"
    text = written(results(scenario(Outcome.NOT_MET, worth, slow, reason=told)), tmp_path)
    assert "Found: worth: 70 s, at most 5 s (+10%): it brings nothing; end: 9 s, at most" in text
    assert text.count("9 s, at most") == 1


def test_our_own_moments_are_readable_and_foreign_ones_stay_text(tmp_path: Path) -> None:
    run = results(scenario())
    run.started = "2026-11-22T18:03:00+00:00"
    assert "22 Nov 2026, 18:03 UTC" in written(run, tmp_path)
    run.started = "<b>:tada:"
    assert "<b>" not in written(run, tmp_path)
