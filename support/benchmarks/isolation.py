"""Whether customers at the same time saw anything of each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.events import Event, Kind
from scoring.findings import Finding
from scoring.isolation import Lookout, foreign_traces
from scoring.spellings import simplified
from support.benchmarks.promises import counted
from support.benchmarks.received import Received, beside_messages, events_of, text_of
from support.reading import Conversation
from support.recording import RECV
from support.verdict import Measurement

Stamped = tuple[float, str]
"""A text with the moment at which it was complete (monotonic seconds)."""


_FEWEST_WORDS, _SHORTEST = 6, 30
"""Words and characters of a question that nobody says by chance."""

_COUNTED = re.compile(r"[a-z]+[-_. ]?\d{1,4}", re.IGNORECASE)
"""A word and a number, as in "customer-2": what anybody may say who counts customers."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was served: whom the agent took them for, and what was theirs alone."""

    user: str
    things: Mapping[str, str]


def guest(talk: Conversation) -> Guest:
    """What is remembered of a customer when the next ones come."""
    things = _secret_things(talk)
    told = {thing: f"{what}, who was served before" for thing, what in things.items()}
    return Guest(_user(talk), told)


def _user(talk: Conversation) -> str:
    """Whom the agent takes the customer for: by their user id, or by the pass of their name."""
    return str(talk.recording.about.get("user") or talk.name)


def seen_of_others(
    talk: Conversation, everybody: Sequence[Conversation], earlier: Iterable[Guest] = ()
) -> Measurement:
    """How many things of others one customer was shown: secrets, users, questions, threads.

    Of `earlier` ones those do not count whom the agent took for this customer: it may remember
    what the same user said.
    """
    gone = [each.things for each in earlier if each.user != _user(talk)]
    others = [each for each in everybody if each is not talk]
    questions = _questions_but(talk, others)
    named = {text: what for text, (what, _) in questions.items()}
    since = [(what, asked_at) for what, asked_at in questions.values()]
    return House([*gone, named, *map(belongings, everybody)], since).seen_of_others(talk)


class House:
    """Everything that belongs to any of the customers at once, searched for in one pass.

    `since` says from when on what is called so was anybody's: what was told before is no trace.
    """

    def __init__(
        self, everybody: Iterable[Mapping[str, str]], since: Iterable[tuple[str, float]] = ()
    ) -> None:
        self._things: dict[str, str] = {}
        for things in everybody:
            self._things |= things
        self._since: dict[str, float] = {}
        for what, at in since:
            told = f"was shown {what}"
            self._since[told] = min(at, self._since.get(told, at))
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
            findings = [
                found
                for found in foreign_traces(whole, named, own, parts)
                if not self._was_nobodys(found)
            ]
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

    def _was_nobodys(self, found: Finding) -> bool:
        """Whether it was told before anybody had it."""
        since = self._since.get(found.sentence)
        return since is not None and found.at is not None and found.at < since


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
    user = telling(str(talk.recording.about.get("user") or ""))
    return _secret_things(talk) | ({user: f"the user id of {talk.name}"} if user else {})


def telling(user: str) -> str:
    """The user id where it proves something; nothing where anybody may say it who counts."""
    return "" if _COUNTED.fullmatch(user) else user


def _secret_things(talk: Conversation) -> dict[str, str]:
    """What nobody else can know."""
    secret = str(talk.recording.about.get("canary") or "")
    things = {secret: f"the secret of {talk.name}"}
    for run in talk.runs:
        things[run.run_id] = f"the run id of {talk.name}"
        things[run.thread_id] = f"the thread of {talk.name}"
    return {thing: what for thing, what in things.items() if thing}


def _questions_but(
    talk: Conversation, others: Iterable[Conversation]
) -> dict[str, tuple[str, float]]:
    """What others asked, each with what to call it and since when it was asked.

    What is a part of the own question is left out: an answer may repeat that part.
    """
    own = [simplified(run.question).casefold() for run in talk.runs]
    found: dict[str, tuple[str, float]] = {}
    for other in others:
        for run in other.runs:
            text = _question(other, run.question)
            if text and not any(simplified(text).casefold() in each for each in own):
                found.setdefault(text, (f"the question of {other.name}", run.asked_at))
    return found


def _question(talk: Conversation, text: str) -> str:
    """The question without the customer's secret; nothing where others may say the same."""
    if secret := re.escape(str(talk.recording.about.get("canary") or "")):
        text = re.sub(rf"\([^()]*{secret}[^()]*\)|{secret}", "", text)
    text = text.strip(" \n\t.?!")
    is_long = len(text) >= _SHORTEST and len(text.split()) >= _FEWEST_WORDS
    return text if is_long else ""
