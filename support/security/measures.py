"""What came of those who should not have been served, or who wanted to do harm: as figures.

Each measure is a number of faults (none allowed), or the seconds that something took.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from scoring.events import OUTSIDE_RUNS, Kind
from scoring.findings import Finding
from scoring.isolation import foreign_traces
from support.benchmarks.isolation import telling
from support.benchmarks.promises import answered, counted
from support.reading import Conversation
from support.recording import RECV, SEND
from support.security.hostile_client import Struck
from support.security.leaks import events_of
from support.security.traces import disguised
from support.troubles import CLOSED, farewell
from support.verdict import Limit, Measurement, NotMeasured

_REFUSED = re.compile(r"refused the connection with HTTP (\d+)")
_OF_CLIENT, _OF_SERVER = 400, 500
_BROKE_DOWN = 1011
"""What a server closes with that met an unexpected condition (RFC 6455, section 7.4.1)."""

_NO_FAREWELL = (None, 1006)
"""The line ended and nobody said goodbye (RFC 6455, section 7.4.1): maybe it was the network."""


def turned_away(talk: Conversation) -> Measurement:
    """How often somebody who should not be served was; a refusal in any form is none.

    A refusal is an opening exchange that is declined, a farewell, or an error in place of work.
    An agent that breaks down over a bad pass has not refused it; a line that just broke off tells
    neither.
    """
    name = "strangers served"
    work = [event for event in events_of(talk) if event.kind not in OUTSIDE_RUNS]
    if work:
        shown = work[0].kind.value.replace("_", " ")
        since = talk.recording.frames[0].t
        found = [Finding(f"somebody with no right to it was served: {shown}", work[0].at)]
        return counted(name, found, "", since)
    if broke := _breakdown(talk):
        return Measurement(name, "faults", 1, f"it broke down instead of refusing: {broke}")
    if strange := _not_understood(talk):
        why = f"after the question it said something that nobody understands: {strange}"
        return Measurement(name, "faults", None, why)
    if refusal := _refusal(talk):
        return Measurement(name, "faults", 0, refusal)
    if closed := farewell(talk.recording):
        why = f"the line broke off without a farewell: {closed[0]}"
    else:
        why = talk.troubles[0].text if talk.troubles else "nothing was said"
    return Measurement(name, "faults", None, f"neither served nor refused: {why}")


def next_served(talk: Conversation) -> Measurement:
    """Whether whoever came after an attack got an answer."""
    name = "answer to the next customer"
    if talk.runs:
        found = answered(talk.runs[0], talk.lag)
        return Measurement(name, "faults", found.value, found.why, failed=found.failed)
    death = talk.recording.about.get("obituary")
    said = talk.troubles[0].text if talk.troubles else "the line was closed"
    why = f"{said}; {death}" if death else said
    return Measurement(name, "faults", None, f"nobody is served any more: {why}", failed=True)


def shown_of(owner: Conversation, talk: Conversation) -> Measurement:
    """How many things of one customer another was shown who reached for them.

    Its secret, its user id, and every event of its work, under whatever name; an error that
    repeats what the curious one had sent shows nothing. Raises `NotMeasured` where they never
    reached for it.
    """
    name = "things of another that were shown"
    reached = [frame for frame in talk.recording.frames if frame.dir == SEND]
    run = owner.runs[0] if owner.runs else None
    if run is None or not any(_names(frame.data, run.run_id, run.thread_id) for frame in reached):
        raise NotMeasured("the curious customer never came to reach for the other's work")
    facts = owner.recording.about
    things = {
        str(facts.get("canary") or ""): f"the secret of {owner.name}",
        telling(str(facts.get("user") or "")): f"the user id of {owner.name}",
    }
    texts = [
        (
            frame.t,
            frame.data if isinstance(frame.data, str) else frame.data.decode("utf-8", "replace"),
        )
        for frame in talk.recording.frames
        if frame.dir == RECV and frame.data is not None
    ]
    texts += [
        (frame.t, str(frame.fields.get("reason") or ""))
        for frame in talk.recording.frames
        if frame.dir in CLOSED
    ]
    own = [str(talk.recording.about.get("user") or "")]
    found = foreign_traces(texts, {key: what for key, what in things.items() if key}, own)
    found += [
        Finding(f"was shown the work of {owner.name}", event.at)
        for event in events_of(talk)
        if event.kind not in OUTSIDE_RUNS and event.run_id == run.run_id
    ][:1]
    since = next(each.t for each in reached if _names(each.data, run.run_id, run.thread_id))
    found += disguised(run, owner.name, talk, since)
    return counted(name, found, f"{len(texts)} messages searched", reached[0].t)


def went_on(owner: Conversation, talk: Conversation) -> Measurement:
    """Whether one customer's work came to its answer although another reached for it meanwhile."""
    if not owner.runs:
        raise NotMeasured("the customer asked nothing")
    run = owner.runs[0]
    tried = [
        frame.t
        for frame in talk.recording.frames
        if frame.dir == SEND and _names(frame.data, run.run_id, run.run_id)
    ]
    end = next((event.at for event in run.events if event.terminal), run.closed_at)
    if not tried or not run.asked_at <= tried[0] <= end:
        raise NotMeasured("the other's work was over before anybody reached for it")
    found = answered(run, owner.lag)
    return Measurement("work that another reached for", "faults", found.value, found.why)


