"""How a run ends: once, and with nothing of it afterwards."""

from __future__ import annotations

from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog
from scoring.findings import Finding, because, shown_id, words

_EXCUSED, _MUCH = 2, 200
"""Unknown messages that may follow a cancel, and the characters with which one tells too much."""


def endings(run: RunLog) -> list[Finding]:
    """Exactly one terminal event, and nothing of the run after it."""
    ending = run.ending
    if ending is None:
        return [Finding(f"the run never ended{because(run)}", absent=True)]
    end = (ending.at, ending.frame)  # what came in one breath has one stamp
    strangers = [event for event in run.strangers if event.kind not in OUTSIDE_RUNS]
    others = (*_unknown(run), *_troubles(run), *strangers)
    late = [event for event in others if (event.at, event.frame) > end]
    late += _nameless(run, end)
    return [
        Finding(
            f"{words(event.kind)} by {event.agent} came {event.at - ending.at:.3f} s after the "
            f"end of the run{_of_another(event, run)}",
            event.at,
        )
        for event in (*run.events[len(run.until_end) :], *late)
    ]


def _unknown(run: RunLog) -> list[Event]:
    """Unknown messages of the run, but the first after each return: that answers the return."""
    unknown = [event for event in run.unmapped if event.run_id == run.run_id]
    for back in run.resumed_at:
        answer = next((event for event in unknown if event.at > back), None)
        unknown = [event for event in unknown if event is not answer]
    return unknown


def _troubles(run: RunLog) -> list[Event]:
    """Errors of the run that answer nothing: the customer neither cancelled nor came back.

    The first one after a question that went out again answers that.
    """
    if run.cancelled_at is not None or run.resumed_at:
        return []
    errors = [e for e in run.beside if e.kind is Kind.REQUEST_ERROR and not e.recoverable]
    for again in run.repeated_at:
        answer = next((event for event in errors if event.at > again), None)
        errors = [event for event in errors if event is not answer]
    return errors


def _nameless(run: RunLog, end: tuple[float, int]) -> list[Event]:
    """Signs of work after a cancel that do not say whose they are.

    Unknown messages of a kind that never came before the end: any that tells much, and all after
    the first two, which may confirm what was cancelled and what it has cost.
    """
    if run.cancelled_at is None:
        return []
    nameless = [event for event in run.unmapped if not event.run_id and event.data]
    usual = {event.text for event in nameless if (event.at, event.frame) <= end}
    new = [e for e in nameless if (e.at, e.frame) > end and e.text not in usual]
    return [event for n, event in enumerate(new) if n >= _EXCUSED or _tells_much(event)]


def _tells_much(event: Event) -> bool:
    said = (value for value in event.data.values() if isinstance(value, str))
    return any(len(text) >= _MUCH for text in said)


def _of_another(event: Event, run: RunLog) -> str:
    strange = event.run_id not in (None, run.run_id)
    return f", under the id of another ({shown_id(event.run_id)})" if strange else ""
