"""Mutants written into a copy: which are tried, which are set aside, and what a survivor is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.mutation.sample import NOT_DRAWN, RETRIED

_SETTINGS = '[tool.mutmut]\nsource_paths = ["code"]\nonly_mutate = ["code/*.py"]\n'
_META = Path("mutants/code/a.py.meta")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.py").write_text("def more(x):\n    return x + 1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(_SETTINGS, encoding="utf-8")
    return tmp_path


def _run(copy: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"support.mutation.{module}", *arguments]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _codes(copy: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = json.loads((copy / _META).read_text("utf-8"))["exit_code_by_key"]
    return found


def _judge(copy: Path, code: int) -> str:
    """Writes down that the first mutant came to this; returns its name."""
    meta: dict[str, Any] = json.loads((copy / _META).read_text("utf-8"))
    name = min(meta["exit_code_by_key"])
    meta["exit_code_by_key"][name] = code
    (copy / _META).write_text(json.dumps(meta), encoding="utf-8")
    return str(name)


def test_a_survivor_is_told_with_its_change_and_is_tried_again_only_when_asked(copy: Path) -> None:
    _run(copy, "writing", "0", "7")
    assert len(_codes(copy)) > 1
    assert set(_codes(copy).values()) == {NOT_DRAWN}
    name = _judge(copy, 0)
    (found,) = map(json.loads, _run(copy, "differences").splitlines())
    assert (found["name"], found["file"], found["line"]) == (name, "code/a.py", 2)
    assert found["was"] == "return x + 1" != found["becomes"]
    assert found["tested"]

    _run(copy, "writing", "1", "7")
    assert _codes(copy)[name] == 0
    assert {code for each, code in _codes(copy).items() if each != name} == {None}
    _run(copy, "writing", "0", "7", "again")
    assert _codes(copy)[name] is None
    assert {code for each, code in _codes(copy).items() if each != name} == {NOT_DRAWN}
    assert json.loads((copy / RETRIED).read_text("utf-8")) == [name]
    (waiting,) = map(json.loads, _run(copy, "differences").splitlines())
    assert waiting["name"] == name
