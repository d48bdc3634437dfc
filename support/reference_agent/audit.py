"""The last look before an answer goes out: no figure in it that no tool worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from support.reference_agent.money import amounts_in

_NUMBER = re.compile(r"\d[\d,]*")
_PERCENT = re.compile(r"(\d+)%")


class UntracedFigureError(Exception):
    """An answer prints figures that stand in no tool result of its run."""


def numbers_in(value: object) -> Iterator[int]:
    """Every whole number inside a tool result, also those inside its texts, signs dropped."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield abs(round(value))
    elif isinstance(value, str):
        yield from (int(found.replace(",", "")) for found in _NUMBER.findall(value))
    elif isinstance(value, dict):
        for part in value.values():
            yield from numbers_in(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from numbers_in(part)


def check_figures(answer: str, results: Iterable[dict[str, object]]) -> int:
    """How many dollar and percent figures `answer` prints; each must stand in `results`."""
    known = set(numbers_in(list(results)))
    printed = amounts_in(answer) + [int(found) for found in _PERCENT.findall(answer)]
    untraced = sorted(set(printed) - known)
    if untraced:
        raise UntracedFigureError(f"no tool worked these out: {untraced}")
    return len(printed)
