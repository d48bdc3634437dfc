"""Recordings of customers whose line broke, or who waited, in every order that can be."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from scoring.tests.kept.store import Kept
from support.benchmarks import (
    clock_offset,
    delivery,
    effect,
    growth,
    recovery,
    restoration,
    resumption,
    trouble,
)
from support.benchmarks.judging import judge
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame, Recording
from support.tests.stamped import stamped
from support.verdict import Limit, Measurement

_TALKS, _STAMPED = 150, 60
_ASK = {"content": "how?", "run_id": "r1", "thread_id": "t1"}
_KINDS = ("agent_thinking", "agent_thinking", "stream_chunk", "tool_completed", "agent_error",
          "run_cancelled", "agent_completed")  # fmt: skip


_OF_WORTH = (restoration.restored, restoration.quality_kept, effect.model_weakened)


def troubles() -> Kept:
    """How customers came through what went wrong."""
    for number in range(_TALKS):
        yield str(number), partial(_of_trouble, number)


def _of_trouble(number: int) -> object:
    chance = random.Random(f"trouble {number}")
    talk = _talk(chance)
    worth = _worth(*(chance.choice((0.0, 0.5, 0.8, 0.9)) for _ in talk.runs))
    measures: tuple[Callable[[Conversation], object], ...] = (
        trouble.windows, recovery.clear_state, recovery.noticed, recovery.recovered,
        recovery.answered, recovery.attempts, recovery.let_in, effect.tools_slowed,
    )  # fmt: skip
    found = [measure(talk) for measure in measures]
    if talk.runs:
        told = [(talk, run) for run in talk.runs]
        found += [resumption.delivered(talk, run) for run in talk.runs]
        found += [recovery.cancelled(talk), resumption.lost(told), resumption.lost(told, 1)]
        found += [measure(talk, worth, 0.05) for measure in _OF_WORTH]
    return found


def _worth(*shares: float) -> list[Measurement]:
    return [Measurement("quality", "%", round(100 * each, 6), "judged") for each in shares]


def _talk(chance: random.Random) -> Conversation:
    at, seq, frames = 0.0, 0, [Frame(0.0, "lag_floor", None, {"ms": chance.choice((0.1, 30.0))})]
    plays = ["ask", "event", "begins"][: chance.randrange(1, 4)]
    plays += chance.choices(("event", "event", "begins", "ends", "down", "attempt", "open",
                                   "cancel", "resume", "error", "ask again"), k=14)  # fmt: skip
    for play in plays:
        at += chance.choice((0.1, 0.4, 3.0))
        if play == "event":
            seq += chance.choice((1, 1, 1, 0, 2))
            frames.append(_event(chance, at, seq))
        else:
            frames.append(_line(play, at, seq))
    if chance.random() < 0.4:
        text = "the customer gave up"
        fields = {"kind": "patience", "text": text, "run_id": "r1"}
        frames.append(Frame(at + 1, "trouble", None, fields))
    frames.append(Frame(at + 2, "end"))
    about = {"customer": "customer 1", "user": "u1", "hurried": chance.random() < 0.5}
    return read(Recording(about, tuple(frames)))


def _line(play: str, at: float, seq: int) -> Frame:
    said: dict[str, dict[str, Any]] = {
        "ask": {"type": "user_message", "payload": _ASK},
        "ask again": {"type": "user_message", "payload": _ASK | {"run_id": f"r{seq + 2}"}},
        "cancel": {"type": "cancel", "run_id": "r1"},
        "resume": {"type": "resume", "run_id": "r1", "last_seq": seq},
    }
    if play in said:
        return Frame(at, SEND, json.dumps(said[play]))
    if play == "error":
        message = {"type": "error", "code": "busy", "message": "later"}
        return Frame(at, RECV, json.dumps(message))
    if play in ("begins", "ends"):
        return Frame(at, "fault", None, {"what": "the line breaks", "now": play})
    return Frame(at, {"down": "closed"}.get(play, play), None, {"code": 1006, "number": seq})


def _event(chance: random.Random, at: float, seq: int) -> Frame:
    fields: dict[str, Any] = {
        "type": chance.choice(_KINDS),
        "run_id": chance.choice(("r1", "r1", "r1", f"r{seq + 1}")),
        "thread_id": "t1",
        "seq": seq,
        "agent_id": "a",
        "parent_agent_id": chance.choice((None, None, "b")),
        "final_response": chance.choice(("Save $5.", "")),
        "is_error": chance.random() < 0.5,
        "recoverable": chance.random() < 0.7,
        "tool_call_id": "c",
    }
    return Frame(at, RECV, json.dumps(fields))


def stamps() -> Kept:
    """What the agent's own times say, of its clock and of how long messages took; and memory."""
    for number in range(_STAMPED):
        yield str(number), partial(_of_stamps, number)


def _of_stamps(number: int) -> object:
    chance = random.Random(f"stamps {number}")
    talks = [_stamped(chance) for _ in range(chance.randrange(1, 4))]
    found = delivery.deliveries(talks)
    memory = [Frame(100 + at / 4, "memory", None, {"bytes": 10**8 + at}) for at in range(20)]
    limits = [Limit(each, "ms") for each in (1, 20, 400)]
    return (
        [clock_offset.offset_of(talk) for talk in talks],
        found,
        found.words,
        found.headline,
        [judge(delivery.delivery_latency(found, limit), limit) for limit in limits],
        growth.step_of(talks, memory),
        growth.step_of(talks[:1], memory[:2]),
    )


def _stamped(chance: random.Random) -> Conversation:
    ways = [chance.choice((0.001, 0.01, 0.2)) for _ in range(chance.randrange(1, 40))]
    pings = [(chance.uniform(0, 0.05), chance.uniform(0, 0.05)) for _ in range(chance.randrange(6))]
    talk = stamped(
        ways,
        ahead=chance.choice((0.0, 0.5, -3.0)),
        pings=pings,
        same_host=chance.random() < 0.5,
        clock=chance.random() < 0.8,
        times=[chance.choice((None, 5, 1_800_000_100.0)) for _ in ways]
        if chance.random() < 0.2
        else None,
        ending=chance.random() < 0.9,
    )
    return replace(talk, name=f"customer {chance.randrange(9)}")
