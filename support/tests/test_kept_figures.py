"""No figure changes unnoticed: neither a value, nor an outcome, nor a reason."""

from __future__ import annotations

import pytest

from support.tests.kept.keeping import STORE

PARTS = 4
"""Each section is judged in so many tests, so that each stays quick."""

MEANT = "if that is meant, keep them as they are now: python -m support.tests.kept"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("section", STORE.sections)
def test_a_figure_is_what_it_was(section: str, part: int) -> None:
    moved = STORE.moved(section, part, PARTS)
    assert not moved, STORE.hint(section, moved)


def test_every_figure_is_kept() -> None:
    there, kept = STORE.counts()
    assert there == kept, MEANT
