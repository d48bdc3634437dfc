"""Word lists are made once, when their module is loaded; made again they are the same."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from scoring import general, units, words
from scoring.words import stem_of, stem_set, stems_of, word_set

LISTING = (
    "clauses", "consistency", "criteria", "disturbances", "english", "gates.emptiness",
    "gates.instructions", "gates.refusal", "general", "general_kept", "general_request",
    "industry", "markup", "measures", "premises", "question", "recommendations", "rubric",
    "similarity", "sums.periods", "terms", "timeframes", "units",
)  # fmt: skip
PLAIN = (frozenset, dict, tuple, float, int, str)


def lists_of(module: ModuleType) -> dict[str, object]:
    """Its upper-case names that hold words or numbers alone."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and type(value) in PLAIN and not callable_inside(value)
    }


def callable_inside(value: object) -> bool:
    if isinstance(value, dict):
        return any(callable_inside(each) for each in value.values())
    return (isinstance(value, tuple) and any(map(callable_inside, value))) or callable(value)


@pytest.mark.parametrize("name", LISTING)
def test_a_module_that_is_loaded_again_has_the_same_lists(name: str) -> None:
    module = importlib.import_module(f"scoring.{name}")
    spec = importlib.util.find_spec(f"scoring.{name}")
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    assert lists_of(module)
    assert lists_of(again) == lists_of(module)


def test_words_are_parted_by_blanks_and_stemmed_once() -> None:
    assert word_set("a b", "c\n a") == units.word_set("a b c\n a") == {"a", "b", "c"}
    assert stem_set("savings saved", "costs") == {"save", "cost"}
    assert stems_of(["savings", "costs", "saved"]) == ["save", "cost", "save"]


@pytest.mark.parametrize("letters", [39, 40, 41])
def test_a_word_too_long_to_be_one_is_cut(letters: int) -> None:
    word = ("ba" * 20)[: letters - 3] + "ing"
    stem = words._Stems()[word]
    assert stem == (word[:-3] if letters <= 40 else word[:40])
    assert stem_of(word) == stem


def test_stems_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_REMEMBERED", 2)
    stems = words._Stems()
    assert [stems[each] for each in ("saved", "costs", "savings", "costs")] == [
        "save", "cost", "save", "cost",
    ]  # fmt: skip
    assert set(stems) == {"savings", "costs"}


def test_even_chances_have_odds_of_one() -> None:
    assert general._log_odds(0.5) == 0.0
    assert general._log_odds(0.75) == pytest.approx(1.0986123)


@pytest.mark.parametrize(
    ("word", "number"),
    [("1,200.50", True), ("60k", True), ("5m", True), ("5b", True), ("9", True), ("4o", False),
     ("h100", False), (":5", False), ("5%", False), ("k", False)],
)  # fmt: skip
def test_a_number_is_digits_with_their_signs(word: str, number: bool) -> None:
    assert words.is_number(word) is number


@pytest.mark.parametrize(
    ("tokens", "triples"),
    [("a b c d", {"abc", "bcd"}), ("a b c", {"abc"}), ("a b", {"ab"}), ("", {""})],
)
def test_three_words_in_a_row(tokens: str, triples: set[str]) -> None:
    assert {"".join(each) for each in words.triples_of(tokens.split())} == triples
