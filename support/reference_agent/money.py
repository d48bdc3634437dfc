"""Money without loose change: USD amounts that are printed add up as printed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

#: Savings are claimed in steps of this many dollars, always rounded down.
SAVING_STEP = 100

_DOLLARS = re.compile(r"\$\d{1,3}(?:,\d{3})+|\$\d+")


def dollars(amount: float | Decimal) -> int:
    """A cost of zero or more in whole dollars, halves rounded up."""
    return math.floor(float(amount) + 0.5)


def apportion(parts: Mapping[str, Decimal]) -> dict[str, int]:
    """Whole dollars for each part, adding up to the whole dollars of the sum.

    The parts with the largest fractions are rounded up (largest remainder method), so no part is
    off by a dollar or more.
    """
    whole = {name: math.floor(part) for name, part in parts.items()}
    missing = dollars(sum(parts.values(), Decimal(0))) - sum(whole.values())
    by_fraction = sorted(parts, key=lambda name: whole[name] - parts[name])
    for name in by_fraction[:missing]:
        whole[name] += 1
    return whole


def claimable(saving: float | Decimal) -> int:
    """A computed saving as it may be promised: rounded down to `SAVING_STEP`."""
    return int(saving // SAVING_STEP) * SAVING_STEP


def usd(amount: int) -> str:
    """`1234` as `$1,234`; a loss as `-$1,234`."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,}"


_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def in_words(number: int) -> str:
    """`no`, `one` ... `twelve`, `13`."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def counted(number: int, noun: str) -> str:
    """`one change`, `twelve changes`, `13 changes`."""
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"


def amounts_in(text: str) -> list[int]:
    """Every dollar figure printed in `text`, in whole dollars."""
    return [int(found.replace("$", "").replace(",", "")) for found in _DOLLARS.findall(text)]
