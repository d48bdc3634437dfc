"""How a customer came through what went wrong: when it was noticed, and when it was over.

All of it is read from a recording in which the suite wrote down when something went wrong on
purpose. Times are seconds on the harness's monotonic clock.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from scoring.events import Event, Kind, RunLog
from support.benchmarks.trouble import DOWN, Window, windows
from support.reading import Conversation
from support.recording import RECV
from support.verdict import Measurement


def clear_state(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The longest time in which a customer who waited did not know where they stood.

    It counts from when something goes wrong, or from a question after that, until the agent says
    anything or the line is down, and again after that; a customer whose line is down knows that.
    It ends with the trouble, or with the first word after it. That a line is still alive says
    nothing of the work.
    """
    name, window = "time without a clear state", window_of(talk)
    if window is None:
        return nothing_happened(name)
    known, down, heard = window.begin, False, False
    gaps = [(window.begin, window.begin)]
    for frame in talk.recording.frames:
        if frame.t <= window.begin or frame.dir not in (RECV, *DOWN):
            continue
        heard = True
        if not down:
            gaps += _waited(talk, known, frame.t)
        known, down = frame.t, frame.dir in DOWN
        if known >= window.end:
            break
    if not heard and _waited(talk, window.begin, math.inf):
        why = f"{window.what}: nothing was heard any more ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not is_impatient(talk))
    begin, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    return timing(talk, name, begin, end, f"while {window.what}")


def _waited(talk: Conversation, begin: float, end: float) -> list[tuple[float, float]]:
    """The part of this time in which an answer was waited for; empty where none was."""
    since = [
        max(begin, run.asked_at)
        for run in talk.runs
        if run.asked_at < end and not (run.ending and run.ending.at <= begin)
    ]
    return [(min(since), end)] if since else []


