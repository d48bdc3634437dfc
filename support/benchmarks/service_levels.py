"""The seven service levels: from what to what each is measured, and over how much.

A feature states targets, directions and tolerances; here is only how the figures come about. Where
a question is asked several times, the figure is that of the run which decides: the worst, or, where
9 of 10 are enough, the ninth best. Median and spread stand beside it; a spread of 10 % of the mean
or more is called unstable. All stamps are the harness's monotonic clock but for `sent_at`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from support.benchmarks import delivery, growth, throughput, timing, value
from support.benchmarks.concurrency import users_served
from support.benchmarks.judging import judge
from support.benchmarks.statistics import told
from support.growing import Growth
from support.reading import Conversation, Told
from support.repeats import Rate, who
from support.verdict import Direction, Figure, HarnessError, Limit, Measurement, Outcome

_ORDER = (Outcome.MET, Outcome.NOT_MEASURED, Outcome.NOT_MET)


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen in one scenario.

    `rounds` are the conversations that were led at the same time, one round after another; `runs`
    those of them that should bring an answer, and `alone` the same of customers with nobody beside
    them. `appraise` tells what a run's answer is worth.
    """

    rounds: Sequence[Sequence[Conversation]]
    runs: Sequence[Told] = ()
    alone: Sequence[Told] = ()
    growth: Growth | None = None
    appraise: timing.Measure | None = None
    rate: Rate = field(default_factory=Rate)


def completion(limit: Limit, seen: Observed) -> Figure:
    """From the question, as handed to the socket, to the last byte of the event with the answer."""
    return _of_every_run(timing.completion_time(limit), limit, seen)


def first_event(limit: Limit, seen: Observed) -> Figure:
    """From the question to the last byte of the first event of its run, whichever kind it is."""
    return _of_every_run(timing.first_event_latency(limit), limit, seen)


def delivery_p95(limit: Limit, seen: Observed) -> Figure:
    """From the agent's own time in each event to its receipt: see `delivery`."""
    talks = [talk for part in seen.rounds for talk in part]
    return judge(delivery.delivery_latency(delivery.deliveries(talks), limit), limit)


def value_under_load(limit: Limit, seen: Observed) -> Figure:
    """The worst answer's business value while all customers of a round are served: see `value`."""
    if seen.appraise is None:
        return judge(Measurement("", limit.unit, None, "no answer was judged"), limit)
    worth = seen.appraise
    figures = [judge(worth(run, talk.lag), limit) for talk, run in seen.runs]
    beside = value.compared([worth(run, talk.lag) for talk, run in seen.alone])
    values = [each.measurement.value for each in figures if each.measurement.value is not None]
    if len(values) > 1:
        beside = "; ".join(filter(None, (f"in the median {median(values):.3f}", beside)))
    return _together(_named(figures, seen.runs), seen.rate, "answers", beside)


def tokens_per_second(limit: Limit, seen: Observed) -> Figure:
    """Output tokens over the time from the first to the last piece of the answer."""
    return _of_every_run(throughput.token_throughput(limit), limit, seen)


def memory_per_user(limit: Limit, seen: Observed) -> Figure:
    """The slope of the agent's memory over the number of connected users: see `growth`."""
    if seen.growth is None:
        return judge(Measurement("", limit.unit, None, "memory was not read"), limit)
    found = growth.slope_per_user(seen.growth.steps, limit, seen.growth.source)
    return judge(found, limit)


def concurrent_users(limit: Limit, seen: Observed) -> Figure:
    """How many users at once got all they were promised: see `concurrency`."""
    figures = [judge(users_served(part, limit), limit) for part in seen.rounds]
    return _together(figures, seen.rate, "times", "")


LEVELS: dict[str, tuple[str, Callable[[Limit, Observed], Figure]]] = {
    "golden path completion": ("s", completion),
    "first event latency": ("s", first_event),
    "event delivery latency (p95)": ("ms", delivery_p95),
    "business value under load": ("", value_under_load),
    "token throughput": ("tokens/s", tokens_per_second),
    "memory per user session": ("MB", memory_per_user),
    "concurrent users served": ("users", concurrent_users),
}
"""Each by its name in the features, with the unit of its target."""


def evaluate(name: str, limit: Limit, seen: Observed) -> Figure:
    """One service level held to its limit; raises `HarnessError` where the feature is wrong."""
    if name not in LEVELS:
        raise HarnessError(f"{name!r} is no service level; known: {', '.join(LEVELS)}")
    unit, level = LEVELS[name]
    if limit.unit != unit:
        wanted = f"in {unit!r}" if unit else "without a unit"
        raise HarnessError(f"the target of {name} is {limit.unit!r}; it is given {wanted}")
    figure = level(limit, seen)
    return replace(figure, measurement=replace(figure.measurement, name=name))


def _of_every_run(measure: timing.Measure, limit: Limit, seen: Observed) -> Figure:
    if not seen.runs:
        return judge(Measurement("", limit.unit, None, "nobody asked anything"), limit)
    figures = [judge(measure(run, talk.lag), limit) for talk, run in seen.runs]
    values = [each.measurement.value for each in figures if each.measurement.value is not None]
    spread = told(values, "runs", limit.unit)
    return _together(_named(figures, seen.runs), seen.rate, "runs", spread)


def _named(figures: Sequence[Figure], runs: Sequence[Told]) -> list[Figure]:
    """The figures with whose they are in the reason, where there are several."""
    names = [talk.name for talk, _ in runs]
    labels = [who(name, names) for name in names]
    return [
        replace(figure, reason=f"{label}: {figure.reason}" if label else figure.reason)
        for figure, label in zip(figures, labels, strict=True)
    ]


def _together(figures: Sequence[Figure], rate: Rate, what: str, beside: str) -> Figure:
    """The figure that decides whether enough of them keep the limit, with the others in its reason.

    From kept over unknown to broken, and from the best to the worst: the last one that is needed.
    """
    if not figures:
        return judge(Measurement("", "", None, "nothing was seen"), Limit(0, ""))
    needed = rate.needed(len(figures))
    decides = sorted(figures, key=_badness)[needed - 1]
    words = [decides.reason]
    if len(figures) > 1:
        words.append(f"the worst of {len(figures)} {what}" if needed == len(figures) else "")
        words.append(f"{needed} of {len(figures)} {what} count" * (needed < len(figures)))
    reason = "; ".join(filter(None, (*words, beside)))
    return replace(decides, reason=reason)


def _badness(figure: Figure) -> tuple[int, float]:
    value = figure.measurement.value
    if value is None:
        return _ORDER.index(figure.outcome), float("inf")
    good = figure.limit.direction is Direction.AT_LEAST
    return _ORDER.index(figure.outcome), -value if good else value
