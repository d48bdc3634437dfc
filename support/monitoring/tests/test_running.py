"""One round of the monitor: what is told of a run that ends badly, late, or by hand."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from support import recording
from support.monitoring import running
from support.monitoring.running import Runner
from support.reading import Conversation
from support.verdict import Outcome


class Run:
    """A run that prints this and ends so; `lasts` waits are over before it is."""

    def __init__(self, status: int = 0, says: str = "", lasts: int = 0) -> None:
        self.status, self.says, self.lasts = status, says, lasts
        self.told: list[str] = []

    @property
    def returncode(self) -> int | None:
        return None if self.lasts else self.status

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, seconds: float | None = None) -> int:
        if self.lasts and seconds is not None:
            self.lasts -= 1
            raise subprocess.TimeoutExpired("behave", seconds)
        self.lasts = 0
        return self.status

    def terminate(self) -> None:
        self.told.append("end")
        self.lasts = max(self.lasts - 1, 0)

    def kill(self) -> None:
        self.told.append("die")


@pytest.fixture
def starting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says which run is started next, and what happens just then."""

    def start(run: Run, meanwhile: Callable[[], None] = lambda: None) -> None:
        def popen(_command: list[str], *, stdout: Any, **_: Any) -> Run:
            stdout.write(run.says.encode())
            meanwhile()
            return run

        monkeypatch.setattr(subprocess, "Popen", popen)

    return start


def _none(_talks: Iterable[Conversation]) -> None:
    raise AssertionError("there is nothing to tell of")


def _runner(folder: Path) -> Runner:
    return Runner(folder, "adviser", [], 5.0, _none)


@pytest.mark.parametrize(
    ("run", "told", "reason"),
    [
        (Run(1, "looking\nthe profile cannot be read\n"), [], "the profile cannot be read"),
        (Run(3), [], "the run ended with status 3"),
        (Run(0, lasts=1), [], "the run was not over after 5 s and was ended"),
        (Run(0, lasts=3), ["end", "die"], "the run was not over after 5 s and was ended"),
    ],
)
def test_a_run_without_results_is_broken_for_what_it_said_last(
    run: Run, told: list[str], reason: str, starting: Callable[..., None], tmp_path: Path
) -> None:
    starting(run)
    found = _runner(tmp_path).run()
    assert found.outcome is Outcome.BROKEN
    assert reason in str(found)
    assert run.told == told


def test_a_round_that_is_ended_by_hand_says_so_whenever_that_was(
    starting: Callable[..., None], tmp_path: Path
) -> None:
    before = _runner(tmp_path / "before")
    before.stop()
    assert running._BY_HAND in str(before.run())

    just_then, run = _runner(tmp_path / "then"), Run(lasts=1)
    starting(run, just_then.stop)
    assert running._BY_HAND in str(just_then.run())
    assert run.told == ["end"]


def test_a_folder_that_cannot_be_written_breaks_the_round_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "latest").touch()
    found = _runner(tmp_path).run()
    assert found.outcome is Outcome.BROKEN
    assert "latest" in str(found)


def test_links_that_lead_nowhere_are_set_again(
    starting: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "latest").mkdir()
    stale = tmp_path / "latest" / "features"
    stale.symlink_to(tmp_path / "gone")
    starting(Run(1, "no"))
    _runner(tmp_path).run()
    assert stale.resolve() == running.ROOT / "features"


def test_no_more_is_read_than_a_round_has_time_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "latest" / "reports" / "recordings"
    place.mkdir(parents=True)
    (place / "a.jsonl").write_text("no recording", encoding="utf-8")
    (place / "b.jsonl").write_text("much more than that", encoding="utf-8")
    opened: list[str] = []

    def load(path: Path) -> Any:
        opened.append(path.name)
        raise ValueError("no recording")

    monkeypatch.setattr(recording, "load", load)
    monkeypatch.setattr(running, "_MOST_BYTES", 20)
    assert list(_runner(tmp_path)._conversations()) == []
    assert opened == ["a.jsonl"]
