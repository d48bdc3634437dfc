"""What several parts of the bench need: an agent, a contestant's result, medians and spreads."""

from __future__ import annotations

import contextlib
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from support.agents.process import launched
from support.agents.profile import Launch
from support.plurals import counted
from support.verdict import HarnessError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure, how much it varied, and the target it is held against."""

    key: str
    words: str
    value: float
    spread: str
    target: str
    reached: bool


@contextlib.contextmanager
def sending_agent(events: int) -> Iterator[str]:
    """The address of an agent that answers every question with so many events."""
    command = ["{python}", "-m", "support.bench.agent", str(events)]
    with launched(Launch(command=command, ready=r"ready (?P<url>\S+)"), dict(os.environ)) as agent:
        yield agent.url


def race(who: str, url: str, users: int, events: int, how: str = "at once") -> dict[str, float]:
    """What one contestant reports, from a process of its own; raises `HarnessError` where none.

    `how` tells the agent how its events shall come.
    """
    command = [sys.executable, "-m", "support.bench.contestant", who, url]
    command += [str(users), str(events), how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        last = (done.stderr.strip() or "it printed nothing").splitlines()[-1]
        raise HarnessError(f"{who} did not finish: {last}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def rate(result: dict[str, float]) -> float:
    """Events per second of processor time."""
    return result["events"] / result["cpu_s"]


def spread(values: Sequence[float]) -> str:
    """The lowest and the highest of several rounds."""
    return f"{min(values):.2f} to {max(values):.2f} in {counted(len(values), 'round')}"


def power_law(sizes: Sequence[float], costs: Sequence[float]) -> tuple[float, float]:
    """The exponent of cost over size, and R², by least squares of their logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    slope, _ = statistics.linear_regression(x, y)
    return slope, statistics.correlation(x, y) ** 2
