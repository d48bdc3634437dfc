"""Judgements of event logs that no agent would send: any events, in any order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from scoring import contract, coordination, performance, teamwork
from scoring.assess import assess
from scoring.card import as_dict
from scoring.drift import Graded, falls
from scoring.endings import endings
from scoring.events import Event, Kind, RunLog
from scoring.tests import logs
from scoring.tests.kept.store import Kept
from scoring.tests.probes import HONEST, PROBES
from scoring.throughput import throughput
from scoring.tools import tool_uses

_RUNS, _SERIES = 150, 60
_AGENTS = ("Lead", "Helper", "Prices", "Ops")
_TOOLS = ("spend", "prices")
_KINDS = (
    *(Kind.AGENT_STARTED, Kind.AGENT_THINKING, Kind.AGENT_COMPLETED, Kind.AGENT_HANDOFF) * 2,
    *(Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED) * 3,
    Kind.TEXT_DELTA,
    Kind.AGENT_ERROR,
    Kind.RUN_CANCELLED,
)
_FINDINGS: Sequence[Callable[[RunLog], object]] = (
    contract.missing_kinds,
    contract.starts_late,
    contract.unpaired_tools,
    contract.unnested_agents,
    endings,
    contract.foreign_ids,
    contract.sequence_breaks,
    contract.broken_pieces,
    coordination.handoffs,
    coordination.synthesis,
    coordination.interactions,
    coordination.handoff_spacing,
    coordination.tool_distribution,
    coordination.synthesis_score,
    coordination.coordination_effectiveness,
    performance.speed,
    teamwork.lost_handoffs,
    teamwork.handoff_loops,
    teamwork.duplicated_work,
    teamwork.pretenders,
    teamwork.ignored_findings,
    teamwork.never_returned,
    throughput,
)


def findings() -> Kept:
    """What is found in each log."""
    for number in range(_RUNS):
        yield str(number), partial(_found, number)


def _found(number: int) -> object:
    return [judge(some_log(number)) for judge in _FINDINGS]


def runs() -> Kept:
    """The whole card of runs with a good answer and any events before it."""
    for number in range(_RUNS // 3):
        yield str(number), partial(_run, number)


def _run(number: int) -> object:
    probe = (*HONEST, *PROBES)[number % (len(HONEST) + 20)]
    log = some_log(number, probe["answer"])
    card = assess(probe["question"], probe["answer"], log, cannot=("tools",) * (number % 7 == 0))
    return as_dict(card), card.marks, tool_uses(log, probe["answer"])


def series() -> Kept:
    """What is noticed in answers whose quality goes up and down."""
    for number in range(_SERIES):
        yield str(number), partial(_falls, number)


def _falls(number: int) -> object:
    chance = random.Random(f"series {number}")
    level, graded = 0.8, []
    for at in range(30):
        level = chance.choice((level, level, level, 0.85, 0.78, 0.6, 0.3))
        parts = {name: min(1.0, max(0.0, level + chance.gauss(0, 0.05))) for name in "abc"}
        graded.append(Graded(at * 1.5, level, parts))
    usual = 0.8 if number % 2 else None
    found = falls(graded, usual)
    return found, [each.sentence for each in found]


def some_log(number: int, answer: str = "Turn off idle GPUs: $4,200 a month.") -> RunLog:
    """A log of up to 30 events, the same one for the same number."""
    chance = random.Random(f"log {number}")
    events = [logs.event(Kind.AGENT_STARTED, text="how?")] if chance.random() < 0.8 else []
    events += [_some_event(chance, answer) for _ in range(chance.randrange(1, 28))]
    if chance.random() < 0.8:
        events.append(logs.event(Kind.AGENT_COMPLETED, text=answer))
    stamped = [_stamped(chance, e) for e in logs.numbered(*events)]
    cancelled = chance.choice((None, None, 101.0))
    return logs.log(stamped, cancelled_at=cancelled, gave_up=chance.choice((None, "silence")))


def _some_event(chance: random.Random, answer: str) -> Event:
    kind, agent = chance.choice(_KINDS), chance.choice(_AGENTS)
    fields: dict[str, Any] = {}
    if kind in (Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED):
        fields = {"call_id": chance.choice("abcd"), "tool_name": chance.choice(_TOOLS)}
    elif kind is Kind.AGENT_HANDOFF:
        fields = {"to_agent": chance.choice((*_AGENTS, "Nobody"))}
    elif kind is Kind.AGENT_ERROR:
        fields = {"recoverable": chance.random() < 0.7, "text": "it broke"}
    if kind in (Kind.AGENT_THINKING, Kind.TEXT_DELTA, Kind.AGENT_COMPLETED) and agent != "Lead":
        start = chance.randrange(len(answer))
        fields = {"text": answer[start : start + 120]}
    elif kind is Kind.AGENT_COMPLETED and chance.random() < 0.9:
        kind = Kind.AGENT_THINKING  # the end comes at the end, most of the time
    return logs.event(kind, agent, **fields)


def _stamped(chance: random.Random, event: Event) -> Event:
    """The event at a moment of its own, and now and then with something wrong about it."""
    slip = chance.random()
    changed = replace(event, at=event.at + chance.choice((0.0, 0.0, 4.0, 9.0)))
    data: dict[str, object] = dict(event.data)
    if event.kind is Kind.TOOL_COMPLETED:
        data |= {"results": {"spend": 4200, "share": 0.62}, "is_error": chance.random() < 0.2}
    if event.kind is Kind.TOOL_EXECUTING:
        data |= {"arguments": {"month": chance.choice((1, 2))}}
    if event.kind is Kind.AGENT_COMPLETED and event.root:
        data |= {"usage": {"input_tokens": 10, "output_tokens": chance.choice((8, 12, 4000))}}
    changed = replace(changed, data=data)
    if slip < 0.03:
        return replace(changed, seq=(event.seq or 0) + chance.choice((-1, 1)))
    if slip < 0.06:
        return replace(changed, run_id=chance.choice((None, "run-2")))
    if slip < 0.09:
        return replace(changed, user_id="bob@acme")
    if slip < 0.12:
        return replace(changed, parent_agent_id="Ghost", root=False)
    return changed
