"""What customers do with a hostile agent, and what is promised about it, as in features."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from support import customers
from support.agents.profile import Can
from support.behaviour import (
    Ask,
    Cancel,
    CheckClock,
    Customer,
    Moment,
    Question,
    SayRaw,
    WaitFor,
    asks,
)
from support.benchmarks import business_value, delivery, promises, timing
from support.benchmarks.isolation import seen_of_others
from support.verdict import Figure, Limit
from support.world import World

_AT_ONCE, _IN_TIME, _QUIET = Limit(5, "s"), Limit(120, "s"), Limit(10, "s")
_STOPS, _ON_ITS_WAY = Limit(2, "s"), Limit(100, "ms", tolerance=0.1)
_FIRST, _SECOND = "Where does our GPU money go?", "How can we lower our AWS storage cost?"
_GARBAGE = '{"type": "user_mess'


def _asks() -> list[Customer]:
    return [customers.one(*asks(Question(_FIRST)))]


def _watch() -> list[Customer]:
    return [customers.one(CheckClock(4), *asks(Question(_FIRST)), CheckClock(4))]


def _cancels() -> list[Customer]:
    question = Question(_FIRST)
    return [customers.attentive(*asks(question, WaitFor(Moment.TOOL, question), Cancel(question)))]


def _asks_twice() -> list[Customer]:
    first = Question(_FIRST)
    both = (Ask(first), *asks(Question(_SECOND)), WaitFor(Moment.END, first))
    return [customers.one(*both)]


def _repeats() -> list[Customer]:
    question = Question(_FIRST)
    return [customers.attentive(Ask(question), *asks(question))]


CUSTOMERS: dict[str, Callable[[], list[Customer]]] = {
    "asks": _asks,
    "stays": lambda: [customers.attentive(*asks(Question(_FIRST)))],
    "has a watch": _watch,
    "cancels": _cancels,
    "loses the line": lambda: [customers.unlucky(Question(_FIRST), Moment.TOOL)],
    "garbles": lambda: [customers.one(SayRaw(_GARBAGE), *asks(Question(_FIRST)))],
    "asks twice at once": _asks_twice,
    "repeats": _repeats,
    "crowd": lambda: customers.crowd(3),
}
"""What customers do, by the words that behaviours use; the same as in features."""

Check = Callable[[World], list[Figure]]


def checks(customer: str, can: Can) -> Iterator[Check]:
    """The promises about what such a customer did, as far as this agent can show them."""
    if customer == "cancels":
        yield lambda world: world.judge(timing.cancel_latency(_STOPS), _STOPS, world.cancelled)
        yield lambda world: world.judge(promises.ended_cancelled, promises.NEVER, world.cancelled)
        yield lambda world: world.judge(promises.one_ending, promises.NEVER)
        return
    yield lambda world: world.judge(promises.answered, promises.NEVER, world.kept)
    for measure, needed in (
        (promises.all_five_signs, can.tools and can.thoughts),
        (promises.start_first, True),
        (promises.one_ending, True),
        (promises.tools_answered, can.tools),
        (promises.helpers_nested, can.teams),
        (promises.own_ids, can.identity),
        (promises.in_sequence, can.sequence),
        (promises.whole_answer, can.streaming),
    ):
        if needed:
            yield lambda world, measure=measure: world.judge(measure, promises.NEVER)  # type: ignore[misc]
    yield lambda world: world.judge(timing.first_event_latency(_AT_ONCE), _AT_ONCE)
    yield lambda world: world.judge(timing.longest_silence(_QUIET), _QUIET)
    yield lambda world: world.judge(timing.completion_time(_IN_TIME), _IN_TIME, world.kept)
    worth = business_value.at_least(0.0)
    yield lambda world: world.judge_value(business_value.business_value, worth)
    if customer == "garbles":
        yield lambda world: world.judge_talk(promises.error_answers, promises.AT_LEAST_ONE)
    elif customer == "repeats":
        yield lambda world: world.judge(promises.worked_once, promises.NEVER)
    elif customer == "crowd":
        yield lambda world: world.judge_talk(seen_of_others, promises.NEVER)
    elif customer == "has a watch":
        yield _delivered


def _delivered(world: World) -> list[Figure]:
    found = delivery.deliveries(world.conversations)
    return world.judge_together(delivery.delivery_latency(found, _ON_ITS_WAY), _ON_ITS_WAY)
