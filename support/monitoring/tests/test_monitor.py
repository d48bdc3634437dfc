"""The monitor keeps its beat and its memory in bounds, and tells Prometheus what is the case."""

from __future__ import annotations

import gc
import itertools
import threading
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from support.benchmarks.grade import SEVEN
from support.monitoring import rounds
from support.monitoring.history import History
from support.monitoring.loop import Loop
from support.monitoring.metrics import LEVELS, About, Endpoint, GoldenPath
from support.monitoring.rounds import Figure, Level, Promise, Round
from support.monitoring.tests.recorded import figure_of, recorded_round, summary_of
from support.verdict import Direction, HarnessError, Outcome

ABOUT = About("Adviser", "1", "reference", 900.0, 200)
HOURS_24 = 24 * 3600.0


def _samples(collector: GoldenPath) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    registry = CollectorRegistry()
    registry.register(collector)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(generate_latest(registry).decode())
        for sample in family.samples
    }


class _Clock:
    """Time that passes only while somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


def _day(folder: Path, every_s: float, took_s: float = 68.0) -> tuple[Loop, GoldenPath, History]:
    """A loop that gets recorded results, each with reasons of its own, for a simulated day."""
    clock, numbers = _Clock(), itertools.count()
    history = History(folder / "history.jsonl", most=50)
    collector = GoldenPath(ABOUT)

    def run() -> Round:
        clock.now += took_s
        if clock.now >= HOURS_24:
            loop.over.set()
        return recorded_round(next(numbers), clock.now)

    loop = Loop(
        run, every_s, (collector.add, history.add), clock=clock, pause=clock.pause, say=print
    )
    return loop, collector, history


def test_a_simulated_day_grows_neither_memory_nor_files(tmp_path: Path) -> None:
    """24 hours of a round every five minutes, after a first day that filled what has a bound."""
    path = tmp_path / "history.jsonl"
    loop, *_ = _day(tmp_path, 300)
    loop.go()
    loop, collector, history = _day(tmp_path, 300)
    loop.go(rounds=120)
    series, size, threads = len(_samples(collector)), path.stat().st_size, threading.active_count()
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        loop.go()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert loop.clock() >= HOURS_24
    assert len(history.rounds) == 50
    assert len(_samples(collector)) <= series + 20
    assert path.stat().st_size <= 2.2 * size
    assert [each.name for each in tmp_path.iterdir()] == ["history.jsonl"]
    assert threading.active_count() == threads
    # What is kept of 50 rounds was allocated before tracing began, and is replaced while it runs.
    assert grown <= 50 * 8 * len(msgspec.json.encode(recorded_round(0, 0.0)))


def test_twice_the_rounds_take_no_more_room(tmp_path: Path) -> None:
    sizes = []
    for number, rounds_ in enumerate((150, 300)):
        folder = tmp_path / str(number)
        folder.mkdir()
        history = History(folder / "history.jsonl", most=50)
        for each in range(rounds_):
            history.add(recorded_round(each, float(each)))
        sizes.append((folder / "history.jsonl").stat().st_size)
    assert sizes[1] <= 1.3 * sizes[0]


def test_rounds_begin_at_a_steady_beat(tmp_path: Path) -> None:
    loop, _, history = _day(tmp_path, 900)
    loop.go(rounds=5)
    ended = [each.at for each in history.rounds]
    assert ended == [68 + 900 * number for number in range(5)]


def test_a_round_that_takes_too_long_is_followed_at_once(tmp_path: Path) -> None:
    loop, _, history = _day(tmp_path, 60, took_s=100)
    loop.go(rounds=3)
    assert [each.at for each in history.rounds] == [100, 200, 300]


def test_a_round_that_was_cut_short_is_not_told(tmp_path: Path) -> None:
    told: list[Round] = []

    def run() -> Round:
        loop.over.set()
        return recorded_round(0, 0.0)

    loop = Loop(run, 60, (told.append,))
    assert loop.go() is None
    assert told == []


def test_whoever_cannot_take_a_round_is_named_once_and_the_others_get_it() -> None:
    said: list[str] = []
    told: list[Round] = []

    def fails(_: Round) -> None:
        raise OSError("no room")

    clock = _Clock()
    loop = Loop(
        lambda: recorded_round(0, 0.0),
        60,
        (fails, told.append),
        say=said.append,
        clock=clock,
        pause=clock.pause,
    )
    loop.go(rounds=3)
    assert len(told) == 3
    assert len(said) == 1
    assert "no room" in said[0]


def test_every_service_level_has_a_metric_in_a_base_unit() -> None:
    assert list(LEVELS) == list(SEVEN)
    assert {unit for _, unit, _ in LEVELS.values()} <= {
        "seconds",
        "bytes",
        "ratio",
        "tokens_per_second",
        "",
    }


def test_figures_and_limits_are_told_in_base_units() -> None:
    collector = GoldenPath(ABOUT)
    collector.add(recorded_round(0, 1000.0))
    told = {name: value for (name, labels), value in _samples(collector).items() if not labels}
    assert told["golden_path_event_delivery_p95_seconds"] == pytest.approx(0.0021)
    assert told["golden_path_event_delivery_p95_limit_seconds"] == pytest.approx(0.110)
    assert told["golden_path_session_memory_bytes"] == pytest.approx(2_500_000)
    assert told["golden_path_completion_limit_seconds"] == pytest.approx(138)
    assert told["golden_path_token_throughput_limit_tokens_per_second"] == pytest.approx(9)
    assert told["golden_path_last_run_timestamp_seconds"] == 1000
    assert told["golden_path_questions_allowed"] == 200
    assert told["golden_path_harness_lag_seconds"] == pytest.approx(0.0012)


def test_exactly_one_outcome_is_the_case_and_the_reason_is_told() -> None:
    collector = GoldenPath(ABOUT)
    collector.add(recorded_round(1, 1000.0))
    samples = _samples(collector)
    outcomes = {labels: v for (name, labels), v in samples.items() if name.endswith("run_outcome")}
    assert sum(outcomes.values()) == 1
    assert outcomes[("outcome", "not_met"),] == 1
    reasons = [dict(labels) for (name, labels) in samples if name == "golden_path_promise_info"]
    assert [each["outcome"] for each in reasons] == ["not_met", "not_measured"]
    assert "7.412 s" in reasons[0]["reason"]
    assert samples[("golden_path_runs_total", (("outcome", "not_met"),))] == 1


def test_what_could_not_be_measured_is_no_figure() -> None:
    lost = Level("first event latency", Outcome.NOT_MEASURED, "late", figure_of(None, "s", 5.0))
    collector = GoldenPath(ABOUT)
    collector.add(Round(1.0, 2.0, Outcome.NOT_MEASURED, levels=(lost,)))
    names = {name for name, _ in _samples(collector)}
    assert "golden_path_first_event_seconds" not in names
    assert "golden_path_first_event_limit_seconds" in names


def test_the_headline_is_one_sentence_for_people_on_call() -> None:
    assert recorded_round(1, 0.0).headline == (
        "not met: The chat comes alive at once: 7.412 s after the question in round 1; the limit "
        "is at most 5 s (+10%) (and 1 more promise)"
    )
    assert recorded_round(0, 0.0).headline == "met: 22 promises kept"


def test_a_summary_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    path.write_bytes(summary_of(Outcome.NOT_MET, "7.412 s after the question"))
    found = rounds.read(path, 10.0, 3.0, questions=7)
    assert found.outcome is Outcome.NOT_MET
    assert found.reason == "The chat comes alive at once: 7.412 s after the question"
    assert found.lag_s == pytest.approx(0.0003)
    assert [level.name for level in found.levels] == list(SEVEN)
    level = next(level for level in found.levels if level.name == "first event latency")
    assert level.figure is not None
    assert level.figure.enforced == 5.5


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"version": 99}'])
def test_a_summary_that_cannot_be_read_is_told(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "summary.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match="no results that can be read"):
        rounds.read(path, 0.0, 0.0)


def test_a_history_comes_back_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    History(path).add(recorded_round(1, 5.0))
    again = History(path)
    again.add(recorded_round(2, 6.0))
    assert [each.at for each in History(path).rounds] == [5.0, 6.0]
    collector = GoldenPath(ABOUT)
    collector.restore(History(path).rounds)
    samples = _samples(collector)
    assert samples[("golden_path_last_run_timestamp_seconds", ())] == 6.0
    assert samples[("golden_path_runs_total", (("outcome", "not_met"),))] == 0


def test_a_half_written_history_is_kept_aside_and_what_can_be_read_is_used(tmp_path: Path) -> None:
    path, words = tmp_path / "history.jsonl", list[str]()
    first = History(path)
    for number in range(3):
        first.add(recorded_round(number, float(number)))
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    again = History(path, words.append)
    assert [each.at for each in again.rounds] == [0.0, 1.0]
    assert (tmp_path / "history.jsonl.aside-1").read_bytes() == whole[:-40]
    assert "1 of its 3 rounds cannot be read; 2 rounds of it were taken over" in words[0]
    again.add(recorded_round(9, 9.0))
    assert [each.at for each in History(path, words.append).rounds] == [0.0, 1.0, 9.0]
    assert len(words) == 1


@pytest.mark.parametrize(
    ("head", "told"),
    [(b'{"golden_path_monitoring":0}\n', "version 0"), (b"", "no version"), (b"\xff\n", "no ver")],
)
def test_a_history_of_another_version_is_kept_aside(tmp_path: Path, head: bytes, told: str) -> None:
    path, words = tmp_path / "history.jsonl", list[str]()
    path.write_bytes(head)
    (tmp_path / "history.jsonl.aside-1").write_text("an earlier one")
    again = History(path, words.append)
    assert not again.rounds
    assert told in words[0]
    assert "kept aside as history.jsonl.aside-2" in words[0]
    assert (tmp_path / "history.jsonl.aside-2").read_bytes() == head
    assert (tmp_path / "history.jsonl.aside-1").read_text() == "an earlier one"


def test_a_history_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    words = list[str]()
    history = History(tmp_path / "file" / "history.jsonl", words.append)
    words.clear()
    for number in range(3):
        history.add(recorded_round(number, 0.0))
    assert len(history.rounds) == 3
    assert len(words) == 1
    assert "cannot be written" in words[0]


def test_a_taken_port_is_told_and_the_usual_one_passed_over() -> None:
    first = Endpoint(GoldenPath(ABOUT), "127.0.0.1", None)
    try:
        second = Endpoint(GoldenPath(ABOUT), "127.0.0.1", None)
        second.close()
        assert second.port != first.port
        with pytest.raises(HarnessError, match=f"port {first.port} of 127.0.0.1 is taken"):
            Endpoint(GoldenPath(ABOUT), "127.0.0.1", first.port)
    finally:
        first.close()


def test_reasons_are_few_however_many_promises_break() -> None:
    many = tuple(Promise("F", f"P {n}", Outcome.NOT_MET, f"r {n}") for n in range(200))
    collector = GoldenPath(ABOUT)
    collector.add(Round(1.0, 1.0, Outcome.NOT_MET, promises=many))
    told = [name for name, _ in _samples(collector) if name == "golden_path_promise_info"]
    assert len(told) == 20


def test_a_figure_without_a_limit_has_none() -> None:
    assert Figure(1.0, "s", None, None, Direction.AT_MOST, Outcome.MET).enforced is None