def reaction(talk: Conversation, what: str, limit: Limit) -> Measurement:
    """Seconds until the agent answered a senseless message with an error, or hung up.

    None that came is held against the agent only where the suite waited as long as the limit.
    """
    name = f"reaction to a message {what}"
    sent = [frame.t for frame in talk.recording.frames if frame.dir == SEND]
    if not sent:
        why = talk.troubles[0].text if talk.troubles else "the message was never sent"
        return Measurement(name, "s", None, why)
    told = [
        (each.at, f"told: {each.text}")
        for each in talk.beside_runs
        if each.kind is Kind.REQUEST_ERROR and each.at >= sent[-1]
    ]
    closed = farewell(talk.recording)
    if closed:
        told.append((closed[1], closed[0]))
    if not told:
        waited = talk.recording.frames[-1].t - sent[-1]
        why = f"it was neither answered nor refused in {waited:.1f} s"
        failed = waited > limit.enforced
        if strange := [each for each in talk.beside_runs if each.kind is Kind.UNMAPPED]:
            why = f"the answer to it is none that the protocol knows: {strange[-1].text[:200]}"
            failed = False
        return Measurement(name, "s", None, why, timing=True, failed=failed)
    at, why = min(told)
    lag = talk.lag.at(sent[-1], at) if talk.lag else None
    return Measurement(name, "s", at - sent[-1], f"after it; {why}", timing=True, harness_lag=lag)


def hang_up(struck: Struck) -> Measurement:
    """Seconds until the agent hung up on a line that broke the rules."""
    name = f"hanging up on a message {struck.attack}"
    if not struck.opened:
        return Measurement(name, "s", None, struck.how, timing=True)
    if struck.after_s is None:
        why = f"it did not hang up: {struck.how}"
        return Measurement(name, "s", None, why, timing=True, failed=True)
    if struck.in_vain:
        return Measurement(name, "s", None, struck.in_vain, timing=True)
    why = f"after it; {struck.how}"
    return Measurement(name, "s", struck.after_s, why, timing=True, harness_lag=struck.lag_s)


def told(struck: Iterable[Struck]) -> str:
    """What was tried and what came of it, one line each."""
    return "\n".join(
        f"{each.attack}: {each.how}"
        + ("" if each.after_s is None else f", {each.after_s:.3f} s after it")
        for each in struck
    )


def _breakdown(talk: Conversation) -> str:
    """How the agent ended over a visit: its process, or by its own word; empty where it did not."""
    if death := talk.recording.about.get("obituary"):
        return str(death)
    for trouble in talk.troubles:
        status = _REFUSED.search(trouble.text)
        if status and not _OF_CLIENT <= int(status[1]) < _OF_SERVER:
            return trouble.text
    closed = farewell(talk.recording)
    return closed[0] if closed and _last_code(talk) == _BROKE_DOWN else ""


def _refusal(talk: Conversation) -> str:
    """How somebody was turned away, empty where they were not."""
    for trouble in talk.troubles:
        if _REFUSED.search(trouble.text):
            return trouble.text
    closed = farewell(talk.recording)
    if closed and _last_code(talk) not in _NO_FAREWELL:
        return closed[0]
    errors = [each for each in talk.beside_runs if each.kind is Kind.REQUEST_ERROR]
    return f"told: {errors[0].text}" if errors else ""


def _not_understood(talk: Conversation) -> str:
    """The first message after the question that the protocol does not know; empty for none."""
    asked = min((run.asked_at for run in talk.runs), default=math.inf)
    unknown = [each for each in talk.beside_runs if each.kind is Kind.UNMAPPED]
    return next((each.text[:200] or "?" for each in unknown if each.at >= asked), "")


def _last_code(talk: Conversation) -> int | None:
    """The code of the last farewell; None where there was none, or none that was recorded."""
    ends = [frame for frame in talk.recording.frames if frame.dir in CLOSED]
    return ends[-1].fields.get("code") if ends else None


def _names(data: str | bytes | None, *ids: str) -> bool:
    text = data if isinstance(data, str) else (data or b"").decode("utf-8", "replace")
    return any(each and each in text for each in ids)
