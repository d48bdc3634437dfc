"""Whether customers at the same time saw anything of each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from scoring.events import Event, Kind
from scoring.isolation import foreign_traces
from support.benchmarks.promises import counted
from support.reading import CLOSED, Conversation
from support.recording import RECV, Frame
from support.verdict import Measurement


def seen_of_others(talk: Conversation, everybody: Sequence[Conversation]) -> Measurement:
    """How many things of others one customer was shown: secrets, users, questions, threads."""
    belongings: dict[str, str] = {}
    for other in everybody:
        if other is not talk:
            belongings |= _belongings(other)
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
    findings = foreign_traces(whole, belongings, _belongings(talk), dict.fromkeys(parts))
    if not belongings or not (got or findings):
        why = "nothing was received" if belongings else "there was nobody else"
        return Measurement("isolation", "faults", None, why)
    kept = f"searched {len(got)} messages for {len(belongings)} things of others"
    since = talk.runs[0].asked_at if talk.runs else frames[0].t
    return counted("isolation", findings, kept, since)


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


def _belongings(talk: Conversation) -> dict[str, str]:
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
