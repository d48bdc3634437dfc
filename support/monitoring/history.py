"""The monitor's memory: the latest rounds in a file of bounded size, one JSON object a line.

The first line says which form the rest has. What cannot be read is kept aside and never in the
way; what can be read of it is taken over.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from support.evidence.writing import put
from support.monitoring.rounds import Round
from support.plurals import counted, were

VERSION = 1
_HEAD = "golden_path_monitoring"

MOST_ROUNDS = 500
"""Rounds that are kept: five days of one every quarter of an hour."""


def _say(words: str) -> None:
    sys.stderr.write(f"! {words}\n")


class History:
    """The latest rounds, the oldest first; `say` tells people what went wrong."""

    def __init__(
        self, path: Path, say: Callable[[str], None] = _say, most: int = MOST_ROUNDS
    ) -> None:
        self._path, self._say = path, say
        self.rounds: deque[Round] = deque(maxlen=most)
        self._lines = 0
        self._troubled = False
        self._load()

    def add(self, found: Round) -> None:
        """Keeps a round; where the file cannot be written, it says so once and goes on."""
        self.rounds.append(found)
        try:
            if self._lines == 0 or self._lines >= 2 * (self.rounds.maxlen or 1):
                self._write_anew()
            else:
                with self._path.open("ab") as file:
                    file.write(_line(found))
                self._lines += 1
        except OSError as error:
            if not self._troubled:
                self._say(f"the history {self._path} cannot be written ({error}); rounds go on")
            self._troubled = True
            return
        self._troubled = False

    def _write_anew(self) -> None:
        head = msgspec.json.encode({_HEAD: VERSION}) + b"\n"
        put(self._path, head + b"".join(map(_line, self.rounds)))
        self._lines = len(self.rounds)

    def _load(self) -> None:
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            self._set_aside(str(error))
            return
        version = _version(lines[0]) if lines else None
        if version != VERSION:
            told = "no version" if version is None else f"version {version}"
            self._set_aside(f"it has {told}, and this monitor reads version {VERSION}")
            return
        bad = 0
        for line in lines[1:]:
            try:
                self.rounds.append(msgspec.json.decode(line, type=Round))
            except msgspec.DecodeError:
                bad += 1
        if bad:
            kept = f"{counted(len(self.rounds), 'round')} of it {were(len(self.rounds))} taken over"
            self._set_aside(
                f"{bad} of its {counted(len(lines) - 1, 'round')} cannot be read; {kept}"
            )
        else:
            self._lines = len(lines) - 1

    def _set_aside(self, why: str) -> None:
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.aside-{number}")).exists():
            number += 1
        try:
            self._path.replace(aside)
            where = f"it was kept aside as {aside.name}"
        except OSError as error:
            where = f"it could not be kept aside ({error})"
        self._say(f"the history {self._path} is not used: {why}; {where}")


def _version(line: bytes) -> int | None:
    try:
        found = msgspec.json.decode(line, type=dict[str, int]).get(_HEAD)
    except msgspec.DecodeError:
        return None
    return found


def _line(found: Round) -> bytes:
    return msgspec.json.encode(found) + b"\n"
