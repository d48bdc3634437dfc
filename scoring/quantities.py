"""Quantities in a text: amounts of money, shares, durations and counts, with their units.

What is read is the same in every letter case, and the time taken grows with the length alone:
no pattern here tries a character again after giving it up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from scoring.amounts import DIGITS, SPELLED, Quantity, read_one
from scoring.numerals import MAGNITUDES

__all__ = ["MOST", "Quantity", "find_quantities"]

_NO_NUMBER = re.compile(
    r"[0-9]++(?:/[0-9]++)++(?![0-9.,%]| ?=)|[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}(?![0-9])"
)
_RATIOS = {"1/2": 50.0, "1/3": 100 / 3, "2/3": 200 / 3, "1/4": 25.0, "3/4": 75.0}

MOST = 800
"""Numbers that are read of a text in digits, and as many in words; nobody checks more."""


@lru_cache(maxsize=256)  # several judgements ask for those of one answer
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a clean text (NFKC, plain dashes) in the order in which they stand.

    Names ("GPT-4o", "H100", "p95"), times of day, versions and numbers of lists are none.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    lower = f"\n{lower}\n"  # so that what is looked at before and behind a number always exists
    found = [*islice(DIGITS.finditer(lower), MOST), *islice(SPELLED.finditer(lower), MOST)]
    found.sort(key=re.Match.end)
    quantities: list[Quantity] = []
    skip = 0
    for each in found:
        start, end = each.span(1)
        if each.re is DIGITS:
            start = each.start()
            if start < skip:
                continue
            if lower[end] in "/:-" and (other := _NO_NUMBER.match(lower, start)):
                skip = other.end()
                if share := _RATIOS.get(other[0]):
                    place = (start - 1, skip - 1, share, share, share, 0.0, "percent")
                    quantities.append(Quantity(*place))
                continue
        elif start < skip:
            continue
        if (read := read_one(lower, each, start, end)) is not None:
            _add(lower, quantities, read)
            skip = read.end + 1
    return tuple(quantities)


def _add(lower: str, quantities: list[Quantity], read: Quantity) -> None:
    """Put a quantity behind the others, or make a range of it and the last one."""
    last = quantities[-1] if quantities else None
    if last is None or read.start - last.end > 5 or last.kind == "date":
        quantities.append(read)
        return
    gap = lower[last.end + 1 : read.start + 1]
    if gap == " " and lower.startswith("minus", read.start + 1):  # "15 minus 3"
        read = read._replace(start=read.start + 6, value=-read.value, low=-read.low, high=-read.low)
    joint = gap.strip()
    before = lower[max(0, last.start - 7) : last.start + 1]
    if joint not in ("-", "to", "and") or (joint == "and" and not before.endswith("between ")):
        quantities.append(read)
        return
    bare = last.kind == "count" and not last.unit and not last.period
    if bare and read.kind not in ("count", "ordinal"):  # "2.0 to 1.4 cents", "10-15%"
        scale = 1.0
        if read.kind == "money" and read.step and _is_cents(lower, read):
            scale = 0.01
        last = _like(last, read, scale)
        quantities[-1] = last
    elif last.kind == "money" and read.kind == "count" and not read.unit:  # "$10-15k"
        read = read._replace(kind="money", currency=last.currency)
    elif last.kind == "ordinal" and read.kind == "count":  # "weeks 2-3"
        read = read._replace(kind="ordinal", unit=last.unit)
    worth = lower[read.end]
    if last.kind == "money" and worth in "km" and lower[last.end].isdigit():  # "$10-15k"
        last = _like(last, read, MAGNITUDES[worth])
    if gap == " - " and lower[read.end + 1 : read.end + 4] in (" - ", " + ", " = "):
        quantities.append(read)  # "2 - 3 - 4 = -5"
        return
    changes = joint == "to" and (
        before.endswith(("from ", "from about "))
        # "falls by $890,000 to $1,380,000": too wide for a range
        or (before.endswith("by ") and read.kind == "money" and read.value > 1.4 * last.value)
    )
    if last.is_range or read.is_range or changes or not _can_span(last, read, gap):
        quantities.append(read)
        return
    quantities[-1] = read._replace(
        start=last.start,
        value=(last.value + read.value) / 2,
        low=last.value,
        high=read.value,
        approximate=last.approximate,
        bound=last.bound,
    )


def _can_span(last: Quantity, read: Quantity, gap: str) -> bool:
    if last.value >= read.value or last.kind != read.kind or last.currency != read.currency:
        return False
    if last.unit != read.unit and last.unit:
        return False
    return gap != " - " or not last.unit


def _is_cents(lower: str, read: Quantity) -> bool:
    words = lower[read.start + 1 : read.end + 1]
    return "cent" in words or "¢" in words or "pence" in words


def _like(bare: Quantity, full: Quantity, scale: float) -> Quantity:
    """A bare number read as the one behind it, which has the unit of both."""
    value = bare.value * scale
    return bare._replace(
        value=value,
        low=value,
        high=value,
        step=bare.step * scale,
        kind=full.kind,
        currency=full.currency,
        unit=full.unit,
    )
