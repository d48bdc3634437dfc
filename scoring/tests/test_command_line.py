"""The command line: a card for people and for programs, and clear words for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring.__main__ import LARGEST, main

QUESTION = "How to cut a $2M annual AI bill?"
ANSWER = (
    "Of your $2M AI bill, stop the seven idle GPU machines in week 2: the platform team saves "
    "$180,000 a year. Buy Savings Plans on AWS in week 4: the FinOps lead saves $160,000 a year."
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    question, answer = tmp_path / "question.txt", tmp_path / "answer.txt"
    question.write_text(QUESTION, encoding="utf-8")
    answer.write_text(ANSWER, encoding="utf-8")
    return ["--question-file", str(question), "--answer-file", str(answer)]


def test_people_get_every_judgement_with_its_reason(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(files) == 0
    told = capsys.readouterr().out
    for words in ("business value", "base quality", "cost quantification", "actionable steps"):
        assert words in told
    assert "there is no record of the run" in told


def test_programs_get_one_json_object(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files, "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert len(card["factors"]) == 6
    assert card["passed"] is None
    assert card["text"].startswith("Of your $2M AI bill")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "is no UTF-8 text (byte 1); save it as UTF-8"),
        (b" \n", "is empty; it must hold the question"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_in_one_sentence(
    files: list[str],
    content: bytes | None,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = tmp_path / "broken.txt"
    if content is not None:
        broken.write_bytes(content)
    assert main([*files, "--question-file", str(broken)]) == 2
    told = capsys.readouterr().err
    assert told == f"python -m scoring: --question-file {broken} {words}\n"


def test_a_folder_and_a_file_that_is_too_long_are_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files, "--answer-file", str(tmp_path)]) == 2
    assert "Is a directory" in capsys.readouterr().err
    long = tmp_path / "long.txt"
    with long.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert main([*files, "--answer-file", str(long)]) == 2
    assert "is too long" in capsys.readouterr().err


def test_a_broken_rubric_is_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rubric = tmp_path / "mine.toml"
    rubric.write_text("name = 3", encoding="utf-8")
    assert main([*files, "--rubric", str(rubric)]) == 2
    assert "mine.toml" in capsys.readouterr().err


def test_an_empty_answer_is_judged(files: list[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main([*files, "--answer-file", str(empty)]) == 0
