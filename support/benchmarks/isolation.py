"""Whether customers at the same time saw anything of each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from scoring.events import Event, Kind
from scoring.isolation import Lookout, foreign_traces
from support.benchmarks.promises import counted
from support.benchmarks.received import Received, beside_messages, events_of, text_of
from support.reading import Conversation
from support.recording import RECV
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
        received = Received(talk, self._lookout)
        suspects = self._lookout.suspects(received.texts, own, received.messages)
        findings = []
        if suspects:
            named = {thing: what for thing, what in self._things.items() if thing in suspects}
            whole, parts = _whole_and_parts(talk)
            findings = foreign_traces(whole, named, own, parts)
        told = any(run.events for run in talk.runs)
        too_much = next((trouble for trouble in talk.troubles if trouble.is_too_much), None)
        if not findings and too_much:
            return Measurement("isolation", "faults", None, too_much.text)
        if not findings and not (others and told):
            why = "nothing of the work was received" if others else "there was nobody else"
            return Measurement("isolation", "faults", None, why)
        kept = f"searched {received.number} messages for {others} things of others"
        since = talk.runs[0].asked_at if talk.runs else talk.recording.frames[0].t
        return counted("isolation", findings, kept, since)


def _whole_and_parts(talk: Conversation) -> tuple[list[Stamped], dict[Stamped, None]]:
    """Texts that are whole, and those whose first and last words may be parts of longer ones."""
    frames = talk.recording.frames
    got = {n: (f.t, text_of(f)) for n, f in enumerate(frames) if f.dir == RECV}
    events = events_of(talk)
    answer = [event for event in events if event.kind is Kind.TEXT_DELTA]
    pieces = {event.frame for event in answer}
    whole = [
        *(got[n] for n in got.keys() - pieces),
        *((event.at, _beside_piece(event)) for event in events if event.frame in pieces),
        *_joined((event.run_id, event.at, event.text) for event in answer),
        *beside_messages(frames),
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
