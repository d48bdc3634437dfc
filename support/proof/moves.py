"""What is done to a healthy recording so that one figure comes to lie where it is wanted.

A recording is moved as a whole: whatever was stamped after a moment is stamped so much later,
the harness's own delay included, so that nothing about it is faster or slower than it says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf, nextafter

from scoring.events import Kind, RunLog
from support.benchmarks.trouble import windows
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame

Talks = Sequence[Sequence[Conversation]]
Move = Callable[[Talks, float], list[list[Conversation]]]
"""From what a scenario recorded, and how much (seconds, times or a share): the same, moved."""

Steps = Iterable[tuple[float, float]]
"""From which moment on (monotonic seconds) everything comes how many seconds later."""


_HEARTBEAT = '{"type":"heartbeat"}'


def later(talk: Conversation, steps: Steps) -> Conversation:
    """The conversation with whatever was stamped at one of these moments, or after it, later."""
    known = sorted(steps)

    def moved(at: float) -> float:
        return at + sum(seconds for moment, seconds in known if moment <= at)

    def moved_frame(frame: Frame) -> Frame:
        fields = dict(frame.fields)
        if "due" in fields:
            fields["due"] = float(fields["due"]) + moved(frame.t) - frame.t
        if "unix" in fields:
            fields["unix"] = float(fields["unix"]) + moved(frame.t) - frame.t
        return replace(frame, t=moved(frame.t), fields=fields)

    frames = tuple(moved_frame(frame) for frame in talk.recording.frames)
    return read(replace(talk.recording, frames=frames))


def _each(talks: Talks, steps: Callable[[RunLog], Steps]) -> list[list[Conversation]]:
    """Every run of every conversation moved by its own steps."""
    return [
        [later(talk, [step for run in talk.runs for step in steps(run)]) for talk in sent]
        for sent in talks
    ]


def first_sign(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """The first event of every run comes so much later, and everything after it."""
    return _each(talks, lambda run: [(run.events[0].at, seconds)])


def first_sign_now_and_then(talks: Talks, times: float) -> list[list[Conversation]]:
    """In so many of the rounds the first event comes a minute later."""
    late = first_sign(talks, 60.0)
    count = round(times)
    return [*late[:count], *map(list, talks[count:])]


def silence(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """The longest silence of every run lasts so much longer."""

    def steps(run: RunLog) -> Steps:
        stamps = [run.asked_at, *(event.at for event in run.until_end)]
        _, end = max((after - before, after) for before, after in pairwise(stamps))
        return [(end, seconds)]

    return _each(talks, steps)


def completion(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Every answer is complete so much later; the time is spread over all events of the run."""
    return _each(talks, lambda run: _spread(run, seconds))


