"""What hostile agents leave behind, and what customers do who meet them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from support.agents.profile import Can
from support.behaviour import Cancel, SayRaw
from support.hostile import playing
from support.hostile.promised import CUSTOMERS, checks


class Worker:
    """A process with so many files open at each look; the last number stays."""

    def __init__(self, *files: int, alive: bool = True) -> None:
        self._files, self._alive = list(files), alive

    def is_running(self) -> bool:
        return self._alive

    def num_fds(self) -> int:
        return self._files.pop(0) if len(self._files) > 1 else self._files[0]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "_SETTLED_S", 0.02)
    monkeypatch.setattr(playing, "_LOOK_S", 0.001)


@pytest.mark.parametrize(
    ("worker", "told"),
    [
        (Worker(5), ""),
        (Worker(7, 6, 5), ""),
        (Worker(8), "^sulks: .*3"),
        (Worker(5, alive=False), "^sulks: the suite's worker process is gone"),
    ],
)
def test_what_a_session_held_has_to_be_given_back(
    worker: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not told:  # however long each look takes here
        monkeypatch.setattr(playing, "_SETTLED_S", 30.0)
    found = list(playing._held(worker, 5, "sulks"))
    assert len(found) == bool(told)
    assert not told or re.search(told, found[0])


def test_only_recordings_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ours = Path("reports/recordings/hostile/sulks/customer-1.jsonl")
    ours.parent.mkdir(parents=True)
    ours.touch()
    assert playing._strange_files(Path()) == []
    Path("reports/recordings/hostile/etc passwd").touch()
    Path("core").touch()
    assert playing._strange_files(Path()) == [
        "a file nobody asked for: core",
        "a file nobody asked for: reports/recordings/hostile/etc passwd",
    ]


def test_each_kind_of_customer_does_what_its_words_say() -> None:
    actions = {name: [each.actions for each in made()] for name, made in CUSTOMERS.items()}
    assert {name: len(each) for name, each in actions.items() if len(each) != 1} == {"crowd": 3}
    assert [type(each) for each in actions["cancels"][0]].count(Cancel) == 1
    assert [type(each) for each in actions["garbles"][0]].count(SayRaw) == 1
    first, second, *_ = actions["repeats"][0]
    assert first == second


def test_what_an_agent_cannot_do_is_not_asked_of_it() -> None:
    able = len(list(checks("asks", Can())))
    assert len(list(checks("asks", Can(tools=False)))) == able - 2
    assert len(list(checks("asks", Can(teams=False, sequence=False)))) == able - 2
    for customer in ("garbles", "repeats", "crowd", "has a watch"):
        assert len(list(checks(customer, Can()))) == able + 1
    assert len(list(checks("cancels", Can()))) == 3
