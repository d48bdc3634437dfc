"""Answers to judge the judge by: what the file says, and what is wrong with it in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.benchmarks.samples import Sample, sample
from support.verdict import HarnessError

TEXT = """
[plain]
question = "how?"
answer = " Save $5, save now. "
[longer]
question = "how much?"
answer = "Save."
after = " Today."
[like-it]
like = "plain"
[other-words]
like = "plain"
question = "why?"
after = " Really."
[other-words.instead]
"save" = "spend"
"$5" = "$7"
[twice-removed]
like = "other-words"
instead = { "spend" = "keep" }
[says-nothing-such]
like = "plain"
instead = { "$9" = "$7" }
"""


NAMES = ("plain", "longer", "like-it", "other-words", "twice-removed", "says-nothing-such")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "mine.toml"
    made.write_text(TEXT, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("plain", "how?", "Save $5, save now."),
        ("longer", "how much?", "Save. Today."),
        ("like-it", "how?", "Save $5, save now."),
        ("other-words", "why?", "Save $7, spend now. Really."),
        ("twice-removed", "why?", "Save $7, keep now. Really."),
    ],
)
def test_a_sample_says_what_the_file_says(
    name: str, question: str, answer: str, file: Path
) -> None:
    assert sample(name, file) == Sample(name, question, answer)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "nobody",
            f"there is no 'nobody' in mine.toml; known: {', '.join(NAMES)}",
        ),
        ("says-nothing-such", "mine.toml: 'plain' does not say '$9'"),
    ],
)
def test_what_is_wrong_is_one_sentence(name: str, told: str, file: Path) -> None:
    with pytest.raises(HarnessError) as error:
        sample(name, file)
    assert str(error.value) == told


@pytest.mark.parametrize("text", ["[a", "[a]\nquestoin = 'x'\n"])
def test_a_file_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(HarnessError) as error:
        sample("a", broken)
    assert str(error.value).startswith(f"{broken} cannot be read: ")
    with pytest.raises(HarnessError, match="cannot be read: "):
        sample("a", tmp_path / "nowhere.toml")
