"""What can come of a check: five outcomes, measured figures, and the limits they are held to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a scenario or a figure ended.

    `NOT_MEASURED`: declared, but it could not be observed this time. `NOT_SUPPORTED`: the profile
    says that this agent's protocol cannot show it. `BROKEN`: the harness itself failed. None of
    these three is ever a pass.
    """

    MET = "met"
    NOT_MET = "not_met"
    NOT_MEASURED = "not_measured"
    NOT_SUPPORTED = "not_supported"
    BROKEN = "broken"

    @property
    def words(self) -> str:
        """The outcome as people say it."""
        return self.value.replace("_", " ")


class NotMeasured(Exception):
    """What was promised could not be observed this time; the message says why."""


class HarnessError(Exception):
    """The suite could not do its own work; the message is one sentence for people."""


class Direction(StrEnum):
    """Which side of a limit is the good one."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as a feature states it; the tolerance is a share of the value (0.1 is 10 %)."""

    value: float
    unit: str
    direction: Direction = Direction.AT_MOST
    tolerance: float = 0.0

    @property
    def enforced(self) -> float:
        """The value that decides, tolerance included."""
        sign = 1 if self.direction is Direction.AT_MOST else -1
        # 100 with 15 % is 115, not the 114.99999999999999 of binary fractions.
        return round(self.value * (1 + sign * self.tolerance), 9)

    def allows(self, value: float) -> bool:
        """Whether `value` keeps the limit; the limit itself is still inside."""
        if self.direction is Direction.AT_MOST:
            return value <= self.enforced
        return value >= self.enforced

    def __str__(self) -> str:
        if self.value == 0 and self.direction is Direction.AT_MOST:
            return "none allowed"
        text = f"{self.direction} {readable(self.value, self.unit)}"
        sign = "+" if self.direction is Direction.AT_MOST else "-"
        return f"{text} ({sign}{self.tolerance:.0%})" if self.tolerance else text


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure read from an event log, not yet judged.

    `value` is None where nothing could be read, and `why` then says so in a sentence; otherwise
    `why` explains the value. `harness_lag` is the delay in seconds that the harness may itself
    have added (None: unknown, as for a recording made elsewhere); only timings have one.
    `failed` marks a value that is missing because the agent failed, which is not met and no
    doubt about the measuring.
    """

    name: str
    unit: str
    value: float | None
    why: str
    timing: bool = False
    harness_lag: float | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A measurement held to a limit, with its outcome and the reason in one sentence."""

    measurement: Measurement
    limit: Limit
    outcome: Outcome
    reason: str


TIME = "time"
"""The unit of what happens so many times; a figure that is so many times another has "times"."""


_ONE = {"passes": "pass"} | {
    f"{thing}s": thing for thing in ("error", "event", "fall", "fault", "handoff", "user", "word")
}
"""What is counted, by its unit: one of them is no plural."""


def readable(value: float, unit: str) -> str:
    """A figure as people write it: `5 s`, `0.214 s`, `3`, `98 %`, `1 fault`, `once`, `3 times`."""
    if unit == TIME:
        return {0: "never", 1: "once"}.get(int(value), f"{value:g} times")
    if value == int(value):
        number = str(int(value))
        unit = _ONE.get(unit, unit) if value == 1 else unit
    elif abs(value) >= 100:
        number = f"{value:.0f}"
    else:
        number = f"{value:.3f}"
    return f"{number} {unit}".strip()
