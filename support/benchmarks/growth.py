"""What one more user costs in memory: slope, fit, and whether the cost rises with their number.

A step is a number of users who are connected at the same time. Its memory is the median of the
samples taken while all of them had their answers and were still connected; its noise, how far these
samples lie apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation, linear_regression, median

from support.reading import Conversation
from support.recording import Frame
from support.verdict import Limit, Measurement

FEWEST_SAMPLES, FEWEST_STEPS = 3, 3
SLOPE, RISE = "memory per user session", "rise of the cost of one more user"

NOISE_FLOOR_MB = 0.3
"""Below this nothing is concluded: an allocator takes memory from the system in pieces."""

UNSETTLED = 0.10
"""Memory that moves by more than this share of itself has not come to rest."""


@dataclass(frozen=True, slots=True)
class Step:
    """So many users and the agent's memory in MB; `problem` where it could not be told."""

    users: int
    mb: float = 0.0
    noise_mb: float = 0.0
    samples: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """The straight line `base + slope * users` in MB, by least squares over the steps."""

    base: float
    slope: float
    r_squared: float


@dataclass(frozen=True, slots=True)
class Marginal:
    """MB for one more user between the lower steps and at the top, and the noise in MB.

    `rise` is how many times as much the top costs; all noise is held in the agent's favour, so
    that it is 0 where nothing grows beyond the noise.
    """

    lower: float
    top: float
    noise: float
    rise: float


def step_of(talks: Sequence[Conversation], memory: Sequence[Frame]) -> Step:
    """What the agent took while these users were connected, and all had been answered."""
    users = len(talks)
    unserved = [talk for talk in talks if not talk.runs or not talk.runs[0].completed]
    if unserved:
        first = unserved[0]
        told = f"{len(unserved)} of {users} users were not answered"
        return Step(users, problem=f"{told}: {first.name}: {_why_not(first)}")
    begin = max(run.ending.at for talk in talks for run in talk.runs if run.ending)
    end = min(run.closed_at for talk in talks for run in talk.runs)
    values = [int(f.fields["bytes"]) / 1e6 for f in memory if begin <= f.t <= end]
    if len(values) < FEWEST_SAMPLES:
        earliest = min(run.ending.at for talk in talks for run in talk.runs if run.ending)
        told = f"memory was read {len(values)} times while all {users} users were connected"
        told += f" and answered; {FEWEST_SAMPLES} times are needed"
        return Step(
            users, problem=f"{told}; the last answer came {begin - earliest:.1f} s after the first"
        )
    return Step(users, median(values), max(values) - min(values), len(values))


def _why_not(talk: Conversation) -> str:
    """Why this customer has no answer: how the work ended, or why nobody could be asked."""
    for run in talk.runs:
        if run.ending:
            said = f": {run.ending.text}" if run.ending.text else ""
            return f"the work ended with {run.ending.kind.value.replace('_', ' ')}{said}"
        if run.gave_up:
            return run.gave_up
    return talk.troubles[0].text if talk.troubles else "no answer came"


def fit(steps: Sequence[Step]) -> Fit:
    """The line through the steps; its R² is 1 where they all lie on it, or do not differ at all."""
    users, mb = [float(step.users) for step in steps], [step.mb for step in steps]
    slope, base = linear_regression(users, mb)
    flat = max(mb) == min(mb)
    return Fit(base, slope, 1.0 if flat else correlation(users, mb) ** 2)


def marginal(steps: Sequence[Step]) -> Marginal:
    """The cost of one more user below the middle step and above it."""
    first, middle, last = steps[0], steps[len(steps) // 2], steps[-1]
    noise = max(NOISE_FLOOR_MB, *(step.noise_mb for step in steps))
    low_users, top_users = middle.users - first.users, last.users - middle.users
    low, top = middle.mb - first.mb, last.mb - middle.mb
    surely_top = max(top - noise, 0.0) / top_users
    perhaps_low = max(low + noise, noise) / low_users
    return Marginal(low / low_users, top / top_users, noise, surely_top / perhaps_low)


def slope_per_user(steps: Sequence[Step], limit: Limit, source: str) -> Measurement:
    """MB that one more connected user costs: the slope of the fit.

    Not measured where the noise, at both ends of the line, decides the verdict.
    """
    if problem := _problem(steps):
        return Measurement(SLOPE, "MB", None, problem)
    line = fit(steps)
    told = ", ".join(f"{step.users}: {step.mb:.1f}" for step in steps)
    why = f"{line.base:.1f} MB + {line.slope:.3f} MB a user, R² {line.r_squared:.2f}"
    why = f"{why}; users: MB {told}; {source}"
    noise = marginal(steps).noise
    doubt = noise / (steps[-1].users - steps[0].users)
    if limit.allows(line.slope - doubt) != limit.allows(line.slope + doubt):
        moved = f"memory moved by {noise:.1f} MB while nobody asked, and that decides"
        if noise <= NOISE_FLOOR_MB:
            moved = f"what an allocator takes at a time, {noise:.1f} MB, decides"
        return Measurement(SLOPE, "MB", None, f"{moved}; {why}")
    return Measurement(SLOPE, "MB", line.slope, why)


def rise_of_cost(steps: Sequence[Step], limit: Limit) -> Measurement:
    """How many times as much one more user costs at the top steps as at the lower ones.

    Not measured where memory did not come to rest, so that a rise could hide in its noise; one that
    the noise cannot explain is judged all the same.
    """
    if problem := _problem(steps):
        return Measurement(RISE, "times", None, problem)
    cost = marginal(steps)
    why = f"{cost.top:.3f} MB a user at the top, {cost.lower:.3f} MB before"
    if cost.noise > max(NOISE_FLOOR_MB, UNSETTLED * steps[-1].mb) and limit.allows(cost.rise):
        moved = f"memory moved by {cost.noise:.1f} MB while all were connected and nobody asked"
        return Measurement(RISE, "times", None, f"{moved}: a rise could hide in it; {why}")
    noise = f"noise of {cost.noise:.1f} MB held in the agent's favour"
    if not cost.rise:
        why, noise = f"no growth at the top beyond the noise of {cost.noise:.1f} MB", why
    return Measurement(RISE, "times", cost.rise, f"{why}; {noise}")


def _problem(steps: Sequence[Step]) -> str:
    found = next((step.problem for step in steps if step.problem), "")
    if not found and len(steps) < FEWEST_STEPS:
        return f"a line takes {FEWEST_STEPS} numbers of users, and there are {len(steps)}"
    return found
