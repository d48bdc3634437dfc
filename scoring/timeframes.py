"""Times in a plan: when something is done, begins or is finished."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.reading import Reading
from scoring.words import word_set

_CALENDAR = word_set(
    "january february march april june july august september october november december q1 q2 q3 q4",
    " monday tuesday wednesday thursday friday today tomorrow tonight",
)


@dataclass(frozen=True, slots=True)
class Timeframe:
    """A time at `start` to `end` of the clean text, and the number of its sentence."""

    start: int
    end: int
    sentence: int


def find_timeframes(reading: Reading) -> tuple[Timeframe, ...]:
    """ "Week 4", "in six weeks", "by Friday", "before the end of Q2", "two days of work".

    A rate ("$5 a month") is no time of a plan, and neither is a figure without a unit.
    """
    found = [
        Timeframe(quantity.start, quantity.end, number)
        for quantity, number in reading.quantities
        if (quantity.kind == "duration" and not quantity.period) or quantity.kind == "ordinal"
    ]
    text = reading.text
    for number in reading.told:
        sentence = text.sentences[number]
        first, last = sentence.first, sentence.last
        if _CALENDAR.isdisjoint(text.tokens[first:last]):
            continue
        for at in range(first, last):
            if text.tokens[at] in _CALENDAR:
                found.append(Timeframe(text.starts[at], text.ends[at], number))
    return tuple(found)
