"""What people see while they wait: each feature, one line a scenario, and why one did not hold."""

from __future__ import annotations

import logging
import shutil
import textwrap
from collections import deque
from time import monotonic
from typing import Any

from behave.formatter.base import Formatter

from support.evidence.clean import one_line
from support.evidence.outcome import Ending, defuse, ending, selected, title
from support.evidence.scorecard import SIGNS, WIDTH, for_stream
from support.verdict import Outcome

COLOURS = {
    Outcome.MET: "32",
    Outcome.NOT_MET: "31",
    Outcome.NOT_MEASURED: "33",
    Outcome.NOT_SUPPORTED: "2",
    Outcome.BROKEN: "35",
}
_INDENT = " " * 19


class Console(Formatter):  # type: ignore[misc]
    """Behave's formatter `golden`; on a terminal it also shows what runs right now."""

    name = "golden"
    description = "One line a scenario, with its outcome and the reason, and no stack traces."

    def __init__(self, stream_opener: Any, config: Any) -> None:
        super().__init__(stream_opener, config)
        self.stream = self.open()
        self._terminal = bool(getattr(self.stream, "isatty", lambda: False)())
        self._colour = config.has_colored_mode(self.stream)
        self._headline: str | None = None
        self._scenario: Any = None
        self._started = 0.0
        self._steps: deque[Any] = deque()
        # Behave logs each skipped scenario as a warning; it is a line of ours already.
        logging.getLogger("behave").addFilter(_is_no_skip)

    def feature(self, feature: Any) -> None:
        """A feature begins; its headline waits until something of it really runs."""
        self._headline = one_line(str(feature.name or feature.keyword))

    def scenario(self, scenario: Any) -> None:
        """A scenario begins, which also means that the one before has ended."""
        self._finish()
        if selected(scenario, self.config):
            self._scenario, self._started = scenario, monotonic()
            self._steps.clear()
            self._live("")

    def step(self, step: Any) -> None:
        """A step that is going to run."""
        self._steps.append(step)

    def match(self, match: Any) -> None:  # noqa: ARG002 - Behave's interface
        """The next step runs now."""
        if self._steps and self._scenario is not None:
            step = self._steps.popleft()
            self._live(f": {step.keyword} {step.name}")

    def result(self, step: Any) -> None:
        """A step has ended; only its scenario's end is worth a line."""
        defuse(step)

    def eof(self) -> None:
        """The feature has ended."""
        self._finish()

    def close(self) -> None:
        """The run has ended."""
        self._finish()
        self.stream.flush()
        self.close_stream()

    def _finish(self) -> None:
        scenario, self._scenario = self._scenario, None
        if scenario is None:
            return
        self._clear()
        end = ending(scenario)
        if end is None and not self.config.dry_run:
            return  # stopped before its first step
        if self._headline is not None:
            self._write(f"\n{self._painted(self._headline, '1')}\n")
            self._headline = None
        self._write(self._report(scenario, end, monotonic() - self._started))
        self.stream.flush()

    def _report(self, scenario: Any, end: Ending | None, seconds: float) -> str:
        if end is None:
            return f"  · not run        {title(scenario)}\n"
        time = "" if end.outcome is Outcome.NOT_SUPPORTED else f"{seconds:.1f} s"
        label = f"  {SIGNS[end.outcome]} {end.outcome.words:<13}  "
        room = WIDTH - len(label) - 9
        first, *rest = textwrap.wrap(title(scenario), room) or [""]
        lines = [f"{self._painted(label, COLOURS[end.outcome])}{first:<{room}} {time:>8}".rstrip()]
        lines += [_INDENT + line for line in rest]
        if end.sentence:
            lines += _wrapped(end.sentence)
        if end.reason:
            lines += _wrapped(f"→ {one_line(end.reason)}")
        if end.sentence:
            lines += [f"{_INDENT}({scenario.location})"]
        return "\n".join(lines) + "\n"

    def _live(self, what: str) -> None:
        if self._terminal and self._scenario is not None:
            columns = shutil.get_terminal_size((WIDTH, 24)).columns
            line = one_line(f"… {title(self._scenario)}{what}", 500)
            self._clear()
            self._write(f"  {line}"[: columns - 1])
            self.stream.flush()

    def _clear(self) -> None:
        if self._terminal:
            self._write("\r\x1b[2K")

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _write(self, text: str) -> None:
        self.stream.write(for_stream(text, self.stream))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT + "  ",
        break_on_hyphens=False,
    )


def _is_no_skip(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("SKIP ")
