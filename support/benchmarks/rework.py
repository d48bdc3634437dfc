"""Work that was done twice although the customer was shown each event once."""

from __future__ import annotations

import math

from scoring.contract import Finding
from scoring.events import Event, Kind, RunLog


def done_anew(run: RunLog) -> list[Finding]:
    """Traces of work that began again unseen, while the customer was shown only what was new.

    Results of calls that nobody saw made, and a call after the customer came back that had its
    good result before: under the same id, or of the same tool with the same arguments. An event
    that comes again under its own number is told again, not done again.
    """
    back = min(run.resumed_at, default=math.inf)
    found: list[Finding] = []
    made: dict[str | None, Event] = {}
    done: list[tuple[str | None, object]] = []
    called = {event.call_id for event in run.of(Kind.TOOL_EXECUTING)}
    numbers: set[int] = set()
    for event in run.of(Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED):
        if event.seq is not None:
            if event.seq in numbers:
                continue
            numbers.add(event.seq)
        tool = event.tool_name or "a tool"
        if event.kind is Kind.TOOL_COMPLETED:
            call = made.get(event.call_id)
            if event.call_id not in called:
                found.append(Finding(f"{tool} had a result without a call", event.at))
            elif call and event.at < back and call.tool_name and not event.data.get("is_error"):
                done.append((call.tool_name, call.data.get("arguments")))
            continue
        same = (event.tool_name, event.data.get("arguments"))
        if event.at > back and (event.call_id in made or (same[1] is not None and same in done)):
            found.append(Finding(f"{tool} was called again after the customer came back", event.at))
        made.setdefault(event.call_id, event)
    return found
