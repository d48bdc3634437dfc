"""The fit of the weights for general questions."""

import json
import random
from pathlib import Path

import pytest

from scoring.fitting.fit import as_module, flat, importance_of
from scoring.fitting.pairs import BadPairsError, Pair, load_pairs
from scoring.fitting.regression import LEAST_SPREAD, _largest, fit_weights, product, spreads
from scoring.fitting.report import figures, folds


def pair(question: str, a: str, b: str, sign: int = 1, source: str = "some") -> Pair:
    return Pair(source, question, a, b, sign)


def written(folder: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def row(**changed: object) -> dict[str, object]:
    return {"set": "some", "question": "q", "a": "x", "b": "y", "label": "a"} | changed


def test_the_fit_finds_what_matters_and_in_which_direction() -> None:
    source = random.Random(1)
    rows = []
    for _ in range(300):
        good, bad, noise = (source.gauss(0, 1) for _ in range(3))
        sign = 1 if good - bad > 0 else -1
        rows.append((sign * good, sign * bad, sign * noise))
    good, bad, noise = fit_weights(rows, [1.0] * len(rows))
    assert good > 5 * abs(noise)
    assert bad < -5 * abs(noise)
    assert fit_weights(rows, [1.0] * len(rows)) == (good, bad, noise)


def test_the_fit_is_at_the_optimum() -> None:
    source = random.Random(2)
    rows = [(source.gauss(0.5, 1), source.gauss(0, 1)) for _ in range(200)]
    once = fit_weights(rows, [1.0] * 200)
    doubled = fit_weights(rows * 2, [1.0] * 400)
    assert doubled == pytest.approx(once, rel=1e-6)


def test_all_pairs_of_a_question_are_in_one_fold() -> None:
    pairs = [pair(f"q{number % 30}", "x", "y") for number in range(90)]
    fold_of = folds(pairs, 10, seed=3)
    assert set(fold_of) == set(range(10))
    assert all(fold_of[at] == fold_of[at + 30] == fold_of[at + 60] for at in range(30))
    assert folds(pairs, 10, seed=4) != fold_of


def test_figures_tell_length_from_quality() -> None:
    long, short = "word " * 20, "word " * 5
    pairs = [pair("1", long, short), pair("2", short, long), pair("3", short, "other " * 5)]
    found = figures(pairs, [1.0, -1.0, 0.0])
    assert found["pooled"] == pytest.approx(0.5)
    assert (found["longer won"], found["shorter won"], found["balanced"]) == (1.0, 0.0, 0.5)
    assert found["length-matched"] == 0.5


def test_adversarial_pairs_are_reported_apart_and_weigh_less() -> None:
    pairs = [pair("1", "x", "y"), pair("2", "x", "y", source="llmbar_adversarial")]
    assert figures(pairs, [1.0, -1.0])["pooled"] == 1.0
    plain, adversarial = importance_of(pairs)
    assert plain > adversarial


def test_the_written_module_holds_the_weights() -> None:
    pairs = [pair(f"What is {n}?", "It is a number among others.", "Yes.") for n in range(4)]
    left = [flat(each.question, each.a) for each in pairs]
    right = [flat(each.question, each.b) for each in pairs]
    names = list(left[0])
    rows = [tuple(a[n] - b[n] for n in names) for a, b in zip(left, right, strict=True)]
    weights = fit_weights(rows, [1.0] * 4)
    assert all(product(each, weights) > 0 for each in rows)
    module: dict[str, object] = {}
    exec(as_module(pairs, left, right, names, weights), module)  # noqa: S102 - made just above
    assert list(module["WEIGHTS"]) == names  # type: ignore[call-overload]


def test_pairs_are_read_without_ties(tmp_path: Path) -> None:
    folder = written(tmp_path, row(), row(label="b", set="x_adversarial"), row(label="tie"))
    first, second = load_pairs(folder)
    assert (first.sign, first.adversarial) == (1, False)
    assert (second.sign, second.adversarial) == (-1, True)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "pairs.jsonl:1: not JSON"),
        ([1], "pairs.jsonl:1: an object with the texts set, question, a, b, label"),
        (row(label="c"), "label 'c' is none of"),
        (row(label="tie"), "holds no pair"),
    ],
)
def test_unusable_pairs_are_named(tmp_path: Path, bad: object, said: str) -> None:
    with pytest.raises(BadPairsError, match=said):
        load_pairs(written(tmp_path, bad))


def test_a_folder_without_pairs_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadPairsError, match=r"holds no pairs\.jsonl"):
        load_pairs(tmp_path)


def test_the_largest_eigenvalue_is_taken_from_above_by_a_fifth() -> None:
    rows = [(3.0, 0.0), (0.0, 1.0)]
    columns = list(zip(*rows, strict=True))
    assert _largest(rows, columns, [1.0, 1.0]) == pytest.approx(1.2 * 9)
    assert _largest(rows, columns, [2.0, 1.0]) == pytest.approx(1.2 * 18)
    assert _largest(rows, columns, [0.0, 1.0]) == pytest.approx(1.2)
    assert _largest([(0.0,)], [(0.0,)], [1.0]) == 0.0


def test_a_spread_is_the_root_of_the_mean_square_and_never_next_to_nothing() -> None:
    assert spreads([(3.0, 0.0, 0.1), (-4.0, 0.0, 0.1)]) == [12.5**0.5, LEAST_SPREAD, 0.1]
    assert product((1.0, 2.0), (3.0, 4.0)) == 11.0


@pytest.mark.parametrize(
    ("a", "b", "matched"), [("x " * 3, "y " * 4, 1), ("x " * 4, "y " * 3, 1), ("x x", "y " * 3, 0)]
)
def test_lengths_match_within_a_quarter(a: str, b: str, matched: int) -> None:
    found = figures([pair("1", a, b)], [1.0])
    assert ("length-matched" in found) is bool(matched)
    assert "balanced" not in found


def test_a_hair_is_a_tie() -> None:
    pairs = [pair("1", "x", "y")] * 2
    assert figures(pairs, [1e-12, -1e-12])["pooled"] == 0.5
    assert figures(pairs, [2e-12, -2e-12])["pooled"] == 0.5
    assert figures(pairs[:1], [2e-12])["pooled"] == 1.0
    assert figures(pairs[:1], [-2e-12])["pooled"] == 0.0
