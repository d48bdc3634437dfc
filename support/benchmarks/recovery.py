"""How a customer came through what went wrong: when it was noticed, and when it was over.

All of it is read from a recording in which the suite wrote down when something went wrong on
purpose. Times are seconds on the harness's monotonic clock.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from scoring.events import Event, Kind
from support.benchmarks.trouble import DOWN, Window, windows
from support.reading import Conversation
from support.recording import RECV
from support.verdict import Measurement


def clear_state(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The longest time in which the customer did not know where they stood.

    It counts from when something goes wrong, until the line shows progress of a run, an error,
    that somebody still answers there, or that it is down, and again after that; a customer whose
    line is down knows that. It ends with the trouble, or with the first word after it.
    """
    name, window = "time without a clear state", _window(talk)
    if window is None:
        return _nothing_happened(name)
    known, down = window.begin, False
    gaps: list[tuple[float, float]] = []
    for frame in talk.recording.frames:
        if frame.t <= window.begin or frame.dir not in (RECV, "alive", *DOWN):
            continue
        if not down:
            gaps.append((known, frame.t))
        known, down = frame.t, frame.dir in DOWN
        if known >= window.end:
            break
    if not gaps:
        why = f"{window.what}: nothing was heard any more ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not _impatient(talk))
    begin, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    return _timing(talk, name, begin, end, f"while {window.what}")