def completion_together(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Only those who were sent off last, at the same time, get their answers so much later."""
    return [*map(list, talks[:-1]), *completion(talks[-1:], seconds)]


def slowest(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Only the slowest of those who were sent off last gets the answer so much later."""
    sent = list(talks[-1])
    took = [talk.runs[0].until_end[-1].at - talk.runs[0].asked_at for talk in sent]
    last = took.index(max(took))
    sent[last] = later(sent[last], _spread(sent[last].runs[0], seconds))
    return [*map(list, talks[:-1]), sent]


def cancelled(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """The cancel is confirmed so much later."""
    return _each(talks, lambda run: [(e.at, seconds) for e in run.of(Kind.RUN_CANCELLED)])


def _each_trouble(talks: Talks, steps: Callable[[Conversation], Steps]) -> list[list[Conversation]]:
    """Every conversation in which something went wrong moved by its own steps."""
    return [[later(talk, steps(talk)) if windows(talk) else talk for talk in s] for s in talks]


def in_trouble(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """What follows when something begins to go wrong comes so much later, its end included."""
    return _each_trouble(talks, lambda talk: [(nextafter(windows(talk)[0].begin, inf), seconds)])


def after_trouble(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Whatever follows when it is over comes so much later."""
    return _each_trouble(talks, lambda talk: [(nextafter(windows(talk)[0].end, inf), seconds)])


def reactions(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Whatever follows what each of them last said comes so much later."""

    def steps(talk: Conversation) -> Steps:
        last = max(frame.t for frame in talk.recording.frames if frame.dir == SEND)
        return [(nextafter(last, inf), seconds)]

    return [[later(talk, steps(talk)) for talk in sent] for sent in talks]


def knocks(talks: Talks, number: float) -> list[list[Conversation]]:
    """So many times more the customer's app has to try to connect once it is over."""

    def more(talk: Conversation) -> Conversation:
        after = nextafter(windows(talk)[0].end, inf)
        tries = [Frame(after, "attempt", fields={"number": 0})] * round(number)
        frames = sorted([*talk.recording.frames, *tries], key=lambda frame: frame.t)
        return read(replace(talk.recording, frames=tuple(frames)))

    return [[more(talk) if windows(talk) else talk for talk in sent] for sent in talks]


def pieces(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """The last piece of the answer comes so much later, and everything after it."""
    return _each(talks, lambda run: [(e.at, seconds) for e in list(run.of(Kind.TEXT_DELTA))[-1:]])


def handoffs(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """From each handoff to the next it takes so much longer."""
    return _each(talks, lambda run: [(e.at, seconds) for e in list(run.of(Kind.AGENT_HANDOFF))[1:]])


def on_the_way(talks: Talks, seconds: float) -> list[list[Conversation]]:
    """Every message is on its way so much longer; when it was sent does not change."""

    def late(talk: Conversation) -> Conversation:
        frames = [
            replace(frame, t=frame.t + seconds) if frame.dir in (RECV, "end") else frame
            for frame in talk.recording.frames
        ]
        frames.sort(key=lambda frame: frame.t)
        return read(replace(talk.recording, frames=tuple(frames)))

    return [[late(talk) for talk in sent] for sent in talks]


def fewer_handoffs(talks: Talks, number: float) -> list[list[Conversation]]:
    """So many handoffs are left out, the first ones first."""
    return [[_without(talk, Kind.AGENT_HANDOFF, round(number)) for talk in s] for s in talks]


def fewer_thoughts(talks: Talks, number: float) -> list[list[Conversation]]:
    """So many thoughts are left out, the first ones first."""
    return [[_without(talk, Kind.AGENT_THINKING, round(number)) for talk in s] for s in talks]


def unanswered(talks: Talks, number: float) -> list[list[Conversation]]:
    """So many of those who were sent off last get an empty answer."""
    count, sent = round(number), talks[-1]
    empty = [_told(talk, lambda _: []) for talk in sent[:count]]
    return [*map(list, talks[:-1]), [*empty, *sent[count:]]]


def cut(talks: Talks, share: float) -> list[list[Conversation]]:
    """Every answer is only its first sentences: so large a share of them."""
    return [[_told(talk, lambda parts: parts[: _of(parts, share)]) for talk in s] for s in talks]


def words(talks: Talks, share: float) -> list[list[Conversation]]:
    """Every answer is only its first words, at least one: so large a share of them."""

    def change(parts: list[str]) -> list[str]:
        said = "".join(parts).split(" ")
        return [" ".join(said[: max(1, _of(said, share))])]

    return [[_told(talk, change) for talk in sent] for sent in talks]


def mixed(talks: Talks, share: float) -> list[list[Conversation]]:
    """The last customer's answer begins as the first one's: so large a share of its sentences."""
    first = sentences(talks[-1][0].runs[0].answer)

    def change(own: list[str]) -> list[str]:
        return [*first[: _of(first, share)], *own[_of(own, share) :]]

    return [*map(list, talks[:-1]), [*talks[-1][:-1], _told(talks[-1][-1], change)]]


def sentences(answer: str) -> list[str]:
    """An answer in pieces that together are the answer; each ends a sentence or a line."""
    parts = []
    for line in answer.splitlines(keepends=True):
        *before, last = line.split(". ")
        parts += [*(f"{sentence}. " for sentence in before), last]
    return parts


def _spread(run: RunLog, seconds: float) -> Steps:
    events = run.until_end
    return [(event.at, seconds / len(events)) for event in events]


def _of(parts: Sequence[str], share: float) -> int:
    return round(len(parts) * share)


def _without(talk: Conversation, kind: Kind, number: int) -> Conversation:
    """The conversation in which signs of life stand in place of so many events of a kind."""
    gone = {event.frame for run in talk.runs for event in list(run.of(kind))[:number]}
    frames = [
        replace(frame, data=_HEARTBEAT) if place in gone else frame
        for place, frame in enumerate(talk.recording.frames)
    ]
    return read(replace(talk.recording, frames=tuple(frames)))


def _told(talk: Conversation, change: Callable[[list[str]], list[str]]) -> Conversation:
    """The conversation with other final answers, as the native protocol tells them."""
    frames = list(talk.recording.frames)
    for run in talk.runs:
        if run.ending is None:
            continue
        frame = frames[run.ending.frame]
        message = json.loads(frame.data or "{}")
        message["final_response"] = "".join(change(sentences(run.answer)))
        frames[run.ending.frame] = replace(frame, data=json.dumps(message))
    return read(replace(talk.recording, frames=tuple(frames)))


MOVES: dict[str, Move] = {
    "first sign": first_sign,
    "first sign in some rounds": first_sign_now_and_then,
    "silence": silence,
    "completion": completion,
    "completion together": completion_together,
    "completion of the slowest": slowest,
    "cancel": cancelled,
    "in trouble": in_trouble,
    "after trouble": after_trouble,
    "knocks": knocks,
    "reactions": reactions,
    "pieces": pieces,
    "handoffs": handoffs,
    "fewer handoffs": fewer_handoffs,
    "fewer thoughts": fewer_thoughts,
    "on the way": on_the_way,
    "unanswered": unanswered,
    "cut": cut,
    "words": words,
    "mixed": mixed,
}
"""Every move by the name that boundaries.toml uses."""
