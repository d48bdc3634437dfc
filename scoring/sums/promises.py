"""What a plan promises in its first words against the list of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.sums.known import Known, same
from scoring.sums.parts import broken_total
from scoring.sums.reading import BrokenSum, Reading, overlaps

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|[2-9]|10) (?:[a-z-]+ ){{0,2}}"
    r"(?:changes|steps|measures|actions|levers|moves|items|things|ideas|recommendations|projects)\b"
)
_BELOW = re.compile(r"\bbelow\b|\bfollowing\b|\bthese\b|:$")
_CHOICE = re.compile(
    r"\b(?:options?|either|choose|pick|variants?|ways?|scenarios?|cases?|plan [a-c]|of these"
    r"|already)\b"
)
_AROUND = 300
"""Characters before and behind a list that may say that its steps are not to be added."""


def broken_promise(
    known: Known, reading: Reading, lists: list[list[int]], steps: list[list[int | None]]
) -> Iterator[BrokenSum]:
    """ "Five changes save $890,000 a year" and five steps that save $620,000.

    `lists` are the blocks of each list, `steps` the amount that each of those contributes.
    """
    for blocks, amounts in zip(lists, steps, strict=True):
        parts = [i for i in amounts if i is not None]
        if len(parts) < 2 or len({reading.quantities[i].currency for i in parts}) > 1:
            continue
        start, end = reading.text.blocks[blocks[0]].start, reading.text.blocks[blocks[-1]].end
        around = reading.lower[max(0, start - _AROUND) : end + _AROUND]
        if _CHOICE.search(around):
            continue
        promised = _promised(reading, blocks[0], len(blocks), parts[0])
        if promised is not None:
            yield from broken_total(reading, promised, amounts, around)
        if all(reading.saves[i] for i in parts) and not overlaps(around):
            yield from _more_than_all(known, reading, parts)


def _promised(reading: Reading, block: int, many: int, first: int) -> int | None:
    """The amount before a list that says what its steps save together."""
    for i in range(first - 1, max(-1, first - 15), -1):
        if not reading.saves[i] or reading.block_of(i) not in (0, block - 1):
            continue
        said = reading.sentence(i)
        counted = _COUNTED.search(said)
        if counted:
            number = counted[1]
            is_all = many == (_NUMBERS.index(number) + 2 if number in _NUMBERS else int(number))
        else:
            is_all = _BELOW.search(said) is not None
        return i if is_all else None
    return None


def _more_than_all(known: Known, reading: Reading, parts: list[int]) -> Iterator[BrokenSum]:
    """Steps that together save more than is spent."""
    first = reading.quantities[parts[0]]
    if first.currency not in known.spent or not first.period:
        return
    yearly, said = known.spent[first.currency]
    like = first._replace(period="year")
    each = [same(reading.quantities[i], like) for i in parts if reading.quantities[i].period]
    total = sum(q.low for q in each if q is not None)
    if total > 1.05 * yearly:
        yield BrokenSum(
            f"its steps promise to save {' + '.join(reading.said(i) for i in parts)}, more than "
            f"all that is spent ({said})",
            reading.shown(*parts),
        )