def noticed(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The time until the customer's app knew: a line that is down, or an error that was told."""
    name, window = "time to detect", _window(talk)
    if window is None:
        return _nothing_happened(name)
    signs = [f.t for f in talk.recording.frames if f.dir in DOWN and f.t > window.begin]
    signs += [event.at for event in _all_events(talk) if _tells(event) and event.at > window.begin]
    if not signs:
        why = f"{window.what}: neither the line nor the agent ever said so"
        return Measurement(name, "s", None, why, True, None, failed=True)
    return _timing(talk, name, window.begin, min(signs), "after it went wrong")


def recovered(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """The time from the end of the trouble until the work goes on: the first event of any run.

    Where the work was over before the trouble was, there was nothing to wait for.
    """
    name, window = "time to recover", _window(talk)
    if window is None:
        return _nothing_happened(name)
    open_runs = [run for run in talk.runs if not run.ending or run.ending.at > window.end]
    if talk.runs and not open_runs:
        return _timing(talk, name, window.end, window.end, "after it was over: all was done before")
    coming = [event.at for run in talk.runs for event in run.events if event.at >= window.end]
    if not coming:
        why = f"{window.what}: no work came back after it was over ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not _impatient(talk))
    return _timing(talk, name, window.end, min(coming), "after it was over")


def restored(talk: Conversation, worth: Sequence[Measurement], share: float) -> Measurement:
    """Seconds from the end of the trouble to the first answer that is as good as before.

    `worth` is the worth of each of the conversation's answers in per cent, in order; the first is
    the one from before the trouble, and as good is one that is worth this share of it. Not measured
    where one that nobody could judge may have been the first.
    """
    name, window = "time to restored quality", _window(talk)
    if window is None:
        return _nothing_happened(name)
    before = _worth(worth[0]) if worth else None
    if not before:
        return Measurement(name, "s", None, "there is no answer from before to compare with")
    later = [
        (run.ending.at, _worth(found), found.why)
        for run, found in zip(talk.runs, worth, strict=True)
        if run.completed and run.ending and run.ending.at >= window.end
    ]
    good = min((at for at, value, _ in later if (value or 0) >= share * before), default=math.inf)
    if unknown := [why for at, value, why in later if value is None and at < good]:
        return Measurement(name, "s", None, f"an answer could not be judged: {unknown[0]}")
    if good == math.inf:
        values = ", ".join(f"{value:.0f}%" for _, value, _ in later) or "none came"
        why = f"no answer after it was over is worth what it was before ({before:.0f}%): {values}"
        return Measurement(name, "s", None, why, True, None, failed=not _impatient(talk))
    return _timing(talk, name, window.end, good, "after it was over")


def quality_kept(worth: Sequence[Measurement]) -> Measurement:
    """The worth of the last answer, in per cent of that of the first; each is in per cent."""
    name = "quality afterwards"
    before = _worth(worth[0]) if len(worth) > 1 else None
    if not before:
        return Measurement(name, "%", None, "there is no answer from before to compare with")
    after = _worth(worth[-1])
    if after is None:
        why = f"the last answer could not be judged: {worth[-1].why}"
        return Measurement(name, "%", None, why)
    why = f"{after:.1f}% after, {before:.1f}% before"
    return Measurement(name, "%", round(100 * after / before, 3), why)


def answered(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """Seconds from the end of the trouble to the customer's last answer; none where it came before.

    A question that the agent lost and that was put anew is answered by the answer to that.
    """
    name, window = "time to an answer", _window(talk)
    if window is None:
        return _nothing_happened(name)
    last = talk.runs[-1]
    if last.completed and last.ending and last.answer.strip():
        return _timing(talk, name, window.end, max(window.end, last.ending.at), "after it was over")
    ended = f"the run ended with {last.ending.kind.value}" if last.ending else _why(talk)
    why = f"{window.what}: no answer came ({ended})"
    return Measurement(name, "s", None, why, True, None, failed=not _impatient(talk))


def cancelled(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """Seconds from the cancel, or from the end of the trouble if that was later, to the stop."""
    name, window, run = "cancel confirmed", _window(talk), talk.runs[0]
    if window is None or run.cancelled_at is None:
        return _nothing_happened(name)
    if run.ending is None:
        why = f"{window.what}: the cancel was never confirmed ({_why(talk)})"
        return Measurement(name, "s", None, why, True, None, failed=not _impatient(talk))
    if run.ending.kind is not Kind.RUN_CANCELLED:
        why = f"the work went on: it ended with {run.ending.kind.value.replace('_', ' ')}"
        return Measurement(name, "s", None, why, True, None, failed=True)
    since = max(run.cancelled_at, window.end)
    return _timing(talk, name, since, max(since, run.ending.at), "after it was over")


def attempts(talk: Conversation) -> list[float]:
    """When the customer's app tried to connect again."""
    return [frame.t for frame in talk.recording.frames if frame.dir == "attempt"]


def let_in(talk: Conversation, _all: Sequence[Conversation] = ()) -> Measurement:
    """How often a customer knocked after the trouble was over until the work went on.

    Who never comes through was not let in; where all was done before, nobody had to be.
    """
    name, window = "attempts until let in", _window(talk)
    if window is None:
        return _nothing_happened(name)
    times = attempts(talk)
    pauses = ", ".join(f"{b - a:.2f}" for a, b in pairwise(times)) or "none"
    coming = [event.at for run in talk.runs for event in run.events if event.at >= window.end]
    why = f"{len(times)} in all, with pauses of {pauses} s"
    if coming:
        return Measurement(name, "", sum(window.end < at < min(coming) for at in times), why)
    if talk.runs and all(run.ending for run in talk.runs):
        return Measurement(name, "", None, "all was done before it was over")
    why = f"never let in again: {why} ({_why(talk)})"
    return Measurement(name, "", None, why, failed=not _impatient(talk))


def _window(talk: Conversation) -> Window | None:
    return next(iter(windows(talk)), None)


def _nothing_happened(name: str) -> Measurement:
    return Measurement(name, "s", None, "nothing went wrong: the moment for it never came")


def _all_events(talk: Conversation) -> list[Event]:
    return [*(event for run in talk.runs for event in run.events), *talk.beside_runs]


def _tells(event: Event) -> bool:
    """Whether an event says that something is wrong."""
    if event.kind in (Kind.AGENT_ERROR, Kind.REQUEST_ERROR):
        return True
    return event.kind is Kind.TOOL_COMPLETED and event.data.get("is_error") is True


def _timing(talk: Conversation, name: str, begin: float, end: float, words: str) -> Measurement:
    delay = talk.lag.at(begin, end) if talk.lag else None
    return Measurement(name, "s", max(0.0, end - begin), words, True, delay)


def _why(talk: Conversation) -> str:
    if talk.troubles:
        return talk.troubles[0].text
    return next((run.gave_up for run in talk.runs if run.gave_up), "nothing more was recorded")


def _worth(found: Measurement) -> float | None:
    """What an answer is worth: nothing where the agent failed; None where nobody can say."""
    return 0.0 if found.value is None and found.failed else found.value


def _impatient(talk: Conversation) -> bool:
    return any(run.hurried and run.impatient for run in talk.runs)
