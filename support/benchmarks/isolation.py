"""Whether customers at the same time saw anything of each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from scoring.events import Event, Kind
from scoring.isolation import Lookout, foreign_traces
from support.benchmarks.promises import counted
from support.reading import Conversation
from support.recording import RECV, Frame
from support.troubles import CLOSED
from support.verdict import Measurement

Stamped = tuple[float, str]
"""A text with the moment at which it was complete (monotonic seconds)."""


def seen_of_others(talk: Conversation, everybody: Sequence[Conversation]) -> Measurement:
    """How many things of others one customer was shown: secrets, users, questions, threads."""
    return House(map(belongings, everybody)).seen_of_others(talk)


class House:
    """Everything that belongs to any of the customers at once, searched for in one pass."""

    def __init__(self, everybody: Iterable[Mapping[str, str]]) -> None:
        self._things: dict[str, str] = {}
        for things in everybody:
            self._things |= things
        self._lookout = Lookout(self._things)

    def seen_of_others(self, talk: Conversation) -> Measurement:
        """How many things of others this customer was shown."""
        own = belongings(talk)
        others = len(self._things) - sum(thing in self._things for thing in own)
        texts, got = _everything(talk)
        received = len(got)
        suspects = self._lookout.suspects(texts, own, got)
        findings = []
        if suspects:
            named = {thing: what for thing, what in self._things.items() if thing in suspects}
            whole, parts = _whole_and_parts(talk)
            findings = foreign_traces(whole, named, own, parts)
        told = any(run.events for run in talk.runs)
        if not findings and not (others and told):
            why = "nothing of the work was received" if others else "there was nobody else"
            return Measurement("isolation", "faults", None, why)
        kept = f"searched {received} messages for {others} things of others"
        since = talk.runs[0].asked_at if talk.runs else talk.recording.frames[0].t
        return counted("isolation", findings, kept, since)


def _everything(talk: Conversation) -> tuple[set[str], list[str]]:
    """Whatever was received, put together by every rule; and the messages as they came.

    Between them they hold every text in which `_whole_and_parts` would look. A message that is one
    object says nothing in base64 but within one of its names and values, which are among the texts,
    each of them once; any other message is there as a whole.
    """
    frames = talk.recording.frames
    got = {n: _text(frame) for n, frame in enumerate(frames) if frame.dir == RECV}
    texts = {str(frame.fields.get("reason") or "") for frame in frames if frame.dir in CLOSED}
    kinds: dict[Kind, list[Event]] = {}
    runs: dict[str | None, list[str]] = {}
    for event in _events_of(talk):
        kinds.setdefault(event.kind, []).append(event)
    for event in kinds.get(Kind.TEXT_DELTA, ()):
        runs.setdefault(event.run_id, []).append(event.text)
    texts |= {"".join(said) for said in runs.values()}
    whole = set(got)
    for events in kinds.values():
        for event in events:
            inner = _within(event, got)
            if inner is not None:
                whole.discard(event.frame)
                texts.update(inner)
        texts.add("".join([event.text for event in events]))
        data = [event.data for event in events]
        for field in set().union(*data):
            texts.add(field)
            words = [said for each in data if isinstance(said := each.get(field), str)]
            parts = set(words)
            # Put together they hold each of them; what is the same every time, one of them does.
            texts.add("".join(words if len(parts) > 1 else parts))
    return texts | {got[n] for n in whole}, list(got.values())


def _within(event: Event, got: Mapping[int, str]) -> Iterable[str] | None:
    """What the event holds beside its plain words; None where its message may hold more than it.

    It holds less where a name stood twice in the message, and the first of them was lost.
    """
    text = got.get(event.frame, "")
    named = len(event.data) + 1  # the kind is a name, but no field
    inner: list[str] = []
    if "[" in text or text.find("{", 1) > 0:
        try:
            for value in event.data.values():
                if isinstance(value, dict | list):
                    named += _names_in(value)
                    inner.append(msgspec.json.encode(value).decode())
        except RecursionError:
            return None
    return inner if text.count('":') == named else None


def _names_in(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_names_in, value.values()))
    return sum(map(_names_in, value)) if isinstance(value, list) else 0


def _whole_and_parts(talk: Conversation) -> tuple[list[Stamped], dict[Stamped, None]]:
    """Texts that are whole, and those whose first and last words may be parts of longer ones."""
    frames = talk.recording.frames
    got = {n: (f.t, _text(f)) for n, f in enumerate(frames) if f.dir == RECV}
    farewells = [(f.t, str(f.fields.get("reason") or "")) for f in frames if f.dir in CLOSED]
    events = _events_of(talk)
    answer = [event for event in events if event.kind is Kind.TEXT_DELTA]
    pieces = {event.frame for event in answer}
    whole = [
        *(got[n] for n in got.keys() - pieces),
        *((event.at, _beside_piece(event)) for event in events if event.frame in pieces),
        *_joined((event.run_id, event.at, event.text) for event in answer),
        *farewells,
    ]
    parts = [
        *(got[n] for n in got.keys() & pieces),
        *_joined((event.kind, event.at, event.text) for event in events),
        *_joined(
            ((event.kind, field), event.at, words)
            for event in events
            for field, words in event.data.items()
            if isinstance(words, str)
        ),
    ]
    return whole, dict.fromkeys(parts)


def _text(frame: Frame) -> str:
    data = frame.data or ""
    return data if isinstance(data, str) else data.decode("utf-8", "replace")


def _events_of(talk: Conversation) -> list[Event]:
    """Everything that was received, in order of receipt."""
    of_runs = [event for run in talk.runs for event in (*run.events, *run.strangers)]
    # What is no run's own may be told beside several runs.
    once = {id(event): event for event in (*of_runs, *talk.beside_runs)}
    return sorted(once.values(), key=lambda event: event.frame)


def _beside_piece(event: Event) -> str:
    """What came with a piece of the answer; the piece is whole only together with the others."""
    if event.kind is not Kind.TEXT_DELTA:
        fields = dict(event.data)
    else:
        fields = {field: value for field, value in event.data.items() if value != event.text}
    try:
        return json.dumps(fields)
    except (ValueError, RecursionError):  # numbers and nesting beyond all measure
        return ""


def _joined(parts: Iterable[tuple[object, float, str]]) -> list[tuple[float, str]]:
    """What belongs together as one text, with the stamp of its last part."""
    texts: dict[object, tuple[float, list[str]]] = {}
    for key, at, text in parts:
        _, before = texts.get(key, (at, []))
        before.append(text)
        texts[key] = (at, before)
    return [(at, "".join(said)) for at, said in texts.values()]


def belongings(talk: Conversation) -> dict[str, str]:
    """What is this customer's own, with what to call it."""
    facts = talk.recording.about
    things = {
        str(facts.get("canary") or ""): f"the secret of {talk.name}",
        str(facts.get("user") or ""): f"the user id of {talk.name}",
    }
    for run in talk.runs:
        things[run.run_id] = f"the run id of {talk.name}"
        things[run.thread_id] = f"the thread of {talk.name}"
    return {thing: what for thing, what in things.items() if thing}
