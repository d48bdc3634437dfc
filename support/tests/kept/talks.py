"""Conversations that no agent would lead: any events in any order, and a harness that is late."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from scoring.events import Event, Kind, RunLog
from scoring.tests.kept.runs import some_log
from scoring.tests.probes import HONEST, PROBES
from support.lag import HarnessLag, Stall
from support.reading import Conversation
from support.recording import SEND, Frame, Recording
from support.troubles import Trouble


@cache
def some_run(number: int) -> RunLog:
    """A run with an answer, most of the time, the same one for the same number."""
    chance = random.Random(f"run {number}")
    probe = (*HONEST, *PROBES)[number % (len(HONEST) + 30)]
    log = some_log(number, probe["answer"])
    events = log.events
    if chance.random() < 0.5:  # what a healthy agent would send
        events = tuple(each for each in events if each.run_id == log.run_id and not _stray(each))
    pauses = chance.choice((1.0, 1.0, 0.02, 3.0))
    start = log.asked_at
    events = tuple(replace(each, at=start + (each.at - start) * pauses) for each in events)
    closed = max((each.at for each in events), default=start) + chance.choice((0.0, 0.5, 20.0))
    return replace(
        log,
        question=probe["question"],
        run_id=f"run-{number}",
        events=events,
        closed_at=closed,
        cancelled_at=chance.choice((None, None, start + 0.2, start + 2.0)),
        gave_up=chance.choice((None, "the suite stopped waiting after 3 s of silence")),
        impatient=chance.random() < 0.4,
        hurried=chance.random() < 0.3,
        strangers=events[:1] if chance.random() < 0.1 else (),
    )


def _stray(event: Event) -> bool:
    return event.user_id == "bob@acme" or event.kind in (Kind.AGENT_ERROR, Kind.RUN_CANCELLED)


@cache
def some_lag(number: int) -> HarnessLag | None:
    """A delay of the harness: none known, a floor, or some stalls."""
    chance = random.Random(f"lag {number}")
    if chance.random() < 0.2:
        return None
    dues = sorted(100 + chance.random() * 8 for _ in range(chance.choice((0, 0, 2, 6))))
    stalls = tuple(Stall(due, due + chance.choice((0.004, 0.05, 0.4))) for due in dues)
    return HarnessLag(stalls, chance.choice((0.0, 0.0005, 0.002)))


@cache
def some_talk(number: int) -> Conversation:
    """A conversation of up to three questions."""
    chance = random.Random(f"talk {number}")
    name = f"customer {number % 12 + 1}"
    first = chance.randrange(1000)
    runs = tuple(some_run(first + at) for at in range(chance.choice((0, 1, 1, 1, 2, 3))))
    said = (
        Frame(99.0, "garbled"),
        Frame(99.5, SEND, chance.choice(("rubbish", '{"type": "cancel"}', "{"))),
        Frame(101.0, chance.choice(("dropped", "open"))),
        Frame(104.0, SEND, "{}"),
    )[chance.randrange(3) :]
    told = Event(
        Kind.REQUEST_ERROR,
        chance.choice((99.7, 103.0, 105.0)),
        0,
        text=chance.choice(("no JSON", " ", "what?")),
        run_id=chance.choice((None, "run-1")),
    )
    about = {"customer": name, "user": f"{name}@acme", "canary": f"REF-{number:016X}"}
    return Conversation(
        name=name,
        recording=Recording(about, said),
        runs=runs,
        beside_runs=(told,) if chance.random() < 0.6 else (),
        troubles=(Trouble("patience", "stopped waiting", 100.0),) if chance.random() < 0.2 else (),
        lag=some_lag(number),
    )
