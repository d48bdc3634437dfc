"""The time line as text: every frame has its line, and nothing an agent says does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.reading import read
from support.recording import Frame, Recording, load
from support.transcripts.__main__ import main
from support.transcripts.judging import conversation, opened
from support.transcripts.telling import MOST_LINES, timeline
from support.transcripts.tests.transcripts import WELL, real, told, written


def lines_of(path: Path, width: int = 120) -> list[str]:
    return timeline(conversation(opened(path)), width)


@pytest.mark.parametrize("path", real(), ids=lambda path: path.stem)
def test_every_line_fits_and_every_frame_is_told(path: Path) -> None:
    lines = lines_of(path)
    frames = load(path).frames
    assert max(map(len, lines)) <= 120
    hidden = sum(int(line.split("…")[1].split()[0]) for line in lines if "more pieces" in line)
    wire = [line for line in lines if line[10:11] in "→←" and "″" not in line]
    wire = [line for line in wire if "more pieces" not in line]
    assert len(wire) + hidden == sum(frame.dir in ("send", "recv") for frame in frames)


def test_times_count_from_the_question(tmp_path: Path) -> None:
    lines = lines_of(written(tmp_path / "well.jsonl", WELL))
    assert "0.000 → question “Where does it go?”" in lines[2]
    assert lines[0].strip().startswith("-0.200   connect")
    assert "tool_executing bill" in lines[5]


def test_a_long_row_of_pieces_is_folded_and_counted(tmp_path: Path) -> None:
    pieces = [told("stream_chunk", content="x")] * 500
    lines = lines_of(written(tmp_path / "long.jsonl", [*WELL[:7], *pieces, *WELL[8:]]))
    assert any("… 494 more pieces of the answer" in line for line in lines)
    assert len(lines) < 30


def test_what_is_too_much_is_left_out_and_counted(tmp_path: Path) -> None:
    thoughts = [told("agent_thinking", thought="x")] * 1000
    lines = lines_of(written(tmp_path / "long.jsonl", [*WELL[:4], *thoughts, *WELL[8:]]))
    assert len(lines) == MOST_LINES + 1
    assert lines[-1].strip() == "and 606 more lines"


@given(st.lists(st.text() | st.binary(), max_size=8))
def test_nothing_that_an_agent_says_reaches_the_terminal(said: list[str | bytes]) -> None:
    frames = tuple(Frame(float(at), "recv", data) for at, data in enumerate(said))
    told_lines = timeline(read(Recording({}, frames)))
    text = "".join(told_lines)
    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in text)
    assert max(map(len, told_lines)) <= 120


def test_the_page_shows_picture_and_lines_and_runs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = told("agent_thinking", thought="<script>alert(1)</script>")
    path = written(tmp_path / "evil.jsonl", [*WELL[:4], evil, *WELL[4:]])
    assert main(["show", str(path), "--html", str(tmp_path / "page.html")]) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "agent_thinking" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert main(["show", str(path), "--html", str(tmp_path / "no" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
