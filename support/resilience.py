"""Customers who go through something, and what came of it: the words of `features/resilience/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from support import customers
from support.behaviour import (
    Action,
    Ask,
    Cue,
    Customer,
    Listen,
    Moment,
    Persevere,
    Question,
    WaitFor,
    asks,
)
from support.benchmarks import (
    business_value,
    bystanders,
    effect,
    promises,
    recovery,
    restoration,
    resumption,
    trouble,
)
from support.benchmarks.answers import ONCE
from support.customers import AFTERMATH
from support.evidence import attach
from support.faults.mishaps import mishap
from support.faults.ordeal import Ordeal, check_local
from support.reading import Conversation, Told
from support.regions import FromRegions, attach_results, region_at
from support.verdict import TIME, Direction, Figure, Limit, Measurement
from support.world import World


def victim(question: Question, *, cancels: bool = False) -> Customer:
    """One who asks, and to whom it happens in the middle of the work."""
    again = None if cancels else Question(question.text)
    struck = (Ask(question), WaitFor(Moment.TOOL, question), Cue())
    on = Persevere(question, customers.QUIET_S, again, cancels)
    return customers.one(*struck, on, Cue(over=True), Listen(AFTERMATH))


def regular(question: Question, before: int, *, in_the_middle: bool) -> Customer:
    """One who asks the same so often `before`, once in the trouble, and once after it.

    It goes wrong `in_the_middle` of the answer, or before that was asked for.
    """
    second, third = Question(question.text), Question(question.text)
    usual = (question, *(Question(question.text) for _ in range(before - 1)))
    actions: tuple[Action, ...] = tuple(action for each in usual for action in asks(each))
    if in_the_middle:
        anew = Question(question.text)
        actions += (Ask(second), WaitFor(Moment.TOOL, second), Cue(), _stay(second, anew))
    else:
        actions += (Cue(), replace(_stay(second), asks=True))
    last = replace(_stay(third), asks=True)
    return customers.one(*actions, Cue(over=True), last, Listen(AFTERMATH))


def _stay(question: Question, again: Question | None = None) -> Persevere:
    return Persevere(question, customers.QUIET_S, again)


def impossible(world: World, what: str) -> str:
    """Why this cannot go wrong with the agent under test; empty where it can."""
    if mishap(what).messages and world.open_agent().url.startswith("wss:"):
        return "the line is encrypted from end to end, so its messages cannot be told apart"
    return ""


def go_through(world: World, what: str, for_s: float, *going: Customer) -> None:
    """Acts customers out while this goes wrong for so many seconds."""
    check_local(world.suite.settings.cluster)
    world.staging = Ordeal(what, for_s)
    world.send(*going)
    for talk in victims(world):
        attach.text(f"What went wrong: {talk.name}", trouble.story(talk))


def amid_others(world: World, number: int, what: str, for_s: float) -> None:
    """So many customers ask at once; it happens to the first, who is no trouble to the others.

    As many ask before it, and nothing happens to them: so it usually is.
    """
    check_local(world.suite.settings.cluster)
    usual = [replace(each, name=f"{each.name}, before it") for each in customers.crowd(number)]
    first, *others = customers.crowd(number)
    (question,) = first.questions
    it = replace(victim(question), name=first.name, canary=first.canary)
    world.afford(*usual, it, *others)
    world.send(*usual)
    world.before = world.conversations
    go_through(world, what, for_s, it, *others)


def from_regions(world: World, where: tuple[str, ...], question: Question) -> None:
    """One customer from each place asks, all at the same time; the results stand side by side."""
    names = [region_at(place) for place in where]
    crowd = customers.crowd(len(names))
    going, places = [], {}
    for customer, name in zip(crowd, names, strict=True):
        own = Question(f"{question.text} (our reference: {customer.canary})")
        who = f"the customer from {name}"
        going.append(replace(customer, name=who, actions=(*asks(own), Listen(AFTERMATH))))
        places[who] = name
    world.staging = FromRegions(places)
    world.send(*going)
    attach_results(world.conversations)


def victims(world: World) -> list[Conversation]:
    """The conversations in which it went wrong, of customers who persevered."""
    names = {
        customer.name
        for customer in world.customers
        if any(isinstance(action, Persevere) for action in customer.actions)
    }
    return [talk for talk in world.conversations if talk.name in names]


def judge_victims(
    world: World, measure: Callable[[Conversation], Measurement], limit: Limit
) -> list[Figure]:
    """Measures each conversation in which it went wrong."""
    found: list[Figure] = []
    for talk in victims(world):
        found += world.judge_together(measure(talk), limit)
    return found


def judge_delivery(world: World) -> list[Figure]:
    """Nothing of any run was lost, and nothing sent again that had arrived."""
    told: list[Told] = [(talk, run) for talk in victims(world) for run in talk.runs]
    lost, again = resumption.lost(told, _copies(world))
    none = Limit(0, "events")
    return [*world.judge_together(lost, none), *world.judge_together(again, none)]


def judge_others(world: World) -> list[Figure]:
    """Everybody but those to whom it happened is answered, and misses nothing."""
    told = _others(world)
    figures = world.judge(promises.answered, promises.NEVER, told)
    figures += world.judge(promises.in_sequence, promises.NEVER, told)
    happened = [recovery.clear_state(talk) for talk in victims(world)]
    came = sum(found.value is not None for found in happened)
    made = Measurement(effect.NAME, TIME, came or None, "beside the others' work")
    return [*figures, *world.judge_together(made, ONCE)]


def judge_silence(world: World, more: Limit) -> list[Figure]:
    """Nobody else waits so much longer for something to see than without it."""
    before = [(talk, run) for talk in world.before for run in talk.runs]
    found, limit = bystanders.silence_of_others(_others(world), before, more)
    return world.judge_together(found, limit)


def worth_of(world: World, talk: Conversation) -> list[Measurement]:
    """What each answer of a conversation is worth by itself, in per cent, or why nobody can say."""
    measure = world.appraiser.of_runs(business_value.base_quality)
    found = [measure(run, talk.lag) for run in talk.runs]
    said = (each.why if each.value is None else f"{each.value:.1f}%" for each in found)
    told = "\n".join(f"answer {n}: {words}" for n, words in enumerate(said, 1))
    attach.text("What the answers are worth, before and after", told)
    return found


def judge_quality(world: World, limit: Limit, share: float) -> list[Figure]:
    """Answers are worth what they were before, but for this share, within the time.

    Trouble that did not show in the work was not gone through, and proves nothing.
    """
    found: list[Figure] = []
    least = Limit(round(100 * (1 - share), 6), "%", Direction.AT_LEAST)
    for talk in victims(world):
        worth = worth_of(world, talk)
        for shown in _shown(world, talk, worth, share):
            found += world.judge_together(shown, ONCE)
        found += world.judge_together(restoration.quality_kept(talk, worth, share), least)
        found += world.judge_together(restoration.restored(talk, worth, share), limit)
    return found


def _shown(
    world: World, talk: Conversation, worth: Sequence[Measurement], share: float
) -> list[Measurement]:
    """Whether what the agent was told to do to itself showed, where that is no error."""
    service = mishap(world.staging.what).service if isinstance(world.staging, Ordeal) else ""
    if service == "slow-tools":
        return [effect.tools_slowed(talk)]
    if service == "weaker-model":
        return [effect.model_weakened(talk, worth, share)]
    return []


def _others(world: World) -> list[Told]:
    hit = {talk.name for talk in victims(world)}
    return [(talk, run) for talk, run in world.runs if talk.name not in hit]


def _copies(world: World) -> int:
    """How often the suite itself sends a message twice in this scenario."""
    if not isinstance(world.staging, Ordeal):
        return 0
    faults = mishap(world.staging.what).messages
    return sum(each.times for each in faults if each.action == "duplicate")
