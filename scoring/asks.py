"""Whether an answer takes up each thing that was asked for, and shows what it says of it."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.quantities import find_quantities
from scoring.score import Score, Span
from scoring.similarity import key_terms
from scoring.text import Text, read_text

SHOWN = {
    "amounts": frozenset({"money"}),
    "figures": frozenset({"money", "percent", "count", "size", "multiple", "duration"}),
    "words": frozenset[str](),
}
"""By what an answer may show something: which kinds of quantities must stand beside it."""

ENOUGH = 0.6
"""The share of an ask's own words that must stand together."""

_NEAR = 3
"""Sentences after the first that still belong to what it opened."""

_TITLE, _QUOTE = 60, 80
"""Characters of a title at most, and of a passage in an explanation."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked for, in words, and by what the answer is to show it; see `SHOWN`."""

    what: str
    by: str = "figures"


def answered(answer: str, ask: Ask) -> Score:
    """1 where a passage speaks of what was asked and shows it, else 0 with what is missing.

    A passage begins with a sentence, or two, that hold `ENOUGH` of the ask's own words, and goes on
    for a few more, up to the next title or paragraph; what shows it stands where the words are
    complete, or after.
    """
    text = read_text(answer)
    wanted = frozenset(key_terms(ask.what))
    if not wanted:
        return Score(ask.what, None, "these words say nothing that could be looked for")
    kinds = SHOWN[ask.by]
    places = [each.start for each in find_quantities(text.clean) if each.kind in kinds]
    passages = [found for at in range(len(text.sentences)) if (found := _passage(text, at, wanted))]
    for start, end in passages:
        if not kinds or any(start <= place < end for place in places):
            told = f'answered by "{_said(text, start, end)}"'
            return Score(ask.what, 1.0, told, (Span(start, end, "answered"),))
    if not passages:
        return Score(ask.what, 0.0, f"nothing is said about {ask.what}")
    told = f'{ask.what} is spoken of without {ask.by} ("{_said(text, *passages[0])}")'
    return Score(ask.what, 0.0, told)


def _passage(text: Text, at: int, wanted: frozenset[str]) -> tuple[int, int] | None:
    """From where the words are complete to the end of what belongs to them; None elsewhere."""
    first = text.sentences[at]
    here = wanted & frozenset(text.stems[first.first : first.last])
    start = first.start
    if len(here) < ENOUGH * len(wanted):
        if not here or at + 1 == len(text.sentences):
            return None
        second = text.sentences[at + 1]
        both = here | wanted & frozenset(text.stems[second.first : second.last])
        if len(both) < ENOUGH * len(wanted):
            return None
        start = second.start
    last = at
    while last + 1 < len(text.sentences) and last - at < _NEAR:
        block = text.sentences[last + 1].block
        new = text.blocks[block].paragraph != text.blocks[first.block].paragraph
        if block != first.block and (_is_title(text, block) or (new and last > at)):
            break
        if new and not _is_title(text, first.block):
            break
        last += 1
    return start, max(text.sentences[last].end, start)


def _is_title(text: Text, number: int) -> bool:
    """A heading, or a short line of its own that others follow."""
    block = text.blocks[number]
    if block.kind == "heading":
        return True
    said = text.clean[block.start : block.end].rstrip()
    return block.kind == "prose" and len(said) < _TITLE and said[-1:] not in ".!?"


def _said(text: Text, start: int, end: int) -> str:
    return text.clean[start : min(end, start + _QUOTE)].replace("\n", " ") + "…"
