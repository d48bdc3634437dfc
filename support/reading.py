"""From a recording to what judges read: one log a run, and whatever went wrong beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog
from support.behaviour import Question
from support.lag import HarnessLag, lag_of
from support.protocols import Adapter, Asked, Cancelled, Pinged, Resumed, adapter_of
from support.protocols.replaying import replayed
from support.recording import RECV, Recording
from support.troubles import TOO_MUCH, Trouble, closed_at, farewell, troubles_of
from support.verdict import HarnessError

_IMPATIENT = ("patience", "deadline", TOO_MUCH)
"""Troubles that say no more than that the harness stopped listening."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One customer's session as judges read it."""

    name: str
    recording: Recording
    runs: tuple[RunLog, ...]
    beside_runs: tuple[Event, ...]
    troubles: tuple[Trouble, ...]
    lag: HarnessLag | None
    reconnected_at: tuple[float, ...] = ()
    mixed: bool = False
    """Several runs were under way at once, and events did not say to which they belong."""
    exchanges: tuple[tuple[float, Event], ...] = ()
    """When the agent was asked for its time, and its answer to that."""

    @property
    def unmapped(self) -> int:
        """Frames that no rule of the adapter took."""
        return sum(event.kind is Kind.UNMAPPED for event in self.beside_runs)

    def run_of(self, question: Question) -> RunLog:
        """The log of this question's run."""
        return next(run for run in self.runs if run.run_id == question.run_id)


Told = tuple[Conversation, RunLog]
"""A run with the conversation in which it was told."""


@dataclass(slots=True)
class _Open:
    """A run being put together."""

    question: Question
    asked_at: float
    events: list[Event] = field(default_factory=list)
    strangers: list[Event] = field(default_factory=list)
    cancelled_at: float | None = None
    refused: str | None = None
    resumed_at: list[float] = field(default_factory=list)
    repeated_at: list[float] = field(default_factory=list)


def read(
    recording: Recording,
    heard: Sequence[Event] | None = None,
    adapter: Adapter | None = None,
) -> Conversation:
    """Reads a recording with the adapter that it names, unless another is given.

    The same recording reads the same. `heard` are its events in order, where its frames were read
    already, as they are recorded: the same adapter made the same of them. Raises `HarnessError`
    where the recording is no longer whole.
    """
    _check_it_is_whole(recording)
    about = recording.about
    if adapter is None:
        name = str(about.get("protocol", "native"))
        adapter = adapter_of(name, about.get("mapping"), live=False)
    runs: dict[str, _Open] = {}
    beside: list[Event] = []
    reconnected: list[float] = []
    pings: dict[str, float] = {}
    mixed = False
    for frame, sent, events in replayed(adapter, recording.frames, heard):
        for event in events:
            mixed = mixed or (len(runs) > 1 and _nameless(event, runs))
            _place(event, runs, beside)
        match sent:
            case None:
                continue
            case Asked(question) if question.run_id in runs:
                runs[question.run_id].repeated_at.append(frame.t)
            case Asked(question):
                runs[question.run_id] = _Open(question, frame.t)
            case Cancelled(run_id) if run_id in runs and runs[run_id].cancelled_at is None:
                runs[run_id].cancelled_at = frame.t
            case Pinged(ping_id):
                pings.setdefault(ping_id, frame.t)
            case Resumed(run_id):
                reconnected.append(frame.t)
                if run_id in runs:
                    runs[run_id].resumed_at.append(frame.t)
    troubles = troubles_of(recording.frames)
    user = about.get("user") or _taken_for([*beside, *(e for r in runs.values() for e in r.events)])
    foreign = [event for event in beside if _is_foreign(event, user, runs)]
    end = closed_at(recording.frames)
    logs = tuple(
        RunLog(
            question=run.question.text,
            run_id=run.question.run_id,
            thread_id=run.question.thread_id,
            user_id=user,
            asked_at=run.asked_at,
            closed_at=end,
            events=tuple(run.events),
            strangers=(*run.strangers, *foreign),
            first_seq=adapter.first_seq,
            cancelled_at=run.cancelled_at,
            gave_up=_why_it_stopped(run, troubles, recording),
            hurried=bool(about.get("hurried")),
            unmapped=_unmapped_during(run, beside, _next_asked(run, runs)),
            impatient=any(trouble.kind in _IMPATIENT for trouble in troubles),
            cut_off=any(trouble.is_too_much for trouble in troubles),
            resumed_at=tuple(run.resumed_at),
            repeated_at=tuple(run.repeated_at),
            beside=tuple(event for event in beside if event.run_id == run.question.run_id),
        )
        for run in runs.values()
    )
    return Conversation(
        str(about.get("customer", "the customer")),
        recording,
        logs,
        tuple(beside),
        troubles,
        lag_of(recording.frames),
        tuple(reconnected),
        mixed,
        tuple((pings[event.call_id], event) for event in beside if event.call_id in pings),
    )