def noticed(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The time until the customer's app knew: a line that is down, or an error that was told.

    A line goes down unnoticed where nobody waits for an answer, and an error in work that was
    asked for when it was over says nothing of it.
    """
    name, window = "time to detect", window_of(talk)
    if window is None:
        return nothing_happened(name)
    down = [f.t for f in talk.recording.frames if f.dir in DOWN and f.t > window.begin]
    struck = [run for run in talk.runs if run.asked_at < window.end]
    until = max([window.end, *(run.ending.at if run.ending else math.inf for run in struck)])
    errors = [event.at for event in _all_events(talk) if _tells(event)]
    signs = [at for at in down if any(_waits(run, at) for run in talk.runs)]
    signs += [at for at in errors if window.begin < at <= until]
    if signs:
        return timing(talk, name, window.begin, min(signs), "after it went wrong")
    if down and down[0] <= window.end and all(run.asked_at < window.begin for run in struck):
        why = f"{window.what}: the work was over before the line went down"
        return Measurement(name, "s", None, why)
    why = f"{window.what}: neither the line nor the agent ever said so"
    return Measurement(name, "s", None, why, True, None, failed=True)


def recovered(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The time from the end of the trouble until the work goes on: the first event of any run.

    Where the work was over before the trouble was, there was nothing to wait for.
    """
    name, window = "time to recover", window_of(talk)
    if window is None:
        return nothing_happened(name)
    open_runs = [run for run in talk.runs if not run.ending or run.ending.at > window.end]
    if talk.runs and not open_runs:
        return timing(talk, name, window.end, window.end, "after it was over: all was done before")
    coming = [event.at for run in talk.runs for event in run.events if event.at >= window.end]
    if not coming:
        why = f"{window.what}: no work came back after it was over ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not is_impatient(talk))
    return timing(talk, name, window.end, min(coming), "after it was over")


def answered(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """Seconds from the end of the trouble to the customer's last answer; none where it came before.

    A question that the agent lost and that was put anew is answered by the answer to that.
    """
    name, window = "time to an answer", window_of(talk)
    if window is None:
        return nothing_happened(name)
    last = talk.runs[-1]
    if last.completed and last.ending and last.answer.strip():
        return timing(talk, name, window.end, max(window.end, last.ending.at), "after it was over")
    ended = f"the run ended with {last.ending.kind.value}" if last.ending else _why(talk)
    why = f"{window.what}: no answer came ({ended})"
    return Measurement(name, "s", None, why, True, None, failed=not is_impatient(talk))


def cancelled(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """Seconds from the cancel, or from the end of the trouble if that was later, to the stop."""
    name, window, run = "cancel confirmed", window_of(talk), talk.runs[0]
    if window is None or run.cancelled_at is None:
        return nothing_happened(name)
    if run.ending is None:
        why = f"{window.what}: the cancel was never confirmed ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not is_impatient(talk))
    if run.ending.kind is not Kind.RUN_CANCELLED:
        why = f"the work went on: it ended with {run.ending.kind.value.replace('_', ' ')}"
        return Measurement(name, "s", None, why, True, None, failed=True)
    since = max(run.cancelled_at, window.end)
    return timing(talk, name, since, max(since, run.ending.at), "after it was over")


def attempts(talk: Conversation) -> list[float]:
    """When the customer's app tried to connect again."""
    return [frame.t for frame in talk.recording.frames if frame.dir == "attempt"]


def let_in(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """How often a customer knocked after the trouble was over until the work went on.

    Who never comes through was not let in; where all was done before, nobody had to be.
    """
    name, window = "attempts until let in", window_of(talk)
    if window is None:
        return nothing_happened(name)
    times = attempts(talk)
    pauses = ", ".join(f"{b - a:.2f}" for a, b in pairwise(times)) or "none"
    coming = [event.at for run in talk.runs for event in run.events if event.at >= window.end]
    why = f"{len(times)} in all, with pauses of {pauses} s"
    if coming:
        if failed := turned_away(talk, window.end, min(coming)):
            why = f"{why}; the last that failed: {failed}"
        return Measurement(name, "", sum(window.end < at < min(coming) for at in times), why)
    if talk.runs and all(run.ending for run in talk.runs):
        return Measurement(name, "", None, "all was done before it was over")
    why = f"never let in again: {why} ({_why(talk)})"
    return Measurement(name, "", None, why, failed=not is_impatient(talk))


def window_of(talk: Conversation) -> Window | None:
    """What first went wrong in this conversation; None where nothing did."""
    return next(iter(windows(talk)), None)


def nothing_happened(name: str) -> Measurement:
    """What to say of this figure where nothing went wrong."""
    return Measurement(name, "s", None, "nothing went wrong: the moment for it never came")


def _all_events(talk: Conversation) -> list[Event]:
    return [*(event for run in talk.runs for event in run.events), *talk.beside_runs]


def _waits(run: RunLog, at: float) -> bool:
    return run.asked_at <= at and (run.ending is None or at < run.ending.at)


def _tells(event: Event) -> bool:
    """Whether an event says that something is wrong."""
    if event.kind in (Kind.AGENT_ERROR, Kind.REQUEST_ERROR):
        return True
    return event.kind is Kind.TOOL_COMPLETED and event.data.get("is_error") is True


def timing(talk: Conversation, name: str, begin: float, end: float, words: str) -> Measurement:
    """A time from one stamp to another, with how late the harness was there."""
    delay = talk.lag.at(begin, end) if talk.lag else None
    return Measurement(name, "s", max(0.0, end - begin), words, True, delay)


def turned_away(talk: Conversation, since: float, until: float = math.inf) -> str:
    """What became of the last attempt to come back that failed in this time; empty without one."""
    told, under_way = "", False
    for frame in talk.recording.frames:
        if not since < frame.t < until:
            continue
        if frame.dir == "attempt":
            under_way = True
        elif under_way and frame.dir == "setback":
            told, under_way = str(frame.fields.get("text", "")), False
        elif under_way and frame.dir == "closed":
            reason = frame.fields.get("reason")
            with_words = f", {reason}" if reason else ""
            told = f"the line was closed (code {frame.fields.get('code')}{with_words})"
            under_way = False
    return told


def _why(talk: Conversation) -> str:
    """Why nothing more came: who gave up, and how the last attempt to come back ended."""
    gave_up = next((run.gave_up for run in talk.runs if run.gave_up), "nothing more was recorded")
    why = talk.troubles[0].text if talk.troubles else gave_up
    window = window_of(talk)
    failed = turned_away(talk, window.end) if window else ""
    return f"{why}; the last attempt to come back: {failed}" if failed else why


def is_impatient(talk: Conversation) -> bool:
    """Whether the suite itself stopped waiting before the agent had all the time it may take."""
    return any(run.hurried and run.impatient for run in talk.runs)
