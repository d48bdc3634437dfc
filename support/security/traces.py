"""Another's work under other names: what it says gives it away where its ids were changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from scoring.contract import Finding
from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog
from support.reading import Conversation
from support.recording import RECV, SEND
from support.security.leaks import events_of

_TELLING_TEXT = 40
"""Characters beyond which two texts are not the same by chance."""

_TELLING_ID = 8
"""Characters from which on the id of a tool call is none that everybody counts up to."""

_SAYS = (Kind.TEXT_DELTA, Kind.AGENT_COMPLETED)


def disguised(run: RunLog, owner: str, talk: Conversation, since: float) -> list[Finding]:
    """What the curious one was shown after they had reached, `since`, for the run of the owner.

    Work that is none of their own, ids of the owner's tool calls, and the owner's texts, each
    told once. What is shown in their own runs, or was said by them, is no trace.
    """
    own = {each.run_id for each in talk.runs}
    work = [
        event
        for event in events_of(talk)
        if event.at >= since and event.kind not in OUTSIDE_RUNS and event.run_id not in own
    ]
    found = [
        Finding(f"was shown work that is none of theirs, after that of {owner}", event.at)
        for event in work
        if event.run_id != run.run_id
    ][:1]
    frames = talk.recording.frames
    heard = [(each.t, _text(each.data)) for each in frames if each.dir == RECV and each.t >= since]
    known = "\0".join(
        [*_shown(_theirs(talk, since)), *(_text(each.data) for each in frames if each.dir == SEND)]
    )
    ids = [(event.call_id or "", "a tool call id") for event in run.events]
    words = [(event.text, "words") for event in run.events]
    long = [each for each in ids if len(each[0]) >= _TELLING_ID]
    long += [each for each in words if len(each[0]) > _TELLING_TEXT]
    told: dict[str, Finding] = {}
    for thing, what in long:
        if what in told or thing in known:
            continue
        at = next((at for at, text in heard if any(each in text for each in _written(thing))), None)
        if at is not None:
            told[what] = Finding(f"was shown {what} from the work of {owner}", at)
    return [*found, *told.values()]


def _theirs(talk: Conversation, since: float) -> Iterator[Event]:
    """Events of the curious one's own runs.

    Nobody promised these on a line on which they asked for another's run: an answer that comes
    there may be that of the other under their name.
    """
    for run in talk.runs:
        for event in run.events:
            if not (talk.reconnected_at and event.at >= since and event.kind in _SAYS):
                yield event


def _shown(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield from (event.text, event.call_id or "")


def _written(thing: str) -> set[str]:
    """The ways in which JSON writes it."""
    return {json.dumps(thing, ensure_ascii=plain)[1:-1] for plain in (True, False)}


def _text(data: str | bytes | None) -> str:
    return data if isinstance(data, str) else (data or b"").decode("utf-8", "replace")
