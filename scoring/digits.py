"""Digits that belong to somebody: the ways in which they are told, whole or in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scoring.spellings import DIGITS, digit_runs

HALF, MOST = DIGITS // 2, 12
"""Digits of a secret that prove it with its other half, and those that prove it alone."""

Secrets = dict[bytes, list[tuple[bytes, str, str]]]
"""Ways to tell secrets, by their first sixteen digits: each with what it is, and the secret."""

_TELLING = re.compile(rf"(?:^|-)((?:[0-9a-f]-?){{{DIGITS},}})$")

_NUMBER = re.compile(rb"[0-9]{%d,}" % DIGITS)
_IS_DECIMAL = bytes(48 if chr(code) in "0123456789" else 122 for code in range(256))
_LONG = b"0" * DIGITS


def digits_of(thing: str) -> bytes:
    """The hexadecimal digits that it ends in, in lower case; none where they are too few."""
    found = _TELLING.search(thing.casefold())
    return found[1].replace("-", "").encode() if found else b""


def seen(secrets: Secrets, views: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """The secrets that stand in one of these views of a text, each with how it is told."""
    for run in digit_runs(views):
        for at in range(len(run) - DIGITS + 1):
            for way, how, thing in secrets.get(run[at : at + DIGITS], ()):
                if run.startswith(way, at):
                    yield thing, how


def secrets_of(belongings: Iterable[str], own: Iterable[str]) -> Secrets:
    """The digits of each secret in all ways to tell them, by the first sixteen of them."""
    mine = [digits_of(thing) for thing in own]
    secrets: Secrets = {}
    for thing in belongings:
        digits = digits_of(thing)
        if digits and not any(digits in each for each in mine):
            for way, how in ways(digits).items():
                secrets.setdefault(way[:DIGITS], []).append((way, how, thing))
    return secrets


def ways(digits: bytes) -> dict[bytes, str]:
    """The digits forwards, backwards, and of short ones their number, each with what it is."""
    numbers = numbers_of(digits) if len(digits) == DIGITS else {}
    return numbers | {digits[::-1]: "", digits: ""}


def numbers_of(digits: bytes) -> dict[bytes, str]:
    """The number that they write, where it is long enough to be no chance, with what it is."""
    number = int(digits, 16)
    told = {b"%d" % number: "as a decimal number", f"{number:b}".encode(): "as a binary number"}
    return {each: how for each, how in told.items() if len(each) >= DIGITS}


def numbers_in(view: bytes) -> list[bytes]:
    """The decimal digits in a row, where there are enough of them."""
    return _NUMBER.findall(view) if _LONG in view.translate(_IS_DECIMAL) else []


class Parts:
    """Secrets that are told in part: most of their digits, or one half here and the other there."""

    def __init__(self, things: Iterable[str]) -> None:
        found = {thing: digits_of(thing) for thing in things}
        self._digits = {thing: each for thing, each in found.items() if len(each) == DIGITS}
        self._halves: set[tuple[str, int]] = set()

    def seen(self, views: Sequence[bytes]) -> Iterator[tuple[str, str]]:
        """The secrets of which these views hold enough, with all that was looked at before."""
        for thing, digits in self._digits.items():
            for half in (0, HALF):
                if any(digits[half : half + HALF] in view for view in views):
                    self._halves.add((thing, half))
            most = (digits[:MOST], digits[-MOST:])
            if any(part in view for view in views for part in most):
                yield thing, "but for a few digits"
            elif {(thing, 0), (thing, HALF)} <= self._halves:
                yield thing, "in two halves"
