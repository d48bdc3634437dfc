"""Numbers of things, as people write them."""

from __future__ import annotations


def plural(number: int, noun: str) -> str:
    """`promise` for one of them, `promises` for any other number."""
    return noun if number == 1 else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """`1 promise`, `2 promises`, `12,000 promises`."""
    return f"{number:,} {plural(number, noun)}"


def were(number: int) -> str:
    """`was` for one thing, `were` for any other number of them."""
    return "was" if number == 1 else "were"
