"""Every benchmark asked about many runs and conversations, against several limits."""

from __future__ import annotations

import importlib.util
import random
from functools import partial
from types import ModuleType

from scoring import teamwork as team
from scoring.asks import Ask
from scoring.assess import assess
from scoring.events import RunLog
from scoring.tests.kept.store import Kept
from scoring.tests.test_industry import CLINIC
from support.benchmarks import (
    answers,
    business_value,
    concurrency,
    conversations,
    growth,
    industry,
    likeness,
    neighbours,
    promises,
    quality_watch,
    service_levels,
    statistics,
    teamwork,
    throughput,
    timing,
    value,
)
from support.benchmarks.judging import judge
from support.growing import Growth
from support.lag import HarnessLag
from support.reading import Conversation
from support.recording import Recording
from support.repeats import Rate
from support.tests.kept.talks import some_lag, some_run, some_talk
from support.verdict import Direction, HarnessError, Limit, Measurement

_RUNS, _TALKS, _CROWDS = 120, 120, 60
_LIMITS = (Limit(0.05, "s"), Limit(2, "s", tolerance=0.1), Limit(8, "s"), Limit(60, "s"))
_TOKENS = (Limit(5, "tokens/s", Direction.AT_LEAST), Limit(300, "tokens/s", Direction.AT_LEAST))
_TIMES = (timing.first_event_latency, timing.completion_time, timing.longest_silence,
          timing.cancel_latency)  # fmt: skip


def _promises() -> list[timing.Measure]:
    """Every measure of a run without a limit of its own.

    Those of the contract are put together when their module is loaded: it is loaded anew.
    """
    kept = anew(promises)
    return [
        *(kept.all_five_signs, kept.start_first, kept.tools_answered, kept.helpers_nested),
        *(kept.one_ending, kept.own_ids, kept.in_sequence, kept.whole_answer, kept.answered),
        *(kept.worked_once, kept.ended_cancelled, answers.broken_sums),
        answers.ask_answered(Ask("the saving a month")),
        *(teamwork.effectiveness, teamwork.handoff_count, teamwork.mean_gap),
        *(teamwork.fault(name) for name in team.FAULTS),
        *(*industry.obligations(CLINIC), *industry.forbidden(CLINIC)),
        *(industry.refusal(CLINIC), industry.vocabulary(CLINIC)),
    ]


def anew(module: ModuleType) -> ModuleType:
    """The module as it is when it is loaded now; everybody else keeps the one they have."""
    spec = importlib.util.spec_from_file_location(module.__name__, str(module.__file__))
    if spec is None or spec.loader is None:
        raise HarnessError(f"{module.__name__} cannot be loaded anew")
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


def runs() -> Kept:
    """Everything that one run shows."""
    for number in range(_RUNS):
        yield str(number), partial(_of_run, number)


def _of_run(number: int) -> object:
    run, lag = some_run(number), some_lag(number)
    times = [judge(make(limit)(run, lag), limit) for make in _TIMES for limit in _LIMITS]
    rates = [judge(throughput.token_throughput(each)(run, lag), each) for each in _TOKENS]
    return times, rates, [judge(measure(run, lag), promises.NEVER) for measure in _promises()]


def talks() -> Kept:
    """Everything that one conversation shows."""
    for number in range(_TALKS):
        yield str(number), partial(_of_talk, number)


def _of_talk(number: int) -> object:
    talk = some_talk(number)
    beside = [some_talk(number + at) for at in range(3)]
    together = (
        conversations.about("GPU savings", "storage"),
        conversations.same("routing"),
        conversations.objects("the bill is $48,000 a month"),
        likeness.likeness,
        likeness.own_terms,
        promises.error_answers,
    )
    return [measure(talk, beside) for measure in together], neighbours.trouble_made(talk)


def crowds() -> Kept:
    """Everything that customers at the same time, or the same question again, show."""
    for number in range(_CROWDS):
        yield str(number), partial(_of_crowd, number)


