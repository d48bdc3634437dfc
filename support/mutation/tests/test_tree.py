"""The copy is brought up to date, and what is in it is the code, the tests and nothing else."""

from __future__ import annotations

import os
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

from support.mutation import __main__ as command
from support.mutation import tree, trying
from support.mutation.rooms import ROOMS, Room

ROOM = Room(("scoring/*.py",), ("scoring", "support/tests/test_gone.py"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    files = {
        "pyproject.toml": "[tool.other]\n",
        "scoring/a.py": "x = 1\n",
        "scoring/words.toml": "a = 1\n",
        "scoring/tests/test_a.py": "y = 1\n",
        ".gitignore": "reports/\n",
        "reports/old.json": "{}",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)  # noqa: S607
    return folder


def test_the_copy_holds_what_is_kept_and_the_rooms_settings(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    assert tree.lay(ROOM, place, root)
    assert (place / "scoring" / "a.py").read_text(encoding="utf-8") == "x = 1\n"
    assert not (place / "reports").exists()
    settings = tomllib.loads((place / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert "other" in settings
    assert settings["mutmut"]["only_mutate"] == ["scoring/*.py"]
    chosen = settings["mutmut"]["pytest_add_cli_args_test_selection"]
    assert chosen[:2] == ["scoring", "-k"]
    assert not (root / "mutants").exists()


def test_only_what_changed_is_copied_again(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    tree.lay(ROOM, place, root)
    data = place / "mutants" / "scoring" / "words.toml"
    data.parent.mkdir(parents=True)
    data.write_text("a = 1\n", encoding="utf-8")
    os.utime(place / "scoring" / "a.py", (1, 1))
    (root / "scoring" / "words.toml").write_text("a = 2\n", encoding="utf-8")
    (place / "scoring" / "gone.py").write_text("", encoding="utf-8")
    assert not tree.lay(ROOM, place, root)
    assert (place / "scoring" / "a.py").stat().st_mtime == 1
    assert data.read_text(encoding="utf-8") == "a = 2\n"
    assert not (place / "scoring" / "gone.py").exists()
    (root / "scoring" / "tests" / "test_a.py").write_text("y = 2\n", encoding="utf-8")
    assert tree.lay(ROOM, place, root)


def test_every_room_names_code_and_tests_that_are_there() -> None:
    for room in ROOMS.values():
        assert all(list(tree.ROOT.glob(pattern)) for pattern in room.code)
        assert [name for name in room.tests if not (tree.ROOT / name).exists()] == []


def test_what_goes_wrong_in_the_copy_is_told(tmp_path: Path) -> None:
    told = trying._run(["sh", "-c", "echo no tests here; exit 3"], tmp_path, None)
    assert told == "no tests here\n"
    assert trying._run(["sh", "-c", "exit 0"], tmp_path, None) == ""


def test_what_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "_FAREWELL_S", 0.2)
    stubborn = ["sh", "-c", "trap '' INT; echo begun; sleep 60"]
    began = time.monotonic()
    assert trying._run(stubborn, tmp_path, began + 1) == ""
    assert time.monotonic() - began < 30
    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == "begun\n"


@pytest.mark.parametrize(("wrong", "status"), [("", 0), ("a test failed", 1)])
def test_each_room_is_tried_and_told(
    wrong: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried, written = list[tuple[Room, float, int]](), list[tuple[float, int]]()

    def fake(room: Room, place: Path, *, share: float, seed: int, until: float) -> str:
        assert until > time.monotonic()
        assert place.parent == tree.PLACE
        tried.append((room, share, seed))
        return wrong

    monkeypatch.setattr(command, "try_room", fake)
    monkeypatch.setattr(command, "write", lambda _place, share, seed: written.append((share, seed)))
    arguments = ["--room", "matchers", "--share", "0.5", "--seed", "7"]
    assert command.main(arguments) == status
    assert tried == [(ROOMS["matchers"], 0.5, 7)]
    assert written == ([] if wrong else [(0.5, 7)])
    assert wrong in capsys.readouterr().err
    assert command.main(["--minutes", "0"]) == 0
    assert len(tried) == 1
