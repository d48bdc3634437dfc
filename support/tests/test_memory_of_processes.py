"""Which memory of a process counts, by what the system tells, and what is said without that."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from support.benchmarks.memory import MemoryProbe, ProcessTree, UnreadableError, _line, source_of

WITHOUT_FILES = "USS of the agent's processes without program files"
WHOLE_USS = "USS of the agent's processes"
RESIDENT = "resident memory of the agent's processes (USS cannot be read here)"


class Process:
    """What `psutil` tells of one process; an error in place of a figure is raised."""

    def __init__(self, maps: Any = (), uss: Any = 0, rss: int = 0, *children: Process) -> None:
        self.maps, self.uss, self.rss, self.below = maps, uss, rss, children

    def children(self, *, recursive: bool) -> list[Process]:
        assert recursive
        return [*self.below]

    def memory_maps(self) -> Any:
        if isinstance(self.maps, Exception):
            raise self.maps
        return self.maps

    def memory_full_info(self) -> Any:
        if isinstance(self.uss, Exception):
            raise self.uss
        return SimpleNamespace(uss=self.uss)

    def memory_info(self) -> Any:
        return SimpleNamespace(rss=self.rss)


def part(path: str, pss: int, anonymous: int) -> Any:
    return SimpleNamespace(path=path, pss=pss, anonymous=anonymous)


def tree(monkeypatch: pytest.MonkeyPatch, root: Process) -> ProcessTree:
    monkeypatch.setattr(psutil, "Process", {77: root}.__getitem__)
    made = ProcessTree(77)
    assert made.words == WITHOUT_FILES
    made.read()
    return made


DENIED, GONE = psutil.AccessDenied(5), psutil.NoSuchProcess(5)
OWN = [
    part("/usr/bin/python", 1000, 20),
    part("[heap]", 1000, 3000),
    part("/dev/shm/x", 400, 0),  # noqa: S108 - what a mapping is called
    part("/dev/zero (deleted)", 50, 0),
    part("/memfd:pool", 6, 0),
    part("/SYSV0001", 7, 0),
    part("/tmp/dev/shm/", 10_000, 1),  # noqa: S108 - a file
]


@pytest.mark.parametrize(
    ("root", "total", "words"),
    [
        (Process(OWN), 3484, WITHOUT_FILES),
        (Process(OWN, 0, 0, Process(OWN), Process([])), 6968, WITHOUT_FILES),
        (Process(OWN, 0, 0, Process(GONE)), 3484, WITHOUT_FILES),
        (Process(DENIED, 500, 900), 500, WHOLE_USS),
        (Process(AttributeError(), 500, 900), 500, WHOLE_USS),
        (Process(DENIED, DENIED, 900), 900, RESIDENT),
        (Process(DENIED, AttributeError(), 900), 900, RESIDENT),
    ],
)
def test_what_counts_and_what_it_is_called(
    root: Process, total: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tree(monkeypatch, root)
    assert (source.read(), source.words) == (total, words)


@pytest.mark.parametrize(
    ("root", "told"),
    [
        (Process(GONE), "the agent's process cannot be read: process no longer exists (pid=5)"),
        (
            Process(OWN, 0, 0, Process(psutil.Error())),
            "a process of the agent cannot be read: ",
        ),
        (
            Process(DENIED, psutil.NoSuchProcess(5)),
            "the agent's process cannot be read: process no longer exists (pid=5)",
        ),
    ],
)
def test_why_it_cannot_be_read(root: Process, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError) as error:
        tree(monkeypatch, root)
    assert str(error.value).startswith(told)


def agent(url: str, process: Any) -> Any:
    return SimpleNamespace(
        profile=SimpleNamespace(memory=SimpleNamespace(url=url)), process=process
    )


def test_where_an_agents_memory_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "Process", {99: Process(OWN)}.__getitem__)
    launched = SimpleNamespace(pid=99)
    assert source_of(agent("", launched)).read() == 3484
    told = source_of(agent("http://127.0.0.1:9/metrics", launched)).words
    assert told == "process_resident_memory_bytes from http://127.0.0.1:9/metrics"
    with pytest.raises(UnreadableError) as error:
        source_of(agent("", None))
    assert str(error.value) == (
        "nobody says where the agent's memory can be read: give `url` under [memory] in its "
        "profile, or set memory = false under [can]"
    )


def test_an_error_is_told_on_one_line_and_by_its_kind_where_it_says_nothing() -> None:
    assert _line(ValueError("one\n  two\tthree")) == "one two three"
    assert _line(ValueError("")) == "ValueError"


class Still:
    words, interval_s = "counted", 60.0

    def read(self) -> int:
        return 7


def test_a_probe_that_waits_is_stopped_at_once_and_has_read_at_least_once() -> None:
    probe = MemoryProbe(Still())
    with probe:
        pass
    assert not probe._thread.is_alive()
    assert [(each.dir, each.data, each.fields) for each in probe.frames] == [
        ("memory", None, {"bytes": 7})
    ]
    assert probe.problem == ""
