"""Certificates: verified, unless the profile turns that off, which is then said everywhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection

from support.agents import profile
from support.agents.__main__ import main
from support.agents.tests.secured import CERTIFICATE, secured
from support.faults.trial import run_suite
from support.verdict import HarnessError

SAID = "is NOT verified"


RUN: tuple[tuple[str, dict[str, object]], ...] = (
    ("agent_started", {}),
    ("agent_thinking", {"thought": "hm"}),
    ("tool_executing", {"tool_call_id": "c", "tool_name": "t"}),
    ("tool_completed", {"tool_call_id": "c", "tool_name": "t", "results": {}}),
    ("agent_completed", {"final_response": "Save $5."}),
)


def talk(line: ServerConnection) -> None:
    """A healthy native agent."""
    line.send(json.dumps({"type": "connection_established", "user_id": "u"}))
    for text in line:
        asked = json.loads(text)["payload"]
        ids = {"run_id": asked["run_id"], "thread_id": asked["thread_id"], "agent_id": "a"}
        for seq, (kind, fields) in enumerate(RUN, 1):
            event = {"type": kind, "seq": seq, "parent_agent_id": None, **ids, **fields}
            line.send(json.dumps(event))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with secured(talk) as address:
        yield f"{address}?key=abcdefgh"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(CERTIFICATE, tmp_path / "ours.pem")
    return tmp_path / "mine.toml"


def written(file: Path, url: str, tls: str) -> None:
    waits = "[patience]\nopening_s = 2\nsilence_s = 2\nanswer_s = 5\n"
    file.write_text(f'name = "Mine"\nurl = "{url}"\n{tls}\n{waits}', encoding="utf-8")


def test_a_stranger_is_not_believed(
    mine: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written(mine, url, "")
    assert main(["check", str(mine)]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert "has no trusted certificate" in last
    assert "self-signed" in last or "self signed" in last


def test_an_authority_of_ones_own_is_believed(
    mine: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written(mine, url, '[tls]\nca_file = "ours.pem"')
    assert main(["check", str(mine)]) == 0
    assert SAID not in capsys.readouterr().out


def test_another_name_than_the_certificates_is_not_believed(
    mine: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written(mine, url.replace("localhost", "127.1"), '[tls]\nca_file = "ours.pem"')
    assert main(["check", str(mine)]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert "has no trusted certificate" in last
    assert "127.1" in last


def test_what_is_not_verified_is_said_wherever_the_agent_is_reported(
    mine: Path, url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    written(mine, url, "[tls]\nverify = false")
    assert main(["check", str(mine)]) == 0
    out = capsys.readouterr().out
    assert SAID in out.splitlines()[1]
    assert "abcdefgh" not in out.splitlines()[1]
    trial = run_suite(tmp_path, "--name", "^The work begins", "-D", f"agent={mine}")
    assert trial.status == 0, trial.printed
    assert trial.printed.count(SAID) >= 2, "at the beginning, and in the scorecard"
    summary = json.loads((tmp_path / "reports" / "summary.json").read_text(encoding="utf-8"))
    assert SAID in summary["agent"]["caution"]
    recordings = list((tmp_path / "reports" / "recordings").rglob("*.jsonl"))
    assert recordings
    assert all(SAID in path.read_text(encoding="utf-8") for path in recordings)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be used"), ("nonsense", "expected a file in PEM form")],
)
def test_an_unusable_authority_is_one_sentence_with_its_line(
    mine: Path, content: str | None, sentence: str
) -> None:
    if content is not None:
        (mine.parent / "other.pem").write_text(content, encoding="utf-8")
    written(mine, "wss://h/", '[tls]\nca_file = "other.pem"')
    with pytest.raises(HarnessError, match=r"mine\.toml, line 4: \[tls\] ca_file") as raised:
        profile.load(str(mine))
    assert sentence in str(raised.value)
