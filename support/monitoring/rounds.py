"""One round of the monitor: what a run of the suite came to, small enough to be kept for long."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

import msgspec

from support.evidence import summary
from support.evidence.clean import one_line
from support.evidence.unkept import CRITICAL, urgency
from support.plurals import counted, plural
from support.verdict import Direction, Limit, Outcome, readable

_MOST_REASON = 300
"""Characters of a reason that are kept: a sentence, not a transcript."""

_MOST_PROMISES = 300

_NOTHING = "nothing was judged: no scenario was selected"


class Figure(msgspec.Struct, frozen=True):
    """A figure of `summary.json`, in the unit that the feature states."""

    value: float | None
    unit: str
    limit: float | None
    tolerance: float | None
    direction: Direction
    outcome: Outcome
    harness_lag_ms: float | None = None

    @property
    def enforced(self) -> float | None:
        """The limit that decides, tolerance included."""
        if self.limit is None:
            return None
        return self._held_to(self.limit).enforced

    @property
    def told(self) -> str:
        """Value and limit as people write them; empty where one of them is missing."""
        if self.value is None or self.limit is None:
            return ""
        return f"{readable(self.value, self.unit)}, {self._held_to(self.limit)}"

    def _held_to(self, limit: float) -> Limit:
        return Limit(limit, self.unit, self.direction, self.tolerance or 0.0)


class Level(msgspec.Struct, frozen=True):
    """One service level of a round; `figure` is None where none was taken."""

    name: str
    outcome: Outcome
    reason: str
    figure: Figure | None = None


class Promise(msgspec.Struct, frozen=True):
    """One scenario of a round; `reason` is empty where it was kept."""

    feature: str
    name: str
    outcome: Outcome
    reason: str = ""
    critical: bool = False

    @property
    def urgency(self) -> int | None:
        """The place in the order in which people need to know; None where there is no need."""
        return urgency(self.outcome, critical=self.critical)


class Round(msgspec.Struct, frozen=True):
    """What one round came to.

    `at` is when it ended (Unix seconds), `took_s` how long it took, `lag_s` the greatest harness
    lag beside any of its timings, `questions` how many questions its recordings hold. `agent` and
    `profile` say whose round it is; both are empty in lines from before they were kept.
    """

    at: float
    took_s: float
    outcome: Outcome
    reason: str = ""
    levels: tuple[Level, ...] = ()
    promises: tuple[Promise, ...] = ()
    lag_s: float | None = None
    questions: int = 0
    agent: str = ""
    profile: str = ""

    def count(self, outcome: Outcome) -> int:
        """How many promises ended this way."""
        return sum(promise.outcome is outcome for promise in self.promises)

    @property
    def headline(self) -> str:
        """What people on call read: the outcome, and the first reason in one sentence."""
        if self.outcome is Outcome.MET:
            return f"met: {counted(self.count(Outcome.MET), 'promise')} kept"
        words = f"{self.outcome.words}: {self.reason}" if self.reason else self.outcome.words
        others = len(self.unkept) - 1
        return f"{words} (and {others} more {plural(others, 'promise')})" if others > 0 else words

    @property
    def unkept(self) -> list[Promise]:
        """The promises neither kept nor beyond the agent's protocol, the most urgent first."""
        bad = [(place, each) for each in self.promises if (place := each.urgency) is not None]
        return [each for _, each in sorted(bad, key=itemgetter(0))]


class _Judged(Figure, frozen=True, kw_only=True):
    name: str
    reason: str


class _Scenario(msgspec.Struct):
    feature: str
    name: str
    tags: list[str]
    outcome: Outcome
    reason: str
    figures: list[_Judged]


class _Summary(msgspec.Struct):
    version: int
    outcome: Outcome
    benchmarks: list[Level]
    scenarios: list[_Scenario]


def read(path: Path, at: float, took_s: float, questions: int = 0) -> Round:
    """The round that a `summary.json` tells of; raises `ValueError` where it cannot be read."""
    try:
        told = msgspec.json.decode(path.read_bytes(), type=_Summary)
    except (OSError, msgspec.DecodeError) as error:
        raise ValueError(f"the run left no results that can be read: {error}") from error
    if told.version != summary.VERSION:
        raise ValueError(f"{path} has version {told.version}; expected {summary.VERSION}")
    promises = tuple(
        Promise(
            each.feature,
            each.name,
            each.outcome,
            one_line(_reason(each), _MOST_REASON),
            CRITICAL in each.tags,
        )
        for each in told.scenarios[:_MOST_PROMISES]
    )
    lags = [f.harness_lag_ms for each in told.scenarios for f in each.figures if f.harness_lag_ms]
    levels = tuple(
        msgspec.structs.replace(level, reason=one_line(level.reason, _MOST_REASON))
        for level in told.benchmarks
    )
    found = Round(
        at,
        took_s,
        told.outcome,
        levels=levels,
        promises=promises,
        lag_s=max(lags) / 1000 if lags else None,
        questions=questions,
    )
    why = _why(found.unkept) if promises else _NOTHING
    return msgspec.structs.replace(found, reason=why)


def broken(at: float, took_s: float, why: str) -> Round:
    """A round in which the suite could not do its work."""
    return Round(at, took_s, Outcome.BROKEN, one_line(why, _MOST_REASON))


def _reason(scenario: _Scenario) -> str:
    """The reason as one sentence: of several figures the first, and how many more there are."""
    told = _with_figure(scenario)
    same = [each for each in scenario.figures if each.outcome is scenario.outcome]
    ends = [at for each in same[1:] if (at := told.find(f"; {each.name}: ")) > 0]
    if not ends:
        return told
    others = len(same) - 1
    return f"{told[: min(ends)]}; {others} more {plural(others, 'figure')} likewise"


def _with_figure(scenario: _Scenario) -> str:
    """The reason; with what was measured, and its limit, where the reason does not tell them."""
    for figure in scenario.figures:
        head = f"{figure.name}: "
        if figure.outcome is Outcome.NOT_MET and scenario.reason.startswith(head):
            told = figure.told
            if not told or told.partition(",")[0] in scenario.reason:
                break
            return f"{head}{told}: {scenario.reason.removeprefix(head)}"
    return scenario.reason


def _why(unkept: Sequence[Promise]) -> str:
    return f"{unkept[0].name}: {unkept[0].reason or unkept[0].outcome.words}" if unkept else ""
