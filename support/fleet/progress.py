"""How far long work has come, on the terminal that the suite was started from."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

_AT_ONCE, _SPARSE = 1.0, 15.0
"""Seconds until something is shown on a terminal, and between two lines elsewhere."""


class Progress:
    """Says how many of how many were served and for how long it has taken.

    A terminal shows one line that changes and is wiped out at the end; a file or a pipe gets a
    line now and then. Short work shows nothing.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        # What is printed while a step runs belongs to its report; this is for whoever waits.
        self._stream = stream or sys.__stderr__
        self._began = self._said = time.monotonic()
        self._terminal = bool(self._stream and self._stream.isatty())
        self._shown = False

    def show(self, served: int, beside: Callable[[], str] = str) -> None:
        """Shows the count, and what else there is to say, if it is time to."""
        now = time.monotonic()
        took = now - self._began
        if self._stream is None or now - self._said < (_AT_ONCE if self._terminal else _SPARSE):
            return
        self._said, self._shown = now, True
        words = f"{served:,} of {self._total:,} customers served, {took:.0f} s"
        if more := beside():
            words += f": {more}"
        room = shutil.get_terminal_size().columns - 5
        self._write(f"\r\x1b[2K  … {words[:room]}" if self._terminal else f"{words}\n")

    def close(self) -> None:
        """Leaves the terminal as it was."""
        if self._shown and self._terminal:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text.encode(self._encoding, "replace").decode(self._encoding))
            self._stream.flush()

    @property
    def _encoding(self) -> str:
        return getattr(self._stream, "encoding", None) or "utf-8"
