"""One of the processes that share the features out: it takes one after another."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from support.redaction import concealed
from support.results import RunResults, ScenarioResult

PLACE = 2
"""Bytes of a place in the pipe; all places of 32,768 features fit into it at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a process says of the feature at `place`: that it began, or what came of it."""

    place: int
    scenarios: tuple[ScenarioResult, ...] | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """A process has run out of features; `failed` as Behave has it."""

    failed: bool
    interrupted: bool
    printed: str = ""


def work(runner: Any, features: Sequence[Any], places: int, line: Connection) -> None:
    """One process: a run of Behave over whatever features are still to be taken."""
    printed = io.StringIO()
    sys.stdout = printed
    for formatter in runner.formatters:
        if formatter.stream_opener.name is None:
            formatter.stream = formatter.stream_opener.stream = printed
    results: RunResults = runner.suite.results

    def hand_over(place: int) -> None:
        line.send(Told(place, tuple(results.scenarios), concealed(printed.getvalue())))
        results.scenarios.clear()
        printed.seek(0)
        printed.truncate()

    def taken() -> Iterator[Any]:
        while place := os.read(places, PLACE):
            number = int.from_bytes(place)
            line.send(Told(number))
            yield features[number]
            hand_over(number)

    failed = True
    try:
        failed = runner.run_features(taken())
    except KeyboardInterrupt:
        runner.abort(reason="KeyboardInterrupt")
    finally:
        runner.suite.close()
        line.send(End(bool(failed), bool(runner.aborted), concealed(printed.getvalue())))
        line.close()
