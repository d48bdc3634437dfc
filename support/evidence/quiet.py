"""The last look at what leaves the process beside the reports: its two streams, and JUnit's files.

Behave writes what steps print and log into the JUnit report, and what hooks meet to the terminal,
as they are; whatever the process conceals is taken out on the way.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behave.reporter.junit import JUnitReporter

from support.redaction import concealed


class _Quiet:
    """A stream that is written to without what is concealed; all else is the stream's own."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes the text as it may be shown."""
        self._stream.write(concealed(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def streams() -> Iterator[None]:
    """Nothing that is printed within the block shows what the process conceals."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Quiet(before[0]), _Quiet(before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _QuietJUnit(JUnitReporter):  # type: ignore[misc]
    """Behave's report for build servers, without what the process conceals."""

    def feature(self, feature: Any) -> None:
        """Writes the file of one feature."""
        super().feature(feature)
        name = f"TESTS-{self.make_feature_filename(feature)}.xml"
        path = Path(self.config.junit_directory) / name
        if path.is_file():
            written = path.read_text(encoding="utf-8")
            if (kept := concealed(written)) != written:
                path.write_text(kept, encoding="utf-8")


def junit(reporters: list[Any]) -> None:
    """Puts a quiet reporter in the place of each that writes for build servers."""
    reporters[:] = [
        _QuietJUnit(each.config) if type(each) is JUnitReporter else each for each in reporters
    ]
