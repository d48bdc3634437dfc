"""What goes wrong between agents that only look like a team, each as findings in words.

All of it rests on what the events show: who handed over to whom, which tools were called with
what, and whose findings were used (see `scoring.coordination`); never on what an agent says of
itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping

from scoring.coordination import handoffs, synthesis
from scoring.events import Event, Kind, RunLog
from scoring.findings import Finding
from scoring.tools import arguments_of

_WORK = frozenset({Kind.TOOL_COMPLETED, Kind.AGENT_THINKING, Kind.AGENT_REASONING})
_TWICE = 2


def lost_handoffs(log: RunLog) -> list[Finding]:
    """Handoffs after which the named agent did nothing, or that name nobody."""
    found = []
    for handoff in handoffs(log):
        who = handoff.event.agent
        if not handoff.to:
            found.append(Finding(f"{who} handed over to nobody", handoff.event.at))
        elif handoff.to == who:
            found.append(Finding(f"{who} handed over to itself", handoff.event.at))
        elif not handoff.taken_up:
            told = f"{who} handed over to {handoff.to}, who did nothing"
            found.append(Finding(told, handoff.event.at))
    return found


def handoff_loops(log: RunLog) -> list[Finding]:
    """Handoffs that only repeat an earlier one: same giver and taker, and nothing new between.

    New is a tool's result since the first of the two; without one, what is passed on is what was
    passed on before.
    """
    found = []
    since: dict[tuple[str, str], bool] = {}
    for event in log.until_end:
        if event.kind is Kind.TOOL_COMPLETED and not event.data.get("is_error"):
            since = dict.fromkeys(since, True)
        elif event.kind is Kind.AGENT_HANDOFF:
            way = (event.agent, event.to_agent or "")
            if since.get(way) is False:
                told = f"{way[0]} handed over to {way[1]} again, with nothing new since"
                found.append(Finding(told, event.at))
            since[way] = False
    return found


def duplicated_work(log: RunLog) -> list[Finding]:
    """Tool calls that had succeeded before with the very same arguments in this run."""
    done: dict[tuple[str, str], str] = {}
    calls: dict[str, Event] = {}
    found = []
    for event in log.until_end:
        if event.kind is Kind.TOOL_EXECUTING and event.call_id:
            calls[event.call_id] = event
        call = calls.get(event.call_id or "")
        if event.kind is not Kind.TOOL_COMPLETED or call is None or event.data.get("is_error"):
            continue
        work = (call.tool_name or "", _plain(arguments_of(call)))
        if work in done:
            by = "again" if done[work] == call.agent else f"as {done[work]} had"
            found.append(Finding(f"{call.agent} called {work[0]} for the same {by}", event.at))
        done.setdefault(work, call.agent)
    return found


def pretenders(log: RunLog) -> list[Finding]:
    """Agents by name that are no agents of their own.

    Several names that share one id are one agent. A helper that was called in, and neither
    brought a tool's result nor showed a thought of its own before it was done, did not work.
    """
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for event in log.until_end:
        if event.agent_id and event.agent_name:
            names[event.agent_id].setdefault(event.agent_name)
    found = [
        Finding(f"{_listed(list(shared))} are one agent under {len(shared)} names")
        for shared in names.values()
        if len(shared) > 1
    ]
    worked = {event.agent for event in log.until_end if event.kind in _WORK and _substance(event)}
    for event in log.of(Kind.AGENT_STARTED):
        if not event.root and event.agent not in worked:
            found.append(Finding(f"{event.agent} was called in and did nothing", event.at))
    return [*found, *_echoes(log)]


def ignored_findings(log: RunLog) -> list[Finding]:
    """One finding where agents used what others had found fewer than two times."""
    moments = {id(each.event) for each in synthesis(log)}
    agents = {event.agent for event in log.until_end if event.kind in _WORK}
    if len(moments) >= _TWICE:
        return []
    times = "once" if moments else "never"
    told = f"{len(agents)} agents worked, and {times} did one use what another had found"
    return [Finding(told)]


def never_returned(log: RunLog) -> list[Finding]:
    """Helpers that began and had not ended when the run completed."""
    open_since: dict[str, Event] = {}
    for event in log.until_end:
        key = event.agent_id or event.agent
        if event.root:
            continue
        if event.kind is Kind.AGENT_STARTED:
            open_since[key] = event
        elif event.kind in (Kind.AGENT_COMPLETED, Kind.AGENT_ERROR):
            open_since.pop(key, None)
    return [Finding(f"{e.agent} began and never came back", e.at) for e in open_since.values()]


FAULTS: Mapping[str, Callable[[RunLog], list[Finding]]] = {
    "handoffs taken up": lost_handoffs,
    "no loop of handoffs": handoff_loops,
    "no work done twice": duplicated_work,
    "agents of their own": pretenders,
    "findings of others used": ignored_findings,
    "everybody came back": never_returned,
}
"""What a team promises by working as one, with what finds it broken."""


def _echoes(log: RunLog) -> list[Finding]:
    """Agents whose every thought another agent had before, word for word."""
    said: dict[str, str] = {}
    own: defaultdict[str, list[str]] = defaultdict(list)
    for event in log.until_end:
        text = " ".join(event.text.split()).casefold()
        if event.kind in (Kind.AGENT_THINKING, Kind.AGENT_REASONING) and text:
            own[event.agent].append(said.setdefault(text, event.agent))
    brought = {e.agent for e in log.until_end if e.kind is Kind.TOOL_COMPLETED}
    return [
        Finding(f"{agent} only repeats what {_listed(sorted(set(authors)))} thought")
        for agent, authors in own.items()
        if agent not in authors and agent not in brought
    ]


def _substance(event: Event) -> bool:
    return event.kind is Kind.TOOL_COMPLETED or bool(event.text.strip())


def _plain(arguments: object) -> str:
    try:
        return json.dumps(arguments, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(arguments)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
