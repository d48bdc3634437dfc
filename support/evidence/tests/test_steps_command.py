"""`make steps`: every sentence in a folder of steps, or why there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from behave.step_registry import StepRegistry, registry

from support.evidence import sentences


def test_the_sentences_of_a_folder_are_printed_with_what_they_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = StepRegistry()
    monkeypatch.setattr(registry, "steps", known.steps)
    (tmp_path / "till_steps.py").write_text(
        "from behave import given\n\n\n"
        '@given("a till with {number:d} coins")\n'
        "def till(context, number):\n"
        '    """A till is there.\n\n    More.\n    """\n',
        encoding="utf-8",
    )
    assert sentences.main(str(tmp_path)) == 0
    printed = capsys.readouterr().out
    assert "Given: how things stand" in printed
    assert "Till" in printed
    assert "Given a till with <number> coins\n      A till is there.\n" in printed
    assert "More." not in printed


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentences.main(str(tmp_path / "gone")) == 1
    assert capsys.readouterr().err == f"There are no steps in {tmp_path / 'gone'}.\n"
