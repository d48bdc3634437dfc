"""The same question again and again: how often a promise is kept, never a second try."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from support.behaviour import (
    Action,
    Ask,
    Cancel,
    Customer,
    Persevere,
    Question,
    Resume,
    WaitFor,
)
from support.verdict import Direction, Figure, HarnessError, Limit, Measurement, Outcome

_TIME = re.compile(r", time \d+\b")


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a promise must be kept: `kept` times of `of`; by default every time.

    Raises `HarnessError` where that is impossible, or asks for nothing.
    """

    kept: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.kept <= self.of:
            told = f"a promise cannot be kept {self.kept} times of {self.of}"
            raise HarnessError(f"{told}; expected for instance 4 times of 5")

    def needed(self, times: int) -> int:
        """How many of so many times that is; a part of a time counts as one."""
        return math.ceil(times * self.kept / self.of - 1e-9)


def rounds(customers: Sequence[Customer], times: int) -> list[list[Customer]]:
    """These customers so many times, each time with new ids, secrets and a name of their own.

    An agent that remembers must not be able to answer from what it remembers of the same run or
    thread; whoever asks once is left as they are.
    """
    if times == 1:
        return [list(customers)]
    return [[_again(customer, number + 1) for customer in customers] for number in range(times)]


def _again(customer: Customer, number: int) -> Customer:
    canary = customer.canary and f"REF-{secrets.token_hex(8).upper()}"
    fresh: dict[str, Question] = {}

    def asked(question: Question) -> Question:
        text = question.text.replace(customer.canary, canary) if canary else question.text
        return fresh.setdefault(question.run_id, Question(text))

    actions: list[Action] = []
    for action in customer.actions:
        if isinstance(action, Ask | WaitFor | Cancel | Resume):
            actions.append(replace(action, question=asked(action.question)))
        elif isinstance(action, Persevere):
            again = action.again and asked(action.again)
            actions.append(replace(action, question=asked(action.question), again=again))
        else:
            actions.append(action)
    return replace(
        customer, name=f"{customer.name}, time {number}", actions=tuple(actions), canary=canary
    )


def who(name: str, everybody: Iterable[str]) -> str:
    """What tells this customer and time from others: "customer 2", "time 3", both, or nothing."""
    names = set(everybody)
    if len(names) < 2:
        return ""
    if len({_TIME.sub("", each) for each in names}) > 1:
        return name
    found = _TIME.search(name)
    return found[0].removeprefix(", ") if found else name


def rates(figures: Sequence[Figure], rate: Rate, times: int) -> list[Figure]:
    """For each promise, how many of so many times it was kept, held to the rate that is demanded.

    Met: it was kept often enough whatever the times that could not be measured came to. Not met:
    it was not, even if those had kept it. Otherwise not measured.
    """
    promises: dict[str, list[Figure]] = {}
    for figure in figures:
        promises.setdefault(_TIME.sub("", figure.measurement.name), []).append(figure)
    return [_rate(name, each, rate, max(times, len(each))) for name, each in promises.items()]


def _rate(name: str, figures: Sequence[Figure], rate: Rate, times: int) -> Figure:
    kept = sum(figure.outcome is Outcome.MET for figure in figures)
    broken = sum(figure.outcome is Outcome.NOT_MET for figure in figures)
    limit = Limit(rate.needed(times), f"of {times}", Direction.AT_LEAST)
    told = f"kept {kept} times of {times}"
    others = [
        f"{_when(each)}: {each.reason}" for each in figures if each.outcome is not Outcome.MET
    ]
    if others:
        told += "; not " + "; not ".join(others[:2])
        told += f"; and {len(others) - 2} more" if len(others) > 2 else ""
    if len(figures) < times:
        told += f"; asked only {len(figures)} times"
    if limit.allows(kept):
        outcome = Outcome.MET
    else:
        possible = limit.allows(times - broken)
        outcome = Outcome.NOT_MEASURED if possible else Outcome.NOT_MET
    found = Measurement(f"{name}, how often", f"of {times}", kept, told)
    return Figure(found, limit, outcome, told)


def _when(figure: Figure) -> str:
    found = _TIME.search(figure.measurement.name)
    return found[0].removeprefix(", ") if found else figure.measurement.name
