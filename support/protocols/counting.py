"""Counting along with an agent that numbers what it sends in a run."""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST = 2**53
"""Beyond this JSON numbers are not the same everywhere (RFC 8259, section 6)."""


@dataclass(slots=True)
class Numbers:
    """The last number in order, and what other messages of the run were counted after it."""

    last: int = 0
    aside: set[int] = field(default_factory=set)

    def heard(self, number: int | None) -> None:
        """An event of the run has come: what comes after a gap is no reason to forget it."""
        if number is not None and number == self._next(number):
            self.last = number
            self.aside.clear()

    def counts(self, number: int | None) -> bool:
        """Whether a message that is no event of the run has the number of the next."""
        if number is None or number != self._next(number):
            return False
        self.aside.add(number)
        return True

    def _next(self, number: int) -> int:
        following = self.last + 1
        while following < number and following in self.aside:
            following += 1
        return following


def whole_number(value: object) -> int | None:
    """A number of an event; None for whatever is none. In JSON 1.0 is a whole number, too."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        return None
    return value
