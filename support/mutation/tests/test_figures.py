"""Which mutants are drawn, how they are counted, and how a survivor is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.mutation import report
from support.mutation.differences import changed, place_of
from support.mutation.report import EQUIVALENT, counted, explanations
from support.mutation.sample import NOT_DRAWN, RETRIED, drawn, verdicts
from support.proof.outcome import from_others

NAMES = [f"scoring.text.x_read__mutmut_{number}" for number in range(1000)]


def test_a_sample_is_a_share_of_all_and_the_same_each_time() -> None:
    sample = [name for name in NAMES if drawn(name, 0.2, seed=1)]
    assert 150 < len(sample) < 250
    assert sample == [name for name in NAMES if drawn(name, 0.2, seed=1)]
    assert sample != [name for name in NAMES if drawn(name, 0.2, seed=2)]
    assert set(sample) < {name for name in NAMES if drawn(name, 0.4, seed=1)}
    assert all(drawn(name, 1.0, seed=1) for name in NAMES)


def test_only_what_was_tried_counts_and_what_no_test_comes_by_survives() -> None:
    killed, survived, by_nobody, too_slow, stopped, not_called = 1, 0, 33, 36, 2, 255
    codes = [killed] * 6 + [too_slow, survived, by_nobody, 5, None, NOT_DRAWN, stopped, not_called]
    told = {"mutants": 14, "tried": 10, "killed": 7, "survived": 3, "score": 70.0}
    assert counted(codes) == told
    assert counted([None, NOT_DRAWN])["score"] == 0.0


def test_a_survivor_counts_as_one_until_it_was_tried_once_more(tmp_path: Path) -> None:
    codes = {"a": None, "b": None, "c": 1, "d": NOT_DRAWN}
    assert verdicts(tmp_path, codes) == codes
    (tmp_path / RETRIED).write_text('["a", "c", "d"]', encoding="utf-8")
    assert verdicts(tmp_path, codes) == {"a": 0, "b": None, "c": 1, "d": 0}


def test_a_survivor_is_found_again_in_its_file() -> None:
    source = (
        "def a():\n    return 1\n\n\nclass B:\n    def b(self):\n        x = 2\n        return 1\n"
    )
    difference = (
        "--- m\n+++ m\n@@ -1,3 +1,3 @@\n def b(self):\n     x = 2\n-    return 1\n+    return 2\n"
    )
    was, becomes = changed(difference)
    assert (was, becomes) == (["return 1"], ["return 2"])
    assert place_of(source, "m.xǁBǁb__mutmut_3", was) == 8
    assert place_of(source, "m.x_a__mutmut_1", was) == 2
    assert place_of(source, "m.x_a__mutmut_1", ["return 9"]) == 0


def test_every_listed_survivor_has_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.toml"
    file.write_text('[[mutant]]\nfile = "a.py"\nwas = "x"\nbecomes = "y"\nwhy = "the same"\n')
    assert explanations(file) == {("a.py", "x", "y"): "the same"}
    root = Path(__file__).parents[3]
    for (name, was, becomes), why in explanations(EQUIVALENT).items():
        assert (root / name).is_file()
        assert was != becomes
        assert len(why) > 15


def test_the_rooms_are_summed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for room, codes in (("matchers", "1, 1, 0"), ("scoring", "1, null, 34")):
        folder = tmp_path / "copies" / room / "mutants" / room
        folder.mkdir(parents=True)
        listed = ", ".join(f'"{n}": {code}' for n, code in enumerate(codes.split(", ")))
        (folder / "file.py.meta").write_text(f'{{"exit_code_by_key": {{{listed}}}}}')
    one: dict[str, Any] = {"file": "a.py", "was": "x", "becomes": "y"}
    monkeypatch.setattr(
        report, "survivors", lambda place: [dict(one)] if "match" in place.name else []
    )
    told = report.write(tmp_path / "copies", 0.5, 3)
    assert (told["mutants"], told["tried"], told["killed"], told["score"]) == (6, 4, 3, 75.0)
    assert told["rooms"]["matchers"]["files"]["matchers/file.py"]["score"] == 66.7
    assert told["survivors"] == [one | {"why_equivalent": ""}]
    assert (told["drawn"]["share"], told["drawn"]["seed"]) == (0.5, 3)
    assert told["drawn"]["mutants"] < 6
    assert from_others(tmp_path / "reports", "mutation_score") == 75.0
    assert "together" in capsys.readouterr().out
