"""Judgements of sentences about what binds an industry, put together from pieces."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

from scoring.industry import honours, offences, own_words, refuses
from scoring.tests.test_industry import CLINIC

_TEXTS = 300
_PIECES = (
    "move", "copy", "patient data", "PHI", "abroad", "to Ireland", "stays", "keep", "in the US",
    "is", "do", "not", "never", "no", "without", "instead of", "stop", "and", "or", "but", "we",
    "you must", "would you", "all", "the", "purchase", "by tender", "$40,000", "in the freeze",
    "is frozen", ",", ",", ".", ".", "?", ";", ":", " - ", "nothing", "hesitate to", "cannot",
    "another region", "business associate agreement", "scans", "\n\n",
    "is refused:", "we advise against",
)  # fmt: skip


def sentences() -> Iterator[tuple[str, Callable[[], object]]]:
    """What each text honours, breaks, refuses, and knows of the industry's own words."""
    for number in range(_TEXTS):
        yield str(number), partial(_judged, some_text(number))


def some_text(number: int) -> str:
    """Up to 24 pieces in any order, the same ones for the same number."""
    chance = random.Random(f"text {number}")
    return " ".join(chance.choice(_PIECES) for _ in range(chance.randrange(3, 25)))


def _judged(answer: str) -> object:
    return (
        [honours(answer, rule, CLINIC) for rule in CLINIC.must],
        [offences(answer, rule, CLINIC) for rule in CLINIC.never],
        refuses("May we move patient data abroad?", answer, CLINIC),
        own_words(answer, CLINIC),
    )
