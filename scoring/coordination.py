"""How agents worked together, shown by the evidence: who handed over, who used whose findings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from scoring.events import Event, Kind, RunLog
from scoring.provenance import Mark, offered, parts_of, taken, uses
from scoring.score import Score
from scoring.tools import results_of

_SAYS = frozenset({Kind.AGENT_THINKING, Kind.AGENT_REASONING, Kind.AGENT_COMPLETED})
_WORKS = _SAYS | {Kind.TOOL_EXECUTING, Kind.TEXT_DELTA}
_TALKS = _SAYS | {Kind.AGENT_HANDOFF}

NO_HASTE, NO_DELAY, BEST_GAP, WIDTH = 5.0, 30.0, 15.0, 30.0
"""Seconds between handoffs: in full from 5 to 30, then less by the distance from 15 over 30."""

_KNOWN = "_synthesis"
"""Where a log keeps what was found in it; no more than a cached property, but not its own."""

ENOUGH_AGENTS, ENOUGH_MOMENTS = 2, 2
"""Agents that complete tools, and moments of synthesis, from which on each part counts in full."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """One agent passed the work on; `taken_up` tells whether the other then did something."""

    event: Event
    to: str
    taken_up: bool


@dataclass(frozen=True, slots=True)
class Synthesis:
    """At this event an agent visibly used what another had found; `quote` is the proof."""

    event: Event
    by: str
    source: str
    quote: str


def handoffs(log: RunLog) -> list[Handoff]:
    """Each handoff in order; one is taken up where the receiver works before the next handoff."""
    events = log.until_end
    places = [n for n, event in enumerate(events) if event.kind is Kind.AGENT_HANDOFF]
    found = []
    for place, end in pairwise([*places, len(events)]):
        event = events[place]
        to = event.to_agent or ""
        workers = {each.agent for each in events[place + 1 : end] if each.kind in _WORKS}
        found.append(Handoff(event, to, to in workers and to != event.agent))
    return found


def synthesis(log: RunLog) -> list[Synthesis]:
    """What `_synthesis` finds; looked for once, however many ask for it."""
    known = vars(log)
    if _KNOWN not in known:
        known[_KNOWN] = _synthesis(log)
    return list(known[_KNOWN])


def _synthesis(log: RunLog) -> list[Synthesis]:
    """Every use that an agent makes of another's findings, in a thought or an answer.

    A finding is a figure, a name or a phrase that an agent was the first in the run to show, in a
    tool's result or in its own words. What stands in the question, or what the using agent got
    from its own tools or said before, proves nothing.
    """
    question = offered([log.question])
    finder: dict[Mark, str] = {}
    own: defaultdict[str, set[Mark]] = defaultdict(set)
    found = []
    for event in log.until_end:
        me = event.agent
        if event.kind in _SAYS and event.text:
            shown = taken(event.text)
            of_others: defaultdict[str, set[Mark]] = defaultdict(set)
            for mark in shown:
                if mark in finder and mark not in own[me]:
                    of_others[finder[mark]].add(mark)
            for source, marks in sorted(of_others.items()):
                quotes = uses(shown, marks) if source != me else []
                if quotes:
                    told = event.text[quotes[0].start : quotes[0].end]
                    found.append(Synthesis(event, me, source, told))
        shows = _shows(event) - question
        own[me] |= shows
        for mark in shows:
            finder.setdefault(mark, me)
    return found


def _shows(event: Event) -> set[Mark]:
    """What an event brings before everybody's eyes."""
    if event.kind in _TALKS:
        return offered([event.text])
    if event.kind is Kind.TOOL_COMPLETED and not event.data.get("is_error"):
        return offered(parts_of(results_of(event)))
    return set()


def interactions(log: RunLog) -> list[Handoff | Synthesis]:
    """What counts as agents building on each other: handoffs taken up, and findings used."""
    taken_up = [handoff for handoff in handoffs(log) if handoff.taken_up]
    return [*taken_up, *synthesis(log)]


def handoff_spacing(log: RunLog) -> Score:
    """1.0 where the mean gap between handoffs is 5 to 30 s, else `max(0.5, 1 - |gap - 15| / 30)`.

    With fewer than two handoffs there is no gap, and nothing to its credit: 0.
    """
    times = [handoff.event.at for handoff in handoffs(log)]
    if len(times) < 2:
        count = "one handoff" if times else "no handoff"
        return Score("handoff spacing", 0.0, f"there was {count}, and it takes two to see a gap")
    gap = sum(later - earlier for earlier, later in pairwise(times)) / (len(times) - 1)
    value = max(0.5, 1 - abs(gap - BEST_GAP) / WIDTH)
    value = 1.0 if NO_HASTE <= gap <= NO_DELAY else value
    words = f"{len(times)} handoffs, on average {gap:.1f} s apart (in full from 5 to 30 s)"
    return Score("handoff spacing", value, words)


def tool_distribution(log: RunLog) -> Score:
    """The agents that completed a tool, in full from two on."""
    closed = [e for e in log.until_end if e.kind is Kind.TOOL_COMPLETED]
    names = sorted({event.agent for event in closed if not event.data.get("is_error")})
    words = f"{len(names)} agents completed tools" + (f": {', '.join(names)}" if names else "")
    return Score("tool distribution", min(1.0, len(names) / ENOUGH_AGENTS), words)


def synthesis_score(log: RunLog) -> Score:
    """The moments (thoughts, answers) at which others' findings are used, in full from two on."""
    moments = list({id(each.event): each for each in reversed(synthesis(log))}.values())[::-1]
    words = f"{len(moments)} times an agent used what another had found"
    if moments:
        words += f', first {moments[0].by} with "{moments[0].quote}" by {moments[0].source}'
    return Score("synthesis", min(1.0, len(moments) / ENOUGH_MOMENTS), words)


def coordination_effectiveness(log: RunLog) -> Score:
    """The mean of handoff spacing, tool distribution and synthesis, from 0 to 1."""
    parts = [handoff_spacing(log), tool_distribution(log), synthesis_score(log)]
    value = sum(part.value or 0.0 for part in parts) / len(parts)
    told = "; ".join(f"{part.name} {part.value or 0.0:.2f}: {part.explanation}" for part in parts)
    return Score("coordination effectiveness", value, told)
