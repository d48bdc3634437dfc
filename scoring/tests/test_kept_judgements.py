"""No judgement changes unnoticed: neither a value, nor a reason, nor a place in the answer."""

from __future__ import annotations

import pytest

from scoring.tests.kept.digest import digest
from scoring.tests.kept.keeping import STORE

PARTS = 6
"""Each section is judged in so many tests, so that each stays quick."""

MEANT = "if that is meant, keep them as they are now: python -m scoring.tests.kept"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("section", STORE.sections)
def test_a_judgement_is_what_it_was(section: str, part: int) -> None:
    moved = STORE.moved(section, part, PARTS)
    assert not moved, STORE.hint(section, moved)


def test_every_judgement_is_kept() -> None:
    there, kept = STORE.counts()
    assert there == kept, MEANT


def test_a_digest_tells_judgements_apart_and_equal_ones_not() -> None:
    assert digest({"a": 0.1 + 0.2, "b": {"x", "y"}}) == digest({"b": {"y", "x"}, "a": 0.3})
    assert digest({"a": 0.31}) != digest({"a": 0.3})
    assert digest(["a", None]) != digest(["a", ""])
