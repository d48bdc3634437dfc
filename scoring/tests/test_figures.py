"""The figures about the judge are right themselves: on data whose figures are known by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.disturbances import BROKEN, FALL, NO_CHANGE, NO_RISE
from scoring.figures import BadDataError, load, main, of_disturbances, of_pairs, of_probes


def probe(name: str, value: float, good: bool, **more: Any) -> dict[str, Any]:
    band = "excellent" if good else "poor"
    own = {"id": name, "question": "q", "answer": f"{value}", "should_pass": good, "band": band}
    rest = {"attack_type": None, "difficulty": "A", "target": [0.0, 0.5], "base": name}
    return own | rest | more


def by_its_text(_question: str, answer: str) -> float:
    return float(answer)


def test_verdicts_bands_and_copies() -> None:
    probes = [
        probe("x-exc", 0.8, True, base="x"),
        probe("y-exc", 0.7, True, base="y"),
        probe("p", 0.2, False),
        probe("mp-1", 0.75, False, base="x", attack_type="bad_total", difficulty="B"),
        probe("sum-1", 0.9, False, base="x", attack_type="bad_total", difficulty="B"),
    ]
    found = dict(of_probes(by_its_text, probes))
    assert found["balanced accuracy"] == pytest.approx((1 / 2 + 1 / 3) / 2, abs=1e-3)
    assert found["false fails, of 2"] == ["y-exc"]
    assert found["false passes, tier A"] == []
    assert found["false passes, tier B"] == ["mp-1", "sum-1"]
    assert found["mean of the excellent ones"] == 0.75
    assert found["corrupted copies below their source"] == "1/2"
    assert found["within their target band"] == "1/5"
    assert found["wrong by kind"] == "bad_total 2/2, excellent 1/2"


def pair(label: str, a: str, b: str, **more: str) -> dict[str, str]:
    return {"question": "q", "a": a, "b": b, "label": label, "set": "people"} | more


def by_its_length(_question: str, answer: str) -> float:
    return len(answer.split()) / 100


def test_pairs_are_counted_by_who_was_preferred() -> None:
    pairs = [
        pair("a", "one two three four", "one"),
        pair("b", "one two three four", "one"),
        pair("a", "one two", "three four"),
        pair("tie", "one", "two"),
        pair("b", "one", "one two three", set="llmbar_adversarial"),
    ]
    found = dict(of_pairs(by_its_length, pairs))
    assert found["pooled"] == "0.500 over 3 pairs"
    assert found["of about the same length"] == "0.500 over 1 pairs"
    assert found["balanced by which is longer"] == 0.5
    assert found["llmbar_adversarial"] == "1.000 over 1 pairs"


def test_a_scorer_that_is_moved_raised_or_unmoved_is_reported() -> None:
    probes = [probe("x", 1, True) | {"answer": "Save $5 in week 2.\n\nThen don't.\n\nLast - end."}]
    told = dict(of_disturbances(lambda _q, answer: min(1.0, len(answer) / 500), probes))
    assert str(told["no rise: ten filler sentences"]).startswith("1/1 broken")
    assert str(told["same: upper case"]).startswith("0/1 broken")
    assert str(told["must fall: second half dropped"]).startswith("0/1 broken")
    constant = dict(of_disturbances(lambda _q, _a: 0.5, probes))
    assert str(constant["must fall: every digit removed"]).startswith("1/1 broken")


@pytest.mark.parametrize("name", [*NO_CHANGE, *NO_RISE, *FALL])
def test_every_disturbance_changes_something_and_always_the_same(name: str) -> None:
    change = (NO_CHANGE | NO_RISE | FALL)[name]
    text = "Café: save $5.\n\nDon't wait - act.\n\nB.\n\nC.\n\nD."
    assert change("how?", text) == change("how?", text)
    assert change("how?", text) != ("how?", text)


def test_the_kinds_break_at_their_own_bounds() -> None:
    assert [is_broken(0.02) for _, is_broken in BROKEN.values()] == [True, True, True]
    assert [is_broken(-0.02) for _, is_broken in BROKEN.values()] == [True, False, False]
    assert [is_broken(0.0) for _, is_broken in BROKEN.values()] == [False, False, True]


def test_one_command_prints_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(probe("x", 1, True) | {"answer": "Save $5.\u2028Now."})]
    (tmp_path / "probes.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair("a", "x", "y")), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "false fails, of 1" in told
    assert "must fall: every digit removed" in told
    titles = [line for line in told.split("\n") if line and line[0] != " "]
    assert titles == [
        "Answers of known worth",
        "Changes that must not matter, or must",
        "What people preferred",
    ]
    (pooled,) = (line for line in told.split("\n") if "pooled" in line)
    assert pooled.startswith(f"  {'pooled':46} ")
    assert pooled.endswith(" over 1 pairs")


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert told.startswith("usage: python -m scoring.figures [-h] folder\n")
    assert "\n    probe  id, question, answer, should_pass," in told


def test_lengths_are_alike_within_a_quarter() -> None:
    two, four, five, six = "a b", "a b c", "a b c d", "a b c d e"
    for one, other, alike in (
        *((four, five, 1), (five, four, 1), (four, six, 0), (six, four, 0)),
        *((two, four, 0), (four, two, 0)),
    ):
        found = dict(of_pairs(by_its_length, [pair("a", one, other)]))
        assert str(found["of about the same length"]).endswith(f"over {alike} pairs")
    told = dict(of_pairs(by_its_length, [pair("a", five, four), pair("b", four, four)]))
    assert told["pooled"] == "0.750 over 2 pairs"
    assert "balanced by which is longer" not in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no rows"),
        ("{", "line 1: no JSON"),
        ("[]", "line 1: an object with id"),
        ('{"id": 1}', "line 1: an object with answer is needed"),
    ],
)
def test_data_that_cannot_be_used_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "probes.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadDataError, match=words):
        load(path, ["id", "answer"])


def test_a_folder_without_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(("length", "is_long"), [(70_000, False), (70_001, True)])
def test_the_time_of_long_answers_is_told_by_itself(length: int, is_long: bool) -> None:
    told = dict(of_probes(lambda _q, _a: 0.5, [probe("x", 1, True) | {"answer": "x" * length}]))
    assert any("slowest" in name for name in told) is is_long
    assert "median, in microseconds" not in told
    short = dict(of_probes(lambda _q, _a: 0.5, [probe("x", 1, True)]))
    assert 0 <= float(str(short["median, in microseconds"])) < 60_000_000
