"""`python -m support.proof`: what is tried how, what is written, and when it is a proof."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.faults.defects import catalogue
from support.proof import __main__ as command
from support.proof import boundaries, chain, clean, live
from support.proof.boundaries import Boundary, Sides
from support.proof.chain import Trouble
from support.proof.clean import Clean
from support.proof.matrix import Claim
from support.proof.outcome import Proof
from support.proof.rows import Row
from support.proof.workshop import Cell, Tried, open_here
from support.verdict import Outcome

RECORDED = next(name for name, each in catalogue().items() if each.action != "start")
STARTING = next(name for name, each in catalogue().items() if each.action == "start")
"""A defect that recordings may show, and one that has to be tried live."""

GREEN = Cell("All signs are shown", "Signs", Outcome.MET, "")
RED = Cell("All signs are shown", "Signs", Outcome.NOT_MET, "a thought never came",
           (("signs, customer 1", "a thought never came"),))  # fmt: skip


def _row(fault: str, promise: str) -> Row:
    return Row(fault, promise, "never came", "Progress", "golden path", sampled=True)


SHOWN = _row(RECORDED, "All signs are shown")
SLOW = _row(RECORDED, "Nobody waits long")
BEGUN = _row(STARTING, "All signs are shown")
LIMIT = Boundary("All signs are shown", "signs", "later", 1.0, 2.0)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stands in for agents, recordings and processes; notes what was tried live."""
    noted: dict[str, Any] = {"live": [], "closed": 0, "red": [RED], "clean": []}

    def close() -> None:
        noted["closed"] += 1

    def workshop(*_: object) -> Any:
        bench = SimpleNamespace(stagings={})
        return SimpleNamespace(plans={"signs": "a plan"}, bench=bench, close=close)

    def tried_live(rows: Sequence[Row], progress: Callable[[Claim], None]) -> list[Claim]:
        noted["live"] += rows
        claims = [Claim(row, Outcome.NOT_MET, "it never came") for row in rows]
        for each in claims:
            progress(each)
        return claims

    def tried_here(defect: str) -> Tried:
        return Tried(defect, tuple(noted["red"]) if defect else (GREEN,), 1.0, 0.5)

    def seeded(_workshop: object, seed: int, *, busy: bool) -> Clean:
        noted["clean"].append((seed, busy))
        return Clean((GREEN,), seed, busy=busy)

    def pool(workers: int, _context: object, start: object, args: tuple[Path]) -> Any:
        assert start is open_here
        assert args[0].is_dir()
        return ThreadPoolExecutor(workers)

    held = Sides("p", "f", "at most 5 s", "4.9 s", "5.1 s", held=True)
    trouble = Trouble("the disk is full", "p", Outcome.BROKEN, "the recording cannot be kept: no")
    for name, value in (("Workshop", workshop), ("tried_here", tried_here), ("record", _nothing),
                        ("record_staged", _nothing), ("ProcessPoolExecutor", pool)):  # fmt: skip
        monkeypatch.setattr(command, name, value)
    monkeypatch.setattr(command, "rows", lambda _root: [SHOWN, SLOW, BEGUN])
    monkeypatch.setattr(multiprocessing, "get_context", lambda _way: None)
    monkeypatch.setattr(boundaries, "boundaries", lambda: [LIMIT])
    monkeypatch.setattr(boundaries, "key_of_promise", lambda _workshop, _promise: "signs")
    monkeypatch.setattr(boundaries, "tried", lambda _workshop, _recorded, _limit: held)
    monkeypatch.setattr(chain, "tried", lambda _workshop: [trouble])
    monkeypatch.setattr(clean, "tried", seeded)
    monkeypatch.setattr(live, "tried", tried_live)
    return noted


def _nothing(*_: object) -> dict[str, Any]:
    return {}


def test_everything_caught_as_named_is_a_proof_and_is_written_down(
    stage: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main() == 0
    told = json.loads(Path("reports/proof.json").read_text("utf-8"))
    assert (told["holds"], told["rows"], told["caught_as_named"]) == (True, 3, 2)
    assert (told["boundaries_held"], told["harness_troubles_held"]) == (1, 1)
    assert RECORDED in Path("reports/defect_matrix.html").read_text("utf-8")
    assert Path("reports/defect_matrix.json").is_file()
    assert "| golden path | 2 | 3 | 3 | 3 |" in Path("reports/detection.md").read_text("utf-8")
    printed = capsys.readouterr().out
    assert printed.endswith("this is a proof\n")
    assert f"live, golden path: {STARTING}: caught" in printed
    assert f"1 red: {RECORDED}" in printed


def test_only_what_no_recording_can_show_is_tried_live(stage: dict[str, Any]) -> None:
    command.main()
    assert stage["live"] == [SLOW, BEGUN]
    assert stage["clean"] == [(0, False), (1, False), (2, False), (3, False), (4, True)]
    assert stage["closed"] == 1


def test_a_defect_that_nobody_noticed_is_no_proof(
    stage: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    stage["red"] = [GREEN]
    assert command.main() == 1
    assert not json.loads(Path("reports/proof.json").read_text("utf-8"))["holds"]
    printed = capsys.readouterr().out
    assert printed.endswith("this is NO proof\n")
    assert f"✗ {RECORDED}: 'All signs are shown' was met" in printed


def test_a_limit_that_does_not_hold_is_told_and_the_workshop_is_closed(
    stage: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loose = Sides("p", "f", "at most 5 s", "", "", held=False, why="the figure is met with 9 s")
    monkeypatch.setattr(boundaries, "tried", lambda *_: loose)
    assert command.main() == 1
    assert "limit of signs: the figure is met with 9 s" in capsys.readouterr().out

    def breaks(*_: object) -> list[Trouble]:
        raise OSError("no room")

    monkeypatch.setattr(chain, "tried", breaks)
    with pytest.raises(OSError, match="no room"):
        command.main()
    assert stage["closed"] == 2


def test_a_claim_that_was_not_caught_is_told_in_capitals() -> None:
    missed = Claim(SLOW, Outcome.MET, "it passed")
    assert command._words(missed) == f"live, golden path: {RECORDED}: NOT CAUGHT (it passed)"
    assert not Proof([missed]).holds


@pytest.mark.parametrize(("again", "status"), [("held", 0), ("clouded", 1), ("loose", 1)])
def test_what_a_busy_machine_clouded_is_recorded_once_more_and_no_further(
    stage: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    again: str,
    status: int,
) -> None:
    sides = {
        "held": Sides("p", "f", "at most 5 s", "4.9 s", "5.1 s", held=True),
        "clouded": Sides("p", "f", "at most 5 s", "", "", False, "it is not measured", True),
        "loose": Sides("p", "f", "at most 5 s", "", "", False, "it is met with 9 s"),
    }
    told = iter([sides["clouded"], sides[again]])
    monkeypatch.setattr(boundaries, "tried", lambda *_: next(told))
    assert command.main() == status
    printed = capsys.readouterr().out
    assert "limit of signs: recorded once more, as it is not measured" in printed
    assert f"limit of signs: {sides[again].why or 'held'}\n" in printed
    assert next(told, None) is None


def test_a_healthy_agent_that_breaks_a_limit_is_not_recorded_again(
    stage: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = iter([Sides("p", "f", "at most 5 s", "", "", held=False, why="it is not met with 0")])
    monkeypatch.setattr(boundaries, "tried", lambda *_: next(told))
    assert command.main() == 1
    assert "once more" not in capsys.readouterr().out
