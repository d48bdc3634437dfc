"""How long things took, read from one run's log on the harness's monotonic clock.

Every figure runs from one stamp to another: the question's, taken when it was handed to the
socket, or a frame's, taken when its last byte was received.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from scoring.contract import is_blank
from scoring.events import Event, Kind, RunLog
from support.lag import HarnessLag
from support.verdict import Limit, Measurement

Measure = Callable[[RunLog, HarnessLag | None], Measurement]
"""What reads one figure from a run's log, given how late the harness was."""

_WORDS = frozenset({Kind.TEXT_DELTA, Kind.AGENT_THINKING, Kind.AGENT_REASONING})
"""Kinds that show a customer their words and nothing else."""

CROSSING = 0.25
"""Seconds within which an ending and a cancel may have passed each other on the wire."""

_SHORT = 100
"""Characters of an ending that tells of nothing but itself; an answer has more to tell."""


def first_event_latency(limit: Limit) -> Measure:
    """Seconds from the question to the first event of its run, whichever kind."""
    name = "first sign of work"

    def measure(run: RunLog, lag: HarnessLag | None) -> Measurement:
        first = next(filter(shows, run.events), None)
        if first is None:
            return _never_came(name, "no sign of work", run, limit)
        return _timing(name, run.asked_at, first.at, lag, "after the question")

    return measure


def completion_time(limit: Limit) -> Measure:
    """Seconds from the question to the answer's event, which ends the run.

    A run that ends without an answer has failed.
    """
    name = "answer complete"

    def measure(run: RunLog, lag: HarnessLag | None) -> Measurement:
        ending = run.ending
        if ending is None:
            return _never_came(name, "no answer", run, limit)
        if ending.kind is not Kind.AGENT_COMPLETED:
            why = f"no answer: the run ended with {_words(ending)}"
            return _missing(name, why, failed=True)
        if not ending.text.strip():
            return _missing(name, "the run ended with an empty answer", failed=True)
        return _timing(name, run.asked_at, ending.at, lag, "after the question")

    return measure


def longest_silence(limit: Limit) -> Measure:
    """The longest time in seconds without any event, from the question to the end of the run.

    Where the run has no end, the silence up to the moment at which listening stopped counts too.
    Within the limit it is not measured where the harness's own patience ended it; where the agent
    broke off, the chat fell silent for good.
    """
    name = "longest silence"

    def measure(run: RunLog, lag: HarnessLag | None) -> Measurement:
        until = run.ending.at if run.ending else run.closed_at
        shown = [event.at for event in run.events if event.at <= until and shows(event)]
        gaps = list(pairwise([run.asked_at, *shown, until]))
        # A late stamp shortens the silence that begins with it: its longest is what counts.
        begin, end = max(gaps, key=lambda gap: gap[1] - gap[0] + (lag.at(*gap) if lag else 0))
        if run.ending is None and limit.allows(end - begin):
            why = "before the limit was reached" if run.impatient else "and the chat fell silent"
            return _missing(name, f"{run.gave_up}, {why}", failed=not run.impatient)
        return _timing(name, begin, end, lag, f"from {begin - run.asked_at:.3f} s on")

    return measure


def cancel_latency(limit: Limit) -> Measure:
    """Seconds from the user's cancel to the run's `run_cancelled`."""
    name = "cancel confirmed"

    def measure(run: RunLog, lag: HarnessLag | None) -> Measurement:
        ending, since = run.ending, run.cancelled_at
        if since is None:
            why = f"the moment to cancel never came: {run.gave_up or 'the run was over before'}"
            return _missing(name, why, failed=False)
        if ending is None:
            known = not run.impatient or not limit.allows(run.closed_at - since)
            return _missing(name, f"the cancel was never confirmed: {run.gave_up}", failed=known)
        if ending.kind is Kind.RUN_CANCELLED:
            return _timing(name, since, ending.at, lag, "after the customer cancelled")
        after = ending.at - since
        if after >= 0 and _tells_of_cancel(ending):
            why = f"the work ended with {_words(ending)}, and not as cancelled"
            return _missing(name, why, failed=True)
        if after < CROSSING + (lag.at(since, ending.at) if lag else 0):
            why = f"{_words(ending)} came {after:.3f} s after the cancel: they may have crossed"
            return _missing(name, why, failed=False)
        why = f"the work went on: {_words(ending)} came {after:.3f} s after the cancel"
        return _missing(name, why, failed=True)

    return measure


def shows(event: Event) -> bool:
    """Whether a customer sees something; an empty piece is none, nor is a thought of nothing."""
    return event.kind not in _WORDS or not is_blank(event.text)


def _tells_of_cancel(ending: Event) -> bool:
    """Whether an ending of another kind shows by its words that the cancel was heard before it."""
    told = f"{ending.data.get('code', '')} {ending.text}".strip()
    return len(told) <= _SHORT and "cancel" in told.lower()


def _words(event: Event) -> str:
    said = event.kind.value.replace("_", " ")
    is_reason = event.text and event.kind is not Kind.AGENT_COMPLETED
    return f"{said} ({event.text})" if is_reason else said


def _timing(name: str, begin: float, end: float, lag: HarnessLag | None, words: str) -> Measurement:
    delay = lag.at(begin, end) if lag else None
    return Measurement(name, "s", end - begin, words, True, delay)


def _never_came(name: str, what: str, run: RunLog, limit: Limit) -> Measurement:
    """What the agent owes; unknown where the harness stopped waiting before the limit."""
    waited = run.closed_at - run.asked_at
    known = not run.impatient or not limit.allows(waited)
    return _missing(name, f"{what} in {waited:.3f} s: {run.gave_up}", failed=known)


def _missing(name: str, why: str, *, failed: bool) -> Measurement:
    return Measurement(name, "s", None, why, True, None, failed)
