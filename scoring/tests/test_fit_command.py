"""`python -m scoring.fitting.fit`: what it prints, what it writes, and what it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from scoring.fitting import fit
from scoring.fitting.pairs import Pair
from scoring.tests.probes import PROBES
from scoring.words import stem_of, stem_set, word_set


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fit, "TARGET", tmp_path / "weights.py")
    monkeypatch.setattr(fit, "FOLDS", 3)
    monkeypatch.setattr(fit, "SEEDS", 2)
    some = [probe for probe in PROBES if len(probe["answer"]) < 1500][:16]
    rows = [
        {
            "set": "llmbar_adversarial" if at % 5 == 0 else "plain",
            "question": one["question"],
            "a": one["answer"],
            "b": other["answer"],
            "label": "a" if at % 3 else "b",
        }
        for at, (one, other) in enumerate(zip(some, [*some[1:], some[0]], strict=True))
    ]
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["fit", *map(str, arguments)])
    return fit.main()


def test_it_prints_honest_figures_and_writes_the_weights(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, folder) == 0
    printed = capsys.readouterr().out.splitlines()
    titles = [line for line in printed if not line.startswith(" ")]
    assert titles == [
        "cross-validated by question, 3 folds, 2 seeds",
        "in sample (proves nothing)",
        "written: weights.py",
    ]
    assert any(line.split()[0] == "pooled" and "+-" in line for line in printed)
    module: dict[str, object] = {}
    exec((folder / "weights.py").read_text(encoding="utf-8"), module)  # noqa: S102 - just written
    assert module["WORTH"] == (fit.PREFERRED, fit.REJECTED)


def test_it_only_prints_where_it_is_asked_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, folder, "--only-print") == 0
    assert "written" not in capsys.readouterr().out
    assert not (folder / "weights.py").exists()


def test_it_refuses_a_folder_without_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no pairs.jsonl")


def test_the_weights_of_a_question_with_many_pairs_are_held_back() -> None:
    pairs = [Pair("plain", question, "a", "b", 1) for question in "qqqqr"]
    of_many, *_, of_one = fit.importance_of(pairs)
    assert of_one == pytest.approx(2 * of_many)
    adversarial = Pair("x_adversarial", "s", "a", "b", 1)
    *_, plain, looks = fit.importance_of([*pairs, adversarial])
    assert looks == pytest.approx(fit.ADVERSARIAL_WEIGHT * plain)


def test_words_are_told_apart_by_white_space() -> None:
    assert word_set("a b", "c  a") == {"a", "b", "c"}
    assert stem_set("costs saving", "costs") == {stem_of("costs"), stem_of("saving")}
