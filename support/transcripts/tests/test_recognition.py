"""Which protocol a bare transcript is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.recording import load
from support.transcripts.recognition import recognised
from support.transcripts.tests.transcripts import WELL, real, without, written
from support.verdict import HarnessError

PROTOCOLS = {
    "adk": "adk",
    "agno": "agno",
    "agui_pydantic": "agui",
    "autogenstudio": "autogen",
    "langgraph": "langgraph",
}


@pytest.mark.parametrize("path", real(), ids=lambda path: path.stem)
def test_every_real_transcript_is_recognised(path: Path) -> None:
    stem = next(stem for stem in PROTOCOLS if path.stem.startswith(stem))
    assert recognised(load(path)).name == PROTOCOLS[stem]


@pytest.mark.parametrize("stem", sorted(PROTOCOLS))
def test_its_messages_alone_tell_too(stem: str, tmp_path: Path) -> None:
    bare = without(tmp_path / "bare.jsonl", real(stem)[0], "connect", "open")
    found = recognised(load(bare))
    assert (found.name, found.how) == (PROTOCOLS[stem], "recognised")


def test_the_native_protocol_is_told_by_its_messages(tmp_path: Path) -> None:
    found = recognised(load(written(tmp_path / "native.jsonl", WELL)))
    assert (found.name, found.mapping, found.how) == ("native", None, "recognised")


def test_what_a_recording_says_of_itself_comes_first(tmp_path: Path) -> None:
    head = {"dir": "note", "recording": 1, "protocol": "agui"}
    assert recognised(load(written(tmp_path / "said.jsonl", [head, *WELL]))).name == "agui"


def test_a_protocol_of_nobody_is_said_to_be_unknown(tmp_path: Path) -> None:
    lines = [{"dir": "send", "json": {"q": "?"}}, {"dir": "recv", "json": {"a": "!"}}]
    with pytest.raises(HarnessError, match=r"none that the suite knows; give the profile"):
        recognised(load(written(tmp_path / "odd.jsonl", lines)))


def test_a_transcript_without_frames_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="no frame"):
        recognised(load(written(tmp_path / "none.jsonl", [{"dir": "connect", "url": "ws://h/"}])))