def _check_it_is_whole(recording: Recording) -> None:
    """What was received and is not there any more is nothing that the agent left out."""
    ends = [frame for frame in recording.frames if "received" in frame.fields]
    if not ends:
        return
    there = sum(frame.dir == RECV for frame in recording.frames)
    if there != ends[-1].fields["received"]:
        raise HarnessError(
            f"the recording holds {there} of the {ends[-1].fields['received']} messages that were "
            "received; nothing can be said about the agent"
        )


def _nameless(event: Event, runs: dict[str, _Open]) -> bool:
    if event.kind in OUTSIDE_RUNS or event.data.get("run_id") is not None:
        return False
    under_way = [
        run
        for run in runs.values()
        if not run.refused and not any(each.terminal for each in run.events)
    ]
    return len(under_way) > 1


def _place(event: Event, runs: dict[str, _Open], beside: list[Event]) -> None:
    if event.run_id is not None and event.kind not in OUTSIDE_RUNS:
        own = runs.get(event.run_id)
        if own is not None:
            own.events.append(event)
            return
    latest = next(reversed(runs.values()), None)
    if event.kind in OUTSIDE_RUNS:
        beside.append(event)
        run = runs.get(event.run_id or "", latest if event.run_id is None else None)
        refusal = event.kind is Kind.REQUEST_ERROR and not event.recoverable
        if refusal and run is not None and (run.resumed_at or not run.events):
            run.refused = run.refused or event.text or "no reason given"
    elif latest is not None:
        latest.strangers.append(event)
    else:
        beside.append(event)


def _taken_for(events: list[Event]) -> str | None:
    """Who the agent first takes the customer for, where nobody else can say."""
    return next((event.user_id for event in events if event.user_id), None)


def _is_foreign(event: Event, user: str | None, runs: dict[str, _Open]) -> bool:
    """Whether something beside the runs belongs to somebody else."""
    if event.kind not in OUTSIDE_RUNS:
        return True  # it came before any question: nothing of this customer's could
    threads = {run.question.thread_id for run in runs.values()}
    return (
        (user is not None and event.user_id not in (None, user))
        or (event.run_id is not None and event.run_id not in runs)
        or (event.thread_id is not None and event.thread_id not in threads)
    )


def _next_asked(run: _Open, runs: dict[str, _Open]) -> float:
    later = (each.asked_at for each in runs.values() if each.asked_at > run.asked_at)
    return min(later, default=math.inf)


def _unmapped_during(run: _Open, beside: list[Event], next_asked: float) -> tuple[Event, ...]:
    end = next((event.at for event in run.events if event.terminal), math.inf)
    if run.cancelled_at is not None:  # what says nothing of its run may still be work on it
        end = max(end, next_asked)
    return tuple(
        event
        for event in beside
        if event.kind is Kind.UNMAPPED
        and (event.run_id == run.question.run_id or run.asked_at <= event.at <= end)
    )


def _what_was_refused(run: _Open) -> str:
    """By what was said last; an error does not tell which message it answers."""
    if run.resumed_at:
        return "to take up the work again"
    return "the question" if run.cancelled_at is None else "the question or the cancel"


def _why_it_stopped(run: _Open, troubles: tuple[Trouble, ...], recording: Recording) -> str | None:
    """Why nothing more of an unfinished run was heard, in a sentence; None where it ended."""
    if any(event.terminal for event in run.events):
        return None
    if run.refused:
        return f"the agent refused {_what_was_refused(run)}: {run.refused}"
    for trouble in troubles:
        if trouble.run_id in (None, run.question.run_id):
            return trouble.text
    closed = farewell(recording)
    if closed is None:
        return "nothing more was recorded"
    how, at = closed
    return f"{how} {at - run.asked_at:.3f} s after the question"
