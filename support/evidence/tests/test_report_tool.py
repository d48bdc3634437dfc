"""The tool that builds the report: found, fetched or refused, each in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from support.evidence import report_tool
from support.evidence.report_tool import CannotBuild


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started."""
    noted: list[list[str]] = []

    def call(command: Sequence[str | Path], _root: Path, _limit: float) -> None:
        noted.append(list(map(str, command)))

    monkeypatch.setattr(report_tool, "call", call)
    return noted


def _nodes(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    """Each search for Node finds the next of these; nothing where it is empty."""
    nodes = iter(found)

    def find() -> str:
        if node := next(nodes):
            return node
        raise CannotBuild("there is no Node")

    monkeypatch.setattr(report_tool, "find_node", find)


def test_a_node_that_is_there_is_taken(
    called: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _nodes(monkeypatch, "/bin/node")
    assert report_tool.provide_node() == "/bin/node"
    assert called == []


def test_where_there_is_none_it_is_fetched_into_the_own_environment_only(
    called: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", "/own")
    _nodes(monkeypatch, "", "/own/bin/node")
    assert report_tool.provide_node() == "/own/bin/node"
    assert called[0][:4] == [sys.executable, "-m", "pip", "install"]
    assert called[0][-1] == report_tool.NODE_WHEEL
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    _nodes(monkeypatch, "")
    with pytest.raises(CannotBuild, match="there is no Node"):
        report_tool.provide_node()
    assert len(called) == 1


def test_the_tool_is_installed_as_the_lock_file_names_it(
    called: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _nodes(monkeypatch, "/bin/node", "/bin/node")
    monkeypatch.setattr(shutil, "which", lambda _name, path: f"{path.split(os.pathsep)[0]}/npm")
    report_tool.prepare(tmp_path)
    assert called[0][:2] == ["/bin/npm", "ci"]
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(CannotBuild, match="there is no npm beside /bin/node"):
        report_tool.prepare(tmp_path)


def test_what_is_older_than_its_lock_file_is_not_prepared(tmp_path: Path) -> None:
    assert not report_tool.is_prepared(tmp_path)
    lock, installed = tmp_path / "package-lock.json", tmp_path / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    for file in (lock, installed):
        file.touch()
    os.utime(installed, (5, 5))
    os.utime(lock, (4, 4))
    assert report_tool.is_prepared(tmp_path)
    os.utime(lock, (6, 6))
    assert not report_tool.is_prepared(tmp_path)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (OSError("no such program"), r"node could not be started \(no such program\)"),
        (subprocess.TimeoutExpired("node", 7), "node took longer than 7 s"),
    ],
)
def test_a_tool_that_cannot_be_called_is_told_in_a_sentence(
    trouble: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, **__: Any) -> Any:
        raise trouble

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CannotBuild, match=told):
        report_tool.call(["/bin/node", "x"], tmp_path, 7)
    assert report_tool._version("/bin/node") == 0


@pytest.mark.parametrize(("said", "version"), [("v24.1.0\n", 24), ("24.1.0", 0), ("", 0)])
def test_the_version_is_what_node_says(
    said: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_: Any) -> Any:
        return subprocess.CompletedProcess(command, 0, said, "")

    monkeypatch.setattr(subprocess, "run", run)
    assert report_tool._version("/bin/node") == version
