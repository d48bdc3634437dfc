"""The event contract and users' isolation as figures: how often each promise was broken."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from scoring import contract
from scoring.endings import endings
from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog
from scoring.findings import Finding
from support.benchmarks import timing
from support.benchmarks.rework import done_anew
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.reading import Conversation
from support.recording import GARBLED, SEND, Frame
from support.verdict import Direction, Limit, Measurement

NEVER = Limit(0, "faults")
"""A promise that may not be broken even once."""

_AT_ONCE = Limit(0, "s")
AT_LEAST_ONE = Limit(1, "errors", Direction.AT_LEAST)


def _kept(
    name: str,
    check: Callable[[RunLog], list[Finding]],
    about: Callable[[Event], bool] | None = None,
    things: str = "events",
    capability: str = "",
) -> Measure:
    """A measure that counts how often a run broke one promise of the contract.

    A promise counts as kept only by a run that completed, or that its customer cancelled, and
    that shows something which the promise is `about`. What did not come is held against the
    agent only where the harness waited as long as the profile grants.
    """

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        findings = check(run) or ([] if run.events else contract.starts_late(run))
        if run.cut_off or (run.hurried and run.impatient):
            known = [finding for finding in findings if not finding.absent]
            if len(known) < len(findings) and not known:
                return Measurement(name, "faults", None, findings[0].sentence)
            findings = known
        if not findings and not _went_its_way(run):
            why = f"the run did not complete: {run.gave_up or _ending_of(run)}"
            return Measurement(name, "faults", None, why)
        seen = sum(map(about, run.events)) if about else len(run.events)
        if not findings and not seen:
            why = f"there were no {things} to see in this run"
            if capability:
                why += (
                    f"; if that is by design, set {capability} = false under [can] in its profile"
                )
            return Measurement(name, "faults", None, why)
        return counted(name, findings, f"kept over {seen} {things}", run.asked_at)

    return measure


def _went_its_way(run: RunLog) -> bool:
    if run.completed:
        return True
    return run.ending is not None and run.cancelled_at is not None


def _ending_of(run: RunLog) -> str:
    return run.ending.kind.value.replace("_", " ") if run.ending else "it has no ending"


def _numbered(event: Event) -> bool:
    return event.data.get("seq") is not None


def _named(event: Event) -> bool:
    if event.user_id is not None or event.thread_id is not None:
        return True
    return event.data.get("run_id") is not None


def _nested(event: Event) -> bool:
    return event.kind is Kind.AGENT_STARTED and not event.root


def _called(event: Event) -> bool:
    return event.kind is Kind.TOOL_EXECUTING


def _never_cancelled(run: RunLog) -> list[Finding]:
    ending = run.ending
    if ending is None:
        return endings(run)
    if ending.kind is Kind.RUN_CANCELLED:
        return []
    return [Finding(f"the run ended with {ending.kind.value.replace('_', ' ')}", ending.at)]


def _no_answer(run: RunLog) -> list[Finding]:
    if run.completed and not contract.is_blank(run.answer):
        return []
    return contract.broken_pieces(run)


def _not_once(run: RunLog) -> list[Finding]:
    return [*contract.starts_late(run), *_unasked(run), *done_anew(run)]


def _unasked(run: RunLog) -> list[Finding]:
    """Work under ids that no question has, told once an id, or once a start."""
    found: list[Finding] = []
    known: set[str | None] = set()
    for event in run.strangers:
        if event.kind in OUTSIDE_RUNS:
            continue
        if event.kind is Kind.AGENT_STARTED:
            found.append(Finding("work began that nobody asked for", event.at))
        elif event.run_id not in known:
            what = event.kind.value.replace("_", " ")
            found.append(Finding(f"there was work that nobody asked for ({what})", event.at))
        known.add(event.run_id)
    return found


all_five_signs = _kept("signs of work", contract.missing_kinds)
start_first = _kept("start of the work", contract.starts_late)
tools_answered = _kept("tool results", contract.unpaired_tools, _called, "tool calls", "tools")
helpers_nested = _kept("helpers", contract.unnested_agents, _nested, "helpers", "teams")
one_ending = _kept("end of the work", endings)
own_ids = _kept("ownership", contract.foreign_ids, _named, "events with ids", "identity")
in_sequence = _kept("delivery", contract.sequence_breaks, _numbered, "numbered events", "sequence")
whole_answer = _kept("pieces and answer", contract.broken_pieces)
answered = _kept("answer", _no_answer)
worked_once = _kept("work on one question", _not_once)
_ended_cancelled = _kept("end of the cancelled work", _never_cancelled)


def ended_cancelled(run: RunLog, lag: HarnessLag | None) -> Measurement:
    """How often a cancelled run ended otherwise; unknown where its end and the cancel crossed."""
    if run.cancelled_at is None:
        why = f"the moment to cancel never came: {run.gave_up or _ending_of(run)}"
        return Measurement("end of the cancelled work", "faults", None, why)
    found = _ended_cancelled(run, lag)
    cancelled = timing.cancel_latency(_AT_ONCE)(run, lag)
    if found.value and cancelled.value is None and not cancelled.failed:
        return replace(found, value=None, why=cancelled.why)
    return found


def error_answers(talk: Conversation, _all: Sequence[Conversation]) -> Measurement:
    """How many errors, with words, answered what the customer's device had garbled.

    Such an error comes after the unreadable message, before the next one, and names no run.
    """
    frames = talk.recording.frames
    name, sent = "errors told to the customer", _garbled(frames)
    if sent is None:
        return Measurement(name, "errors", None, "no unreadable message was sent")
    since = frames[sent].t
    until = next((each.t for each in frames[sent + 1 :] if each.dir == SEND), math.inf)
    errors = [
        event
        for event in talk.beside_runs
        if event.kind is Kind.REQUEST_ERROR and event.run_id is None and event.text.strip()
        if since < event.at <= until
    ]
    why = f"told: {errors[0].text}" if errors else "no error was reported"
    return Measurement(name, "errors", len(errors), why)


def _garbled(frames: Sequence[Frame]) -> int | None:
    """Which line is what the device sent unreadable: the one after the mark.

    Recordings made elsewhere have no mark; there it is the first message that is no JSON.
    """
    sent = [number for number, each in enumerate(frames) if each.dir == SEND]
    marks = [number for number, each in enumerate(frames) if each.dir == GARBLED]
    if marks:
        return next((number for number in sent if number > marks[0]), None)
    return next((number for number in sent if not _is_json(frames[number].data)), None)


def _is_json(data: str | bytes | None) -> bool:
    try:
        msgspec.json.decode(data or "")
    except (ValueError, RecursionError):
        return False
    return True


def counted(name: str, findings: Sequence[Finding], kept: str, since: float) -> Measurement:
    """The number of findings, with the first three told; `since` is where their time begins."""
    if not findings:
        return Measurement(name, "faults", 0, kept)
    told = [_told(finding, since) for finding in findings[:3]]
    if len(findings) > 3:
        told.append(f"and {len(findings) - 3} more")
    return Measurement(name, "faults", len(findings), "; ".join(told))


def _told(finding: Finding, since: float) -> str:
    if finding.at is None:
        return finding.sentence
    return f"{finding.sentence} (at {finding.at - since:.3f} s)"
