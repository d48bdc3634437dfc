"""What one text can only have from another, and what it may have by chance."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.provenance import offered, parts_of, taken, uses

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def used(text: str, source: object, known: str = "") -> list[str]:
    """The quotes of `text` that prove a use of `source`."""
    found = uses(taken(text), offered(parts_of(source)) - offered([known]))
    return [text[quote.start : quote.end] for quote in found]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("It saves $161,200 a year.", {"saving": 161200}),
        ("It saves $161.2k a year.", {"saving": 161200}),
        ("The bill is $1.98M.", {"rows": [{"cost": 1984222}]}),
        ("The bill is 1.98 million.", "cost: 1984222"),
        ("Die Rechnung beträgt 1.984.222 Euro.", {"cost": 1984222}),
        ("GPUs are 41% busy, at 36% of the bill.", {"busy": 0.41, "share": 36}),
        ("Peaks meet less headroom, so test.", {"risk": "peaks meet less headroom"}),
        ("Move p4d.24xlarge away from gpt-4o.", ["p4d.24xlarge", "GPT-4o"]),
    ],
)
def test_exact_rounded_and_worded_findings_are_recognised(text: str, source: object) -> None:
    assert used(text, source)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("It saves $161,200 a year.", {"saving": 161300}),
        ("In 2025 costs rose.", {"year": 2025}),
        ("There are 12 machines.", {"machines": 12}),
        ("There are 3 of them, 5 idle, 7 busy.", {"a": 3, "b": 5, "c": 7}),
        ("About $2M.", {"cost": 1984222}),
        ("We will do it and so on and on.", "we will do it and so on and on"),
        ("Nothing in particular.", {}),
    ],
)
def test_years_small_counts_and_fillers_prove_nothing(text: str, source: object) -> None:
    assert used(text, source) == []


def test_what_was_known_before_proves_nothing() -> None:
    assert used("You spend $1,984,222.", {"stated": 1984222}, "We spend $1,984,222.") == []


def test_the_most_telling_quote_comes_first() -> None:
    quotes = used("At 41% it costs $77,216.", {"busy": 41, "cost": 77216})
    assert quotes == ["77,216", "41"]


@given(anything, st.text())
def test_nothing_upsets_it(source: object, text: str) -> None:
    assert isinstance(used(text, source), list)


def test_a_circle_of_data_comes_to_an_end() -> None:
    circle: list[object] = [1]
    circle.append(circle)
    assert len(list(parts_of(circle))) < 100


@pytest.mark.parametrize("unit", ["1,", "9" * 50, "a-", "1.", "word word ", "1,000 "])
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    took = []
    for size in (20_000, 160_000):
        text = (unit * size)[:size]
        start = time.process_time()
        taken(text)
        offered([text])
        took.append(time.process_time() - start)
    assert took[1] < 8 * 6 * max(took[0], 0.005)
