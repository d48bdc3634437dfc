"""Totals in running text against the sentences before them that give their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.quantities import Quantity
from scoring.sums.equations import result_of
from scoring.sums.parts import wrong_total
from scoring.sums.reading import BrokenSum, Reading, comparable, fits, overlaps, sums_of

_RESULT = re.compile(
    r"(?:\banother|\bis|\bis about|\bcosts?|\bcome to|\bcomes to|=|\bfor|:)(?: about)? ?$"
)
_TOTAL = re.compile(
    r"(?:\b(?:the|a|your) (?:new |monthly |combined )*(?:total|sum)"
    r" (?:is|comes to|would be|becomes)"
    r"|(?:^|[.;:] ?)(?:together|sum|altogether|all told|in all|in total|combined|total)\b[:,]?"
    r"(?: (?:that|this|it) (?:is|makes|comes to|saves)| they (?:save|cut|take))?"
    r"|(?:^|[.;,:] ?)(that|this|which|it all|all of it) (?:makes|totals|adds up to|comes to))"
    r"(?: (?:about|roughly|around|some))? ?$"
)
_IN_ALL = re.compile(r" (?:in (?:all|total)|altogether|all told|combined)\b")
_CLOSES = re.compile(r"[^,;:]*(?:[,;:]|, so| -)(?: (?:so|or|that is|about|roughly))* ")
_BACK = 16
"""Figures before a total among which its parts stand."""


def broken_runs(reading: Reading) -> Iterator[BrokenSum]:
    """Every total that closes a sentence, or follows the sentences, of its parts."""
    for i, q in enumerate(reading.quantities):
        if i > 1 and q.kind == "money" and not q.per:
            if (said := _TOTAL.search(reading.before(i))) and result_of(reading, i) == i:
                parts = _sentence_parts(reading, i)
                if len(parts) > 1 and (said[1] is None or all(reading.saves[k] for k in parts)):
                    yield from _check(reading, i, parts, reading.sentence_of[parts[0]] - 1)
                elif said[1] is None:
                    parts = _amounts(reading, i, reading.sentence_of[i] - 1)
                    if not any(fits(reading.quantities[k].value, q) for k in parts):
                        yield from _check(reading, i, parts, 0)
            if _IN_ALL.match(reading.after(i)) and _CLOSES.fullmatch(reading.gap(i - 1)):
                parts = _amounts(reading, i, reading.sentence_of[i])
                if q.value > max((reading.quantities[k].value for k in parts), default=q.value):
                    yield from _check(reading, i, parts, 0)


def _check(reading: Reading, i: int, parts: list[int], since: int) -> Iterator[BrokenSum]:
    """Nothing where the parts, some that stand side by side, or a difference give the total."""
    whole = reading.quantities[i]
    if len(parts) < 2 or any(reading.before(k).endswith(" at ") for k in parts):
        return  # "three at $8,000 and two at $5,000"
    earlier = _amounts(reading, i, since)
    saved = [k for k in earlier if reading.saves[k]]
    values = [[reading.quantities[k].value for k in some] for some in (parts, saved, earlier)]
    exact = whole._replace(step=min(whole.step, 0.001 * whole.value))
    differences = [a - b for a in values[2] for b in values[2]]
    if all(reading.saves[k] for k in parts):
        differences = []  # then the total is what they come to, whatever else it may equal
    explained = (
        any(_is_run(whole, each) for each in values)
        or any(fits(each, whole, 0.005 * whole.value) for each in differences)
        or any(fits(total, exact) for total in sums_of(values[2]))
    )
    if not explained and not overlaps(reading.sentence(i)):
        yield wrong_total(reading, i, parts)


def _is_run(whole: Quantity, values: Sequence[float]) -> bool:
    """Whether values that stand side by side come to an amount."""
    for first in range(len(values)):
        total = 0.0
        for count, value in enumerate(values[first:]):
            total += value
            if count and fits(total, whole, 0.005 * total):
                return True
    return False


def _amounts(reading: Reading, i: int, since: int) -> list[int]:
    """The amounts before a total that may be parts of it, from one sentence on."""
    whole = reading.quantities[i]
    return [
        k
        for k in range(max(0, i - _BACK), i)
        if reading.sentence_of[k] >= since
        and comparable(reading.quantities[k], whole)
        and not reading.quantities[k].per
    ]


def _sentence_parts(reading: Reading, i: int) -> list[int]:
    """What each of the sentences right before a total, and its own beginning, contributes."""
    here, block = reading.sentence_of[i], reading.block_of(i)
    parts: list[int] = []
    amounts = _amounts(reading, i, 0)
    for sentence in range(here, max(-1, here - 9), -1):
        inside = [k for k in amounts if reading.sentence_of[k] == sentence]
        given = [k for k in inside if reading.saves[k]]
        given = given or [k for k in inside if _is_result(reading, k)]
        if sentence != here and (not given or reading.text.sentences[sentence].block != block):
            break
        if sentence < here - 1 and len(given) > 1:
            break
        parts = given + parts
        if len(given) > 1:
            break
    return parts


def _is_result(reading: Reading, k: int) -> bool:
    before = reading.before(k)
    if before.strip() in ("and", "and about") and k:
        before = reading.before(k - 1)
    return _RESULT.search(before) is not None
