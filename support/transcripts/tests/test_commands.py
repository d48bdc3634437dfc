"""The command line for transcripts: exit status and sentences."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.transcripts.__main__ import main
from support.transcripts.tests.transcripts import WELL, real, written


def test_all_kept_is_zero_one_broken_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    well = str(written(tmp_path / "well.jsonl", WELL))
    assert main(["judge", well]) == 0
    assert main(["judge", well, str(real("agno_error")[0])]) == 1
    assert "✓ met: " in capsys.readouterr().out


def test_what_cannot_be_judged_is_two_and_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    well, broken = written(tmp_path / "well.jsonl", WELL), tmp_path / "broken.jsonl"
    broken.write_bytes(b"\xff")
    assert main(["judge", str(broken), str(well)]) == 2
    told = capsys.readouterr()
    assert f"✓ met: {well}" in told.out
    assert told.err.count("\n") == 1


def test_a_profile_says_what_was_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path / "well.jsonl", WELL))
    profile = tmp_path / "mine.toml"
    profile.write_text('name = "Mine"\nurl = "ws://h/"\n', encoding="utf-8")
    assert main(["judge", path, "--agent", str(profile)]) == 1
    assert "set teams = false under [can]" in " ".join(capsys.readouterr().out.split())
    assert main(["judge", path, "--agent", "nobody"]) == 2
    assert "there is no agent profile 'nobody'" in capsys.readouterr().err


def test_show_draws_the_time_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(written(tmp_path / "well.jsonl", WELL))]) == 0
    assert "agent_completed" in capsys.readouterr().out


def test_another_process_prints_the_same_bytes() -> None:
    """Whatever order a set has there."""
    files = [str(path) for path in real("agno_error", "adk", "langgraph_toolerror")]
    printed = {
        subprocess.run(
            [sys.executable, "-m", "support.transcripts", "judge", *files],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert printed != {b""}