def _of_crowd(number: int) -> object:
    chance = random.Random(f"crowd {number}")
    crowd = [some_talk(number * 5 + at) for at in range(chance.randrange(1, 7))]
    alone = [some_talk(number * 7 + at) for at in range(chance.randrange(3))]
    told = [(talk, run) for talk in crowd for run in talk.runs]
    solo = [(talk, run) for talk in alone for run in talk.runs]
    size = Limit(chance.randrange(1, 5), "users", Direction.AT_LEAST)
    seen = service_levels.Observed(
        rounds=[crowd, alone],
        runs=told,
        alone=solo,
        growth=_growth(chance, crowd) if chance.random() < 0.8 else None,
        appraise=_worth if chance.random() < 0.8 else None,
        rate=Rate(chance.randrange(1, 5), 4),
    )
    return (
        concurrency.users_served(crowd, size),
        neighbours.slowdown(told, solo, 0.5),
        neighbours.slowdown(told, told[:3], 0.5),
        neighbours.unevenness(told, 2.0),
        [_level(name, seen) for name in (*service_levels.LEVELS, "no such level")],
        quality_watch.quality_held(graded)
        if len(graded := quality_watch.graded([run for _, run in told * 3])) > 8
        else None,
    )


def _worth(run: RunLog, _lag: HarnessLag | None) -> Measurement:
    return value.of_card(assess(run.question, run.answer))


def _level(name: str, seen: service_levels.Observed) -> object:
    unit = service_levels.LEVELS.get(name, ("s",))[0]
    more = name in ("business value under load", "token throughput", "concurrent users served")
    way = Direction.AT_LEAST if more else Direction.AT_MOST
    target = {"": 0.7, "users": 2, "ms": 50, "MB": 2, "tokens/s": 30}.get(unit, 5)
    found: list[object] = []
    for limit in (Limit(target, unit, way, 0.1), Limit(target, "wrong", way)):
        try:
            found.append(service_levels.evaluate(name, limit, seen))
        except HarnessError as error:
            found.append(str(error))
    return found


def _growth(chance: random.Random, crowd: list[Conversation]) -> Growth:
    slope, noise = chance.choice((0.0, 0.5, 3.0)), chance.choice((0.0, 0.4, 5.0))
    bend = chance.choice((0.0, 0.0, 0.1))
    steps = tuple(
        growth.Step(
            users,
            50 + slope * users + bend * users**2 + chance.gauss(0, noise),
            noise,
            chance.choice((2, 5, 9)),
            "the agent was gone" if chance.random() < 0.05 else "",
        )
        for users in (1, 5, 10, 20)[chance.randrange(2) :]
    )
    return Growth(steps, (tuple(crowd),), Recording({}, ()), "its process tree")


def lines() -> Kept:
    """Slopes of memory, and what is said of a handful of numbers."""
    for number in range(_CROWDS):
        yield str(number), partial(_of_line, number)


def _of_line(number: int) -> object:
    chance = random.Random(f"line {number}")
    steps = _growth(chance, []).steps
    values = [round(chance.expovariate(1), 3) for _ in range(chance.randrange(1, 40))]
    share = chance.choice((0.5, 0.9, 0.95, 0.99))
    return (
        [growth.slope_per_user(steps, Limit(each, "MB"), "ps") for each in (0.1, 1, 4)],
        [growth.rise_of_cost(steps, Limit(each, "times")) for each in (0.5, 1.5)],
        statistics.samples_needed(share),
        statistics.percentile(values * 30, share),
        statistics.spread(values),
        statistics.told(values, "runs", chance.choice(("s", "ms", "%"))),
    )


def worth() -> Kept:
    """What a card of an answer is worth in figures."""
    for number in range(0, _RUNS, 2):
        yield str(number), partial(_of_card, number)


def _of_card(number: int) -> object:
    run, other = some_run(number), some_run(number + 1)
    card = assess(run.question, run.answer, run)
    beside = assess(other.question, other.answer)
    counts = [each.name for each in card.counts]
    found = (
        business_value.business_value(card),
        business_value.base_quality(card),
        business_value.cost_check(card),
        business_value.specific_saving(card),
        *(business_value.counted(name)(card) for name in counts),
        business_value.passes(card),
        *(business_value.rejected_because(word)(card) for word in ("echo", "arithmetic", "")),
        business_value.spread(card, beside),
        business_value.judged_as("AI and cloud cost", [card, beside]),
        business_value.judged_as(card.rubric, [card]),
        value.of_card(card),
    )
    least = business_value.at_least(0.7)
    told = value.compared([value.of_card(card), value.of_card(beside)])
    return [judge(each, least) for each in found], told
