"""Work that was done twice although the customer was shown each event once."""

from __future__ import annotations

import math

from scoring.events import Event, Kind, RunLog
from scoring.findings import Finding

_TRIES = frozenset({"attempt", "attempts", "retry", "retries", "try"})
"""Arguments of a tool that only count how often it was called."""
_ALIKE, _TELLING = 40, 20
"""Characters from the start of an answer by which it is known again, and how many it takes."""


def done_anew(run: RunLog) -> list[Finding]:
    """Traces of work that began again unseen, while the customer was shown only what was new.

    Results of calls that nobody saw made, and a call after the customer came back that was made
    before and has had its good result, whenever that was told: under the same id, or of the same
    tool with the same arguments, but for one that was made several times anyway. And an answer
    that is begun again. An event that comes again under its own number is told again, not done
    again.
    """
    back = min(run.resumed_at, default=math.inf)
    found = _written_anew(run, back)
    made: dict[str | None, Event] = {}
    done: list[tuple[str | None, object]] = []
    before: list[tuple[str | None, object]] = []
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
            elif call and call.at < back and call.tool_name and not event.data.get("is_error"):
                done.append(_what(call))
            continue
        same = _what(event)
        if event.at < back:
            before.append(same)
        again = same[1] is not None and same in done and before.count(same) < 2
        if event.at > back and (event.call_id in made or again):
            found.append(Finding(f"{tool} was called again after the customer came back", event.at))
        made.setdefault(event.call_id, event)
    return found


def _what(call: Event) -> tuple[str | None, object]:
    """The tool and its arguments, but for those that count the attempts."""
    given = call.data.get("arguments")
    if isinstance(given, dict):
        given = {name: value for name, value in given.items() if name not in _TRIES}
    return call.tool_name, given


def _written_anew(run: RunLog, back: float) -> list[Finding]:
    """The answer's pieces under new numbers that say from its start what was said before.

    Pieces without numbers cannot be told from those that are sent again on purpose, and a text
    that repeats its own beginning anyway says nothing.
    """
    before, later, numbers = "", "", set[int]()
    begun_at = math.inf
    for event in run.of(Kind.TEXT_DELTA):
        if event.seq is None or event.seq in numbers:
            continue
        numbers.add(event.seq)
        if event.at > back:
            later, begun_at = later + event.text, min(begun_at, event.at)
        else:
            before += event.text
    start = before[:_ALIKE]
    repeats = start in before[1:]
    if len(start.strip()) < _TELLING or repeats or not later.startswith(start):
        return []
    return [Finding("the answer was begun again after the customer came back", begun_at)]
