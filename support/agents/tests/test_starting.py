"""A profile to begin with: it can be loaded as it stands, and reads what it was made from."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.agents import profile
from support.agents.__main__ import main
from support.transcripts.__main__ import main as transcripts
from support.transcripts.judging import conversation, opened
from support.transcripts.recognition import Spoken
from support.transcripts.tests.transcripts import WELL, real, written

ODD = (
    {"dir": "connect", "url": "wss://user:pass@h.example/chat?token=s3cr3t-value"},
    {"dir": "open"},
    {"dir": "recv", "json": {"op": "hello", "session": "s1"}},
    {"dir": "send", "json": {"op": "auth", "key": "k"}},
    {
        "dir": "send",
        "json": {"op": "ask", "q": "Where does our money go?", "n": None, "of": "${me}"},
    },
    {"dir": "recv", "json": {"op": "run.begin"}},
    {"dir": "recv", "json": {"op": "thinking", "note": {"text": "hm"}}},
    {"dir": "recv", "json": {"op": "tool.start", "tool": "bills", "call_id": "c1", "args": {}}},
    {"dir": "recv", "json": {"op": "tool.end", "tool": "bills", "call_id": "c1", "result": 5}},
    {"dir": "recv", "json": {"op": "chunk", "text": "Away."}},
    {"dir": "recv", "json": {"op": "done", "answer": "Away."}},
)
"""A session in a protocol that nobody knows."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_empty_profile_can_be_loaded_and_fits_on_a_page() -> None:
    assert main(["init", "my-agent.toml"]) == 0
    mine = profile.load("my-agent.toml")
    assert (mine.name, mine.protocol, mine.spoken) == ("My agent", "native", None)
    lines = Path("my-agent.toml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    assert Path(lines[0].removeprefix("#:schema ")).resolve().is_file()


@pytest.mark.parametrize(
    ("name", "protocol", "values"),
    [
        ("agui_pydantic", "agui", {}),
        ("agno", "agno", {"workflow_id": "weather-flow"}),
        ("adk", "adk", {"app_name": "weather"}),
        ("langgraph", "langgraph", {"assistant_id": "weather"}),
    ],
)
def test_a_known_protocol_is_recognised_with_what_the_agent_calls_its_parts(
    name: str, protocol: str, values: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "mine.toml", "--from", str(real(name)[0])]) == 0
    mine = profile.load("mine.toml")
    assert mine.protocol == protocol
    assert mine.spoken is not None
    assert {key: mine.spoken.values[key] for key in values} == values
    out = capsys.readouterr().out
    assert f"Its protocol is {protocol}" in out
    assert "answered: 1" in out or "answered: 2" in out


def test_the_native_protocol_is_recognised_too(tmp_path: Path) -> None:
    path = written(tmp_path / "well.jsonl", WELL)
    assert main(["init", "mine.toml", "--from", str(path)]) == 0
    assert profile.load("mine.toml").protocol == "native"


def test_an_unknown_protocol_is_drafted_as_a_mapping_that_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "odd.jsonl", ODD)
    assert main(["init", "odd.toml", "--from", str(path)]) == 0
    assert "7 of 7 messages understood; questions: 1, answered: 1" in capsys.readouterr().out
    text = Path("odd.toml").read_text(encoding="utf-8")
    assert 'url = "wss://h.example/chat"' in text, "what was secret in it is left out"
    mine = profile.load("odd.toml")
    assert mine.protocol == "mapping"
    assert not mine.can.cancel
    assert mine.spoken is not None
    assert mine.spoken.ask[0].send["of"] == "$${me}", "what looks like a placeholder is none"
    assert transcripts(["judge", str(path), "--agent", "odd.toml"]) == 1
    assert "✓ signs of work: all came" in " ".join(capsys.readouterr().out.split())


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text("mine", encoding="utf-8")
    assert main(["init", "mine.toml"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert Path("mine.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"\xff\x00", "line 1: not a line of a recording"),
        (b'{"t": 0, "dir": "recv", "text": "hello"}', "are no JSON, so no mapping can be drafted"),
        (b'{"t": 0, "dir": "open"}', "are no JSON, so no mapping can be drafted"),
    ],
)
def test_nonsense_makes_no_profile(
    content: bytes, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("x.jsonl").write_bytes(content)
    assert main(["init", "mine.toml", "--from", "x.jsonl"]) == 2
    assert sentence in capsys.readouterr().err
    assert not Path("mine.toml").exists()


@pytest.mark.parametrize(
    ("name", "sentence"), [("mine", "ends in .toml"), ("no/such/mine.toml", "cannot be written")]
)
def test_a_name_that_will_not_do_is_one_sentence(
    name: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", name]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pack", "lines"),
    [
        (lambda text: {"text": f"event: x\ndata: {text}\n\n"}, 'text = ["sse", "json"]'),
        (lambda text: {"base64": _coded(text.encode())}, 'binary = "json"'),
        (lambda text: {"base64": _coded(gzip.compress(text.encode()))}, 'binary = "gzip > json"'),
        (lambda text: {"text": _coded(text.encode())}, 'text = "base64 > json"'),
    ],
)
def test_frames_that_hold_json_in_another_form_are_opened(
    pack: Callable[[str], dict[str, str]], lines: str, tmp_path: Path
) -> None:
    packed = [
        {**line, **pack(json.dumps(line["json"])), "json": None} if line["dir"] == "recv" else line
        for line in ODD
    ]
    told = [{key: v for key, v in line.items() if v is not None} for line in packed]
    path = written(tmp_path / "packed.jsonl", told)
    assert main(["init", "mine.toml", "--from", str(path)]) == 0
    assert lines in Path("mine.toml").read_text(encoding="utf-8")
    talk = conversation(opened(path), Spoken("mapping", profile.load("mine.toml").spoken, ""))
    assert [run.answer for run in talk.runs] == ["Away."]
    assert talk.unmapped == 0


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_draft_that_takes_messages_for_nothing_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[dict[str, object]] = [
        {"dir": "recv", "json": {"ev": f"step-{n}", "qid": "q1"}} for n in range(4)
    ]
    lines: list[dict[str, object]] = [
        {"dir": "connect", "url": "ws://h.example/ws"},
        {"dir": "open"},
        {"dir": "send", "json": {"op": "ask", "qid": "q1", "text": "How can we cut our bill?"}},
        *said,
        {"dir": "closed", "code": 1000},
    ]
    assert main(["init", "odd.toml", "--from", str(written(tmp_path / "odd.jsonl", lines))]) == 0
    assert "of these messages tell nothing yet" in capsys.readouterr().out
