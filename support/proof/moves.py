"""What is done to a healthy recording so that one figure comes to lie where it is wanted.

A recording is moved as a whole: whatever was stamped after a moment is stamped so much later,
the harness's own delay included, so that nothing about it is faster or slower than it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from math import inf, nextafter

from scoring.events import Kind, RunLog
from support.benchmarks.trouble import windows
from support.proof import rewritten
from support.proof.rewritten import Talks
from support.reading import Conversation, read
from support.recording import RECV, SEND, Frame

Move = Callable[[Talks, float], list[list[Conversation]]]
"""From what a scenario recorded, and how much (seconds, times or a share): the same, moved."""

Steps = Iterable[tuple[float, float]]
"""From which moment on (monotonic seconds) everything comes how many seconds later."""


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


def _spread(run: RunLog, seconds: float) -> Steps:
    events = run.until_end
    return [(event.at, seconds / len(events)) for event in events]


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
    "fewer handoffs": rewritten.fewer_handoffs,
    "fewer thoughts": rewritten.fewer_thoughts,
    "on the way": on_the_way,
    "unanswered": rewritten.unanswered,
    "cut": rewritten.cut,
    "words": rewritten.words,
    "mixed": rewritten.mixed,
}
"""Every move by the name that boundaries.toml uses."""
