"""Tables that name their currency once, above or at the head of a column, and then bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from scoring.quantities import Quantity
from scoring.text import Text

_SIGNS = {
    "$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP",
}  # fmt: skip
_CURRENCY = re.compile(r"[$€£]|\b(?:usd|eur|gbp|dollar|euro|pound)(?=s?\b)")
_PERIOD = re.compile(
    r"(?:\b(?:a|per|each) |/ ?)(hour|day|week|month|quarter|year)\b|\b(month|year|week|quarter)ly\b"
)
_COUNTS = re.compile(
    r"\b(?:users?|seats?|people|count|number|instances?|hours?|gpus?|share|qty|quantity|units?"
    r"|nodes?|requests?|tokens?|days?|weeks?|calls?|machines?|size|gb|tb|slots?|effort|when)\b|[%#]"
)
_LONGEST = 120
"""Characters of a line above a table that may say what its numbers are."""


def in_their_currency(text: Text, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities, bare numbers in such tables turned into amounts of money."""
    found = list(quantities)
    blocks = text.blocks
    for is_row, group in groupby(range(len(blocks)), key=lambda each: blocks[each].kind == "row"):
        rows = list(group) if is_row else []
        if len(rows) > 2:
            for place, currency, period in _priced(text, rows, quantities):
                q = quantities[place]
                found[place] = q._replace(kind="money", currency=currency, period=period)
    return tuple(found)


def _priced(
    text: Text, rows: Sequence[int], quantities: Sequence[Quantity]
) -> Iterator[tuple[int, str, str]]:
    """The places of bare numbers that fill their cells, with currency and period."""
    heads = _cells(text, rows[0])
    above = ""
    if rows[0]:
        block = text.blocks[rows[0] - 1]
        line = text.lower[block.start : block.end]
        above = line if len(line) <= _LONGEST and not re.search(r"\d", line) else ""
    if not _CURRENCY.search(above) and not any(_CURRENCY.search(said) for _, _, said in heads):
        return
    starts = {q.start: place for place, q in enumerate(quantities)}
    for row in rows[1:]:
        cells = _cells(text, row)
        if len(cells) > len(heads):
            continue
        for (start, end, said), (_, _, head) in zip(cells[1:], heads[1:], strict=False):
            own = _CURRENCY.search(head)
            named = own or (None if _COUNTS.search(head) else _CURRENCY.search(above))
            place = next((starts[at] for at in range(start, end) if at in starts), None)
            if named is None or place is None:
                continue
            q = quantities[place]
            if (
                q.kind == "count"
                and not q.unit
                and said.strip(" *~()") == text.lower[q.start : q.end].strip(" *~()")
            ):
                period = _PERIOD.search(head) or _PERIOD.search(above)
                yield place, _SIGNS[named[0]], (period[1] or period[2]) if period else ""


def _cells(text: Text, row: int) -> list[tuple[int, int, str]]:
    """Start, end and words of each cell."""
    block = text.blocks[row]
    cells, at = [], block.start
    for said in text.lower[block.start : block.end].split(" |"):
        cells.append((at, at + len(said), said))
        at += len(said) + 2
    return cells
