"""The gate against saying the same again, and against words in no order."""

from __future__ import annotations

from scoring.gates.gate import ClosedGate
from scoring.reading import Reading, Says

_REPEATED = 0.55
_DISORDERED = 0.3
_BROKEN = 0.024
"""The share of words out of order: of 570 labelled answers terse honest ones reach 0.016, shuffled
and heaped ones start at 0.028."""
_FRAGMENT = 3
_FRAGMENTS = 0.5
_SHORT, _MOSTLY, _HELD = 8, 0.8, 0.32
"""Sentences of so few words, their share, and the share of words that hold sentences together:
honest notes have short sentences or few such words, heaped keywords both."""


def redundancy(reading: Reading) -> ClosedGate | None:
    """Closed when more than half of the words only repeat others."""
    share = reading.share(Says.REPEATED)
    if share < _REPEATED:
        return None
    return ClosedGate("redundancy", f"{share:.0%} of it repeats what it had said before")


def stuffing(reading: Reading) -> ClosedGate | None:
    """Closed when words stand in no order, as heaped keywords or shuffled sentences do."""
    if reading.disorder > _BROKEN:
        return ClosedGate(
            "stuffing", "its words do not form sentences: they stand in no order", 0.3
        )
    text = reading.text
    if not text.tokens:
        return None
    loose = sum(
        each.last - each.first
        for each in text.sentences
        if each.last - each.first <= _FRAGMENT and text.clean[each.end - 1] in ".!"
    )
    if loose > _FRAGMENTS * len(text.tokens):
        return ClosedGate(
            "stuffing",
            f"{loose} of its {len(text.tokens)} words stand in fragments of three words or fewer",
            0.3,
        )
    return None


def heaping(reading: Reading) -> ClosedGate | None:
    """Closed when hardly any word holds the others to sentences, or all of these are short.

    Only where advice in English is wanted: elsewhere a list of names or another language may be.
    """
    text = reading.text
    if reading.share(Says.DISORDER) > _DISORDERED:
        return ClosedGate("stuffing", "its words are heaped: nothing holds them to sentences", 0.3)
    short = sum(
        each.last - each.first for each in text.sentences if each.last - each.first <= _SHORT
    )
    names = sum(map(reading.classes.count, "xV"))
    others = len(text.tokens) - reading.classes.count("n")
    if short > _MOSTLY * len(text.tokens) and others - names < _HELD * others:
        return ClosedGate(
            "stuffing", "its words are strung together: hardly any hold them to sentences", 0.3
        )
    return None
