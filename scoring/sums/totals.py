"""Totals against the parts that stand before them, in tables, lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from scoring.sums.equations import result_of
from scoring.sums.known import Known
from scoring.sums.parts import broken_total
from scoring.sums.promises import broken_promise
from scoring.sums.reading import BrokenSum, Reading
from scoring.sums.runs import broken_runs
from scoring.sums.tables import broken_table

_TOTAL_BEFORE = re.compile(
    r"(?:\b(?:total|totals|sum|altogether|together|combined|all told|all in|in all|in total)\b"
    r"|\badds? up to|\badding up to)"
    r"(?:,? (?:savings?|saved|is|are|of|about|around|roughly|these|they|this|that|save|saves|cost"
    r"|costs|effect|reduction|to|a|comes|come|monthly|yearly|annual|now|potential|estimated|cut"
    r"|cuts|roughly|makes|make|some|gives|usd|eur|gbp|chf|inr))*[ :,~=]*$"
)
_LEVEL = re.compile(r"\b(?:cost|costs|bill|spend|spending|effort|price|invoice|budget|fee)\b")
_NUMBERED = re.compile(r"(?:^|[.:;!?)] )\(?\d{1,2}[.)] ")


def broken_totals(known: Known, reading: Reading) -> Iterator[BrokenSum]:
    """Every stated total that its parts do not give."""
    inside: dict[int, list[int]] = {}
    for i in range(len(reading.quantities)):
        inside.setdefault(reading.block_of(i), []).append(i)
    named = {
        i
        for i, q in enumerate(reading.quantities)
        if q.kind == "money" and _TOTAL_BEFORE.search(reading.before(i))
    }
    blocks = reading.text.blocks
    for kind, group in groupby(range(len(blocks)), key=lambda each: blocks[each].kind == "row"):
        if kind:
            yield from broken_table(reading, list(group), inside)
    if named:
        yield from _lists(reading, inside, named)
    yield from broken_runs(reading)
    lists = [
        list(group)
        for kind, group in groupby(range(len(blocks)), key=lambda each: blocks[each].kind == "item")
        if kind
    ]
    steps = [[contribution(reading, inside.get(each, [])) for each in group] for group in lists]
    yield from broken_promise(known, reading, lists, steps)


def _lists(reading: Reading, inside: dict[int, list[int]], named: set[int]) -> Iterator[BrokenSum]:
    """A total behind a list whose every item has one amount."""
    text = reading.text
    items: list[int | None] = []
    after = 0
    for number, block in enumerate(text.blocks):
        if block.kind == "row":
            items = []
            continue
        here = inside.get(number, [])
        first = next((i for i in here if i in named), None)
        total = None if first is None else result_of(reading, first)
        if first is not None and total is None:
            items = []
        elif first is not None and total is not None and len(items) > 1 and after < 2:
            around = reading.lower[max(0, block.start - 600) : block.end + 300]
            if not _LEVEL.search(reading.before(first)):
                yield from broken_total(reading, total, items, around)
            items = []
        elif block.kind == "item":
            items = [] if after else items
            after = 0
            items.append(contribution(reading, here))
        else:
            after += 1
        if first is not None and total is not None and len(here) > 2:
            yield from _inline(reading, here, total)


def contribution(reading: Reading, here: list[int]) -> int | None:
    """The amount that an item saves, or the only one in it."""
    money = [i for i in here if reading.quantities[i].kind == "money"]
    saved = [i for i in money if reading.saves[i]]
    if len(saved) == 1:
        return saved[0]
    if len(money) > 1 and not saved and reading.before(money[-1]).endswith((": ", "= ")):
        return money[-1]  # "hardware, $1.1M over 48 months: $22,917"
    return money[0] if len(money) == 1 else None


def _inline(reading: Reading, here: list[int], total: int) -> Iterator[BrokenSum]:
    """A list inside a paragraph ("1. Route: $40,000. 2. Cache: $20,000. Total: $75,000")."""
    block = reading.text.blocks[reading.block_of(here[0])]
    marks = [m.start() for m in _NUMBERED.finditer(reading.lower, block.start, block.end)]
    if block.marker[:1].isdigit():
        marks.insert(0, block.start - 1)
    if len(marks) < 2:
        return
    place = reading.sentence_start(total)
    marks = [mark for mark in marks if mark < place] + [place]
    items = [
        contribution(reading, [i for i in here if start < reading.quantities[i].start < end])
        for start, end in pairwise(marks)
    ]
    if not _LEVEL.search(reading.before(total)):
        around = reading.lower[block.start : block.end]
        yield from broken_total(reading, total, items, around)
