"""The bench measures what it says: its agent is healthy, and its sums are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.bench import golden
from support.bench.__main__ import main
from support.bench.racing import Row, power_law, race, sending_agent
from support.customers import QUESTIONS
from support.verdict import HarnessError

EVENTS = 25


def test_every_contestant_reads_the_same_events() -> None:
    with sending_agent(EVENTS) as url:
        results = {who: race(who, url, 3, EVENTS) for who in ("suite", "bare", "locust")}
    assert {result["events"] for result in results.values()} == {3 * EVENTS}
    assert all(result["cpu_s"] > 0 for result in results.values())
    assert (results["suite"]["lost"], results["suite"]["faults"]) == (0, 0)


def test_a_contestant_that_fails_is_not_measured() -> None:
    with pytest.raises(HarnessError, match="bare did not finish"):
        race("bare", "ws://127.0.0.1:1/ws", 1, EVENTS)


def test_what_a_session_weighs_is_more_than_nothing() -> None:
    with sending_agent(EVENTS) as url:
        assert race("idle", url, 50, EVENTS, "after 60 s")["bytes_per_session"] > 0


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.7])
def test_the_growth_is_the_exponent_of_the_cost(exponent: float) -> None:
    sizes = (250, 500, 1000, 2000)
    found, fit = power_law(sizes, [0.01 * size**exponent for size in sizes])
    assert found == pytest.approx(exponent)
    assert fit == pytest.approx(1)


def test_time_that_two_customers_share_counts_once() -> None:
    assert golden._covered([(5.0, 6.0), (1.0, 3.0), (2.0, 4.0), (2.5, 2.6)]) == pytest.approx(4.0)
    assert golden._covered([]) == 0


def test_other_questions_and_another_seed_are_asked() -> None:
    with golden._house() as folder:
        features = folder / "features" / "golden_path"
        before = {path: path.read_text(encoding="utf-8") for path in features.glob("*.feature")}
        golden._vary(folder, 3)
        after = {path: path.read_text(encoding="utf-8") for path in before}
        assert '"--seed", "3"' in (folder / "seeded.toml").read_text(encoding="utf-8")
    changed = "".join(text for path, text in after.items() if text != before[path])
    assert any(question in changed for question in QUESTIONS)
    for path, text in after.items():  # as many lines: promises and limits stay
        assert len(text.splitlines()) == len(before[path].splitlines())


def test_a_verdict_that_is_missing_or_new_has_changed() -> None:
    first = {"in time": "met", "whole": "met"}
    assert golden._changed([first, first, first]) == 0
    assert golden._changed([first, {"in time": "not_met", "whole": "met"}, first]) == 1
    assert golden._changed([first, {"in time": "met"}, first | {"new": "met"}]) == 2


def test_the_figures_are_written_beside_those_of_other_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_rounds: int) -> list[Row]:
        raise HarnessError("no agent")

    one = Row("sessions", "sessions at once", 2000, "", ">= 2000", True)
    two = Row("overhead_s", "seconds added", 9.5, "9 to 10", "<= 1.5", False)
    parts = {"one": (lambda _: [one], 1), "two": (lambda _: [two], 1), "three": (broken, 1)}
    monkeypatch.setattr("support.bench.__main__.PARTS", parts)
    monkeypatch.setattr("support.bench.__main__.REPORTS", tmp_path)
    assert main(["one"]) == 0
    assert main(["two", "three"]) == 1
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert (told["sessions"], told["overhead_s"]) == (2000, 9.5)
    printed = capsys.readouterr()
    assert "✓ sessions at once" in printed.out
    assert "✗ seconds added" in printed.out
    assert "not measured: no agent" in printed.err
    monkeypatch.setitem(parts, "two", (broken, 1))
    assert main([]) == 1
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert told["sessions"] == 2000
    assert "overhead_s" not in told  # no figure of an earlier run stands in its place
