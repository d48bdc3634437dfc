"""Whether several agents worked as a team: coordination, and the faults of a team that is none."""

from __future__ import annotations

from scoring import teamwork as team
from scoring.coordination import coordination_effectiveness, handoffs
from scoring.events import RunLog
from support.benchmarks.answers import unfinished
from support.benchmarks.promises import counted
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.verdict import Measurement


def effectiveness(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    """Coordination effectiveness in per cent: the mean of handoff spacing, tools, synthesis."""
    name = "coordination effectiveness"
    if missing := unfinished(name, "%", run):
        return missing
    score = coordination_effectiveness(run)
    return Measurement(name, "%", round(100 * (score.value or 0.0), 1), score.explanation)


def handoff_count(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    """How many handoffs were taken up by the agent that they name."""
    name = "handoffs taken up"
    if missing := unfinished(name, "handoffs", run):
        return missing
    passed = [each for each in handoffs(run) if each.taken_up]
    ways = [f"{each.event.agent} to {each.to}" for each in passed]
    return Measurement(name, "handoffs", len(passed), ", ".join(ways) or "there was none")


def mean_gap(run: RunLog, lag: HarnessLag | None) -> Measurement:
    """The mean time in seconds from one handoff to the next, as received."""
    name = "time between handoffs"
    if missing := unfinished(name, "s", run):
        return missing
    times = [each.event.at for each in handoffs(run)]
    if len(times) < 2:
        return Measurement(name, "s", None, f"{len(times)} handoffs have no gap", failed=True)
    gap = (times[-1] - times[0]) / (len(times) - 1)
    words = f"in the mean of {len(times)} handoffs"
    return Measurement(name, "s", gap, words, True, lag.at(times[0], times[-1]) if lag else None)


def fault(name: str) -> Measure:
    """A measure that counts how often a run broke this promise of a team; see `team.FAULTS`."""
    check = team.FAULTS[name]

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(name, "faults", run):
            return missing
        return counted(name, check(run), "never broken", run.asked_at)

    return measure
