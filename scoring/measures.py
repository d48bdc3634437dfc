"""Measures of success: how one will know that the advice worked."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.reading import Reading
from scoring.words import stem_set

_WORDS = stem_set(
    """measure metric kpi target goal success track watch monitor report baseline indicator
        yardstick yard-stick threshold review compare verify check done finished alert coverage
        weekly monthly daily score satisfaction judge"""
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A sentence that says what to watch; `exact` when it also says which value is right."""

    start: int
    end: int
    sentence: int
    exact: bool


def find_measures(reading: Reading) -> tuple[Measure, ...]:
    """The sentences that name something to watch, and whether they name its value."""
    text = reading.text
    figured = {number for _, number in reading.quantities}
    return tuple(
        Measure(text.sentences[n].start, text.sentences[n].end, n, n in figured)
        for n in reading.told
        if not _WORDS.isdisjoint(reading.parts[n])
    )
