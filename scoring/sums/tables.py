"""Tables: the rows of a column against its total."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.sums.grid import TOTAL, UNPRICED, broken_grid
from scoring.sums.parts import broken_total
from scoring.sums.reading import BrokenSum, Reading

_WIDEST = 24
"""Quantities that are read of one row of a table."""


def broken_table(
    reading: Reading, rows: list[int], inside: dict[int, list[int]]
) -> Iterator[BrokenSum]:
    """Every column of a table whose total its rows do not give."""
    if len(rows) < 3:
        return
    cells = [_cells(reading, row, inside.get(row, [])) for row in rows]
    width = max(len(row) for row in cells)
    head = reading.text.blocks[rows[0]]
    names = reading.lower[head.start : head.end].split(" | ")
    names = [""] * (width - len(names)) + names  # the corner of a table may be empty
    around = reading.lower[max(0, head.start - 300) : reading.text.blocks[rows[-1]].end + 400]
    labels = [_label(reading, row) for row in rows]
    yield from broken_grid(reading, cells, labels, names)
    since = 1
    for at, row in enumerate(cells[1:], 1):
        if not TOTAL.search(labels[at]):
            continue
        for place, total in enumerate(row):
            if total is None or place == 0:
                continue
            wrong = []
            for offset in {0, width - len(row)} if len(row) <= width else ():
                if offset + place < len(names) and UNPRICED.search(names[offset + place]):
                    continue
                column = [_aligned(each, place, offset, len(row)) for each in cells[since:at]]
                if sum(each is not None for each in column) > 1:
                    wrong.append(list(broken_total(reading, total, column, around)))
            if wrong and all(wrong):
                yield from wrong[0]
        since = at + 1


def _label(reading: Reading, row: int) -> str:
    block = reading.text.blocks[row]
    return reading.lower[block.start : block.end].partition(" | ")[0]


def _cells(reading: Reading, row: int, quantities: list[int]) -> list[int | None]:
    """For each cell of a row the one quantity in it that has a kind of amount, if there is one."""
    block = reading.text.blocks[row]
    cells: list[int | None] = []
    at = block.start
    left = quantities[:_WIDEST]
    for cell in reading.lower[block.start : block.end].split(" |", _WIDEST):
        end = at + len(cell)
        here = [i for i in left if at <= reading.quantities[i].start < end]
        shown = [i for i in here if len(cell.strip(" ~*()")) <= _length(reading, i) + 12]
        cells.append(shown[0] if len(shown) == 1 and len(here) == 1 else None)
        at = end + 2
    return cells


def _length(reading: Reading, i: int) -> int:
    return reading.quantities[i].end - reading.quantities[i].start


def _aligned(row: list[int | None], place: int, offset: int, size: int) -> int | None:
    """The cell above a total; a row that lost empty cells lost them in front or behind."""
    at = place if len(row) == size else place + offset
    return row[at] if at < len(row) else None
