"""What the bench makes of what it measured: ratios, medians, and whether they are enough."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.bench import golden, intake, spreading, stamping
from support.bench.racing import Row
from support.recording import Frame, Recording, save
from support.verdict import HarnessError


@contextlib.contextmanager
def an_agent(_events: int) -> Iterator[str]:
    yield "ws://127.0.0.1:1/ws"


def row(rows: list[Row], key: str) -> Row:
    return next(each for each in rows if each.key == key)


@pytest.mark.parametrize(("events", "kept"), [(600, True), (599, False)])
def test_intake_is_compared_round_by_round(
    monkeypatch: pytest.MonkeyPatch, events: int, kept: bool
) -> None:
    told = {"suite": events, "bare": 1000, "locust": 200}
    monkeypatch.setattr(intake, "sending_agent", an_agent)
    monkeypatch.setattr(
        intake, "race", lambda who, *_: {"events": float(told[who]), "cpu_s": 1.0, "users": 1}
    )
    monkeypatch.setattr(intake, "rate", lambda result: result["events"] / result["cpu_s"])
    rows = intake.against_others(3)
    assert row(rows, "intake_vs_bare").value == pytest.approx(events / 1000)
    assert row(rows, "intake_vs_bare").reached is kept
    assert row(rows, "intake_vs_locust").value == pytest.approx(events / 200)
    assert row(rows, "intake_paced_vs_bare").reached is kept


@pytest.mark.parametrize(
    ("exponent", "weight", "lost", "met"),
    [
        (1.0, 60_000, 0, {"growth_exponent", "bytes_per_session", "events_lost", "sessions"}),
        (1.2, 60_000, 0, {"bytes_per_session", "events_lost", "sessions"}),
        (1.0, 70_000, 2, {"growth_exponent", "sessions"}),
    ],
)
def test_many_sessions_are_held_to_what_was_promised(
    monkeypatch: pytest.MonkeyPatch, exponent: float, weight: int, lost: int, met: set[str]
) -> None:
    def race(who: str, _url: str, size: int, each: int, *_: object) -> dict[str, float]:
        if who == "idle":
            return {"bytes_per_session": weight}
        return {"events": size * each, "lost": lost, "faults": 0, "cpu_s": 0.01 * size**exponent}

    monkeypatch.setattr(intake, "sending_agent", an_agent)
    monkeypatch.setattr(intake, "race", race)
    rows = intake.many_sessions(2)
    assert {each.key for each in rows if each.reached} == met
    assert row(rows, "sessions").value == 2000
    assert row(rows, "growth_exponent").value == pytest.approx(exponent)
    assert row(rows, "events_lost").value == lost * 2 * len(intake.SIZES)


class _Fleet:
    def __enter__(self) -> _Fleet:
        return self

    def __exit__(self, *_: object) -> None: ...


def test_the_worst_kind_of_business_is_what_stamps_are_held_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = {"_wait": 0.2, "_sleep": 0.9, "_compute": 1.4}
    monkeypatch.setattr(stamping, "sending_agent", an_agent)
    monkeypatch.setattr(stamping, "Fleet", _Fleet)
    monkeypatch.setattr(
        stamping, "_errors", lambda _fleet, _url, busy: [late[busy.__name__]] * 99 + [4.0]
    )
    p50, p99 = stamping.stamps(2)
    assert (p50.value, p50.reached) == (1.4, False)
    assert p99.reached
    assert 1.4 < p99.value < 5


def test_spreading_is_as_good_as_the_worse_of_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {(1, ""): 100.0, (2, ""): 95.0, (2, "tcp://here"): 80.0}
    monkeypatch.setattr(spreading, "sending_agent", an_agent)
    monkeypatch.setattr(spreading, "local_cluster", lambda _: contextlib.nullcontext("tcp://here"))
    monkeypatch.setattr(
        spreading, "_rate", lambda _url, workers, address="": rates[workers, address]
    )
    (found,) = spreading.spreading(3)
    assert (found.value, found.reached) == (0.8, False)
    assert "two processes 0.95" in found.spread


def _run_of(folder: Path, outcomes: dict[str, str], opening: float) -> None:
    steps = [
        {"name": golden._OPENING, "result": {"duration": opening}},
        {"name": "a customer asks", "result": {"duration": 9.0}},
        {"name": "it was never run"},
    ]
    told = [{"elements": [{"steps": steps}]}]
    (folder / "steps.json").write_text(json.dumps(told), encoding="utf-8")
    scenarios = [{"name": name, "outcome": outcome} for name, outcome in outcomes.items()]
    (folder / "reports").mkdir()
    (folder / "reports" / "summary.json").write_text(json.dumps({"scenarios": scenarios}))


def test_what_the_suite_adds_is_what_is_left_of_the_wall_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 10.0, 100.0, 112.0, 200.0, 210.5])
    talk = Recording({}, (Frame(1.0, "connect"), Frame(2.0, "recv", "{}"), Frame(7.0, "end")))

    def run(folder: Path, *_: str) -> None:
        _run_of(folder, {}, 2.0)
        save(talk, folder / "reports" / "recordings", "one")
        save(Recording({}, (Frame(0.0, "connect"),)), folder / "reports" / "recordings", "two")

    monkeypatch.setattr(golden, "_golden_path", run)
    monkeypatch.setattr("support.bench.golden.time.monotonic", lambda: next(clock))
    found = row(golden.overhead(3), "overhead_s")
    assert (found.value, found.reached) == (2.5, False)


@pytest.mark.parametrize(("third", "changed"), [("met", 0), ("not_met", 1)])
def test_a_verdict_that_is_another_in_a_repeat_is_counted(
    monkeypatch: pytest.MonkeyPatch, third: str, changed: int
) -> None:
    told = iter(["met", "met", third])

    def run(folder: Path, *_: str) -> None:
        _run_of(folder, {"It starts (one)": "met", "It starts (two)": next(told)}, 0.0)

    monkeypatch.setattr(golden, "_golden_path", run)
    (found,) = golden.verdicts(3)
    assert (found.value, found.reached) == (changed, not changed)
    assert f"{6 - changed} met" in found.spread


def test_a_golden_path_that_leaves_no_results_was_not_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def done(*_: Any, **__: Any) -> Any:
        return type("Done", (), {"stderr": "first\nno agent of this name\n", "stdout": ""})()

    monkeypatch.setattr("support.bench.golden.subprocess.run", done)
    with pytest.raises(HarnessError, match="the golden path did not run: no agent of this name"):
        golden._golden_path(tmp_path)
    _run_of(tmp_path, {}, 0.0)
    golden._golden_path(tmp_path)
