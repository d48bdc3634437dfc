"""Another's work under other names: what it says gives it away where its ids were changed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator

from scoring.events import OUTSIDE_RUNS, Event, Kind, RunLog
from scoring.findings import Finding
from support.reading import Conversation
from support.recording import RECV, SEND
from support.security.leaks import events_of

_TELLING_TEXT = 40
"""Characters beyond which two texts are not the same by chance."""

_TELLING_ID = 8
"""Characters from which on the id of a tool call is none that everybody counts up to."""

_SAYS = (Kind.TEXT_DELTA, Kind.AGENT_COMPLETED)
_THINKS = Kind.AGENT_THINKING

_UNSAID = re.compile(r"[\W_]+")

Piece = tuple[str, float, str]
"""Where in messages of its shape a text stood, when it came, and what it says."""


def disguised(run: RunLog, owner: str, talk: Conversation, since: float) -> list[Finding]:
    """What the curious one was shown after they had reached, `since`, for the run of the owner.

    Work that is none of their own, ids of the owner's tool calls, and the owner's texts, each
    told once, and however small the pieces that they came in. What is shown in their own runs, or
    was said by them, is no trace.
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
    if "words" not in told and (at := _piecemeal(run, talk, since, known)) is not None:
        told["words"] = Finding(f"was shown words from the work of {owner}, in pieces", at)
    return [*found, *told.values()]


def _piecemeal(run: RunLog, talk: Conversation, since: float, known: str) -> float | None:
    """When pieces, put together, told a stretch of what the owner was told; None for never.

    A stretch is no sign in the curious one's own runs, as two answers may have sentences in
    common; there it takes the whole of the owner's answer.
    """
    own = [event for each in talk.runs for event in each.events]
    asked = [each.question for each in talk.runs]
    theirs = _plain("\0".join([known, *(event.text for event in own), *asked, *_joined(own)]))
    said = [_together(run.events, kinds) for kinds in ((_SAYS[0],), (_SAYS[1],), (_THINKS,))]
    stretches = {part for text in said for part in _stretches(text) if part not in theirs}
    frames, places = talk.recording.frames, {event.frame for event in own}
    others = (
        piece
        for place, frame in enumerate(frames)
        if frame.dir == RECV and frame.t >= since and place not in places
        for piece in _pieces(frame.t, _text(frame.data))
    )
    if (at := _told(others, stretches)) is not None:
        return at
    before = _plain("\0".join([known, *_joined(e for e in own if e.at < since), *asked]))
    whole = {text for text in said[:2] if len(text) > _TELLING_TEXT and text not in before}
    late = [event for event in own if event.at >= since] if talk.reconnected_at else []
    return _told(((event.kind.value, event.at, event.text) for event in late), whole)


def _told(pieces: Iterable[Piece], wanted: Collection[str]) -> float | None:
    """When the texts that stood in the same place said one of these between them."""
    if not wanted:
        return None
    longest, least, said = max(map(len, wanted)), min(map(len, wanted)), dict[str, str]()
    begun = {each[:least]: each for each in wanted}
    for place, at, text in pieces:
        # What was there before was looked through; only its end can go on in this one.
        so_far = said.get(place, "")[-longest:] + _plain(text)
        for start in range(len(so_far) - least + 1):
            each = begun.get(so_far[start : start + least])
            if each and so_far.startswith(each, start):
                return at
        said[place] = so_far
    return None


def _pieces(at: float, text: str) -> Iterator[Piece]:
    """Every text in a message, with where it stands there; the message itself where it is none."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        yield "", at, text
        return
    shape = sorted(message) if isinstance(message, dict) else ""
    rest = [(f"{shape}", message)]
    while rest:
        place, value = rest.pop()
        if isinstance(value, str):
            yield place, at, value
        elif isinstance(value, dict):
            rest += reversed([(f"{place}.{key}", each) for key, each in value.items()])
        elif isinstance(value, list):
            rest += [(place, each) for each in reversed(value)]


def _stretches(plain: str) -> Iterator[str]:
    """Every part of it that is too long for chance."""
    size = _TELLING_TEXT
    return (plain[at : at + size] for at in range(len(plain) - size + 1))


def _together(events: Iterable[Event], kinds: Collection[Kind]) -> str:
    return _plain("".join(event.text for event in events if event.kind in kinds))


def _joined(events: Iterable[Event]) -> Iterator[str]:
    """What events of a kind say one after another."""
    texts: dict[Kind, list[str]] = {}
    for event in events:
        texts.setdefault(event.kind, []).append(event.text)
    return map("".join, texts.values())


def _plain(text: str) -> str:
    """Letters and digits alone: pieces may have lost what stood between them."""
    return _UNSAID.sub("", text.casefold())


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
