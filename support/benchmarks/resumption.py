"""What arrived over several connections together: nothing lost, and nothing sent again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from scoring.events import RunLog
from support.reading import Conversation, Told
from support.verdict import Measurement

_NEVER = (math.inf, 0)


def delivered(talk: Conversation, run: RunLog) -> tuple[list[int], list[int]]:
    """The numbers of a run's events that never came, and of those that the agent sent again.

    On each connection the customer's app takes what comes in order. From a gap on it has given
    that connection up, and asks on the next for what comes after the last event in order: whatever
    of before that comes then is sent again without need, and so is what comes twice on one line.
    """
    expected = floor = run.first_seq
    again: list[int] = []
    comebacks = [at for at in talk.reconnected_at if at > run.asked_at]
    on_this_line: set[int] = set()
    given_up = False
    aside = {event.seq: (event.at, event.frame) for event in reversed(run.beside)}
    for event in run.events:
        while comebacks and event.at > comebacks[0]:
            comebacks.pop(0)
            floor, on_this_line, given_up = expected, set(), False
        if event.seq is None:
            continue
        while event.seq > expected and aside.get(expected, _NEVER) <= (event.at, event.frame):
            expected += 1  # a message that is no event of the run may count among them
        if event.seq == expected:
            expected += 1
        elif event.seq > expected:
            given_up = True
        elif not given_up and (event.seq < floor or event.seq in on_this_line):
            again.append(event.seq)
        on_this_line.add(event.seq)
    last = max((event.seq for event in run.events if event.seq is not None), default=0)
    return list(range(expected, last + 1)), again


def lost(told: Sequence[Told], allowed_copies: int = 0) -> tuple[Measurement, Measurement]:
    """How many events were lost and how many repeated, over all of these runs.

    `allowed_copies` is how often the suite itself sent a message twice.
    """
    missing, again, events, words = 0, 0, 0, []
    for talk, run in told:
        gone, twice = delivered(talk, run)
        missing, again = missing + len(gone), again + len(twice)
        events += sum(event.seq is not None for event in run.events)
        words += [f"event {number} never came" for number in gone[:2]]
        words += [f"event {number} came again" for number in twice[:2]]
        if run.ending is None:
            missing += 1
            words.append(f"the end never came: {run.gave_up or 'nothing more was heard'}")
    if not events:
        why = "there were no numbered events to see"
        nothing = Measurement("events lost", "events", None, why)
        return nothing, replace(nothing, name="events repeated")
    told_all = "; ".join(words) or f"over {events} events"
    return (
        Measurement("events lost", "events", missing, told_all),
        Measurement("events repeated", "events", max(0, again - allowed_copies), told_all),
    )
