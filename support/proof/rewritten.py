"""What else is said in a healthy recording so that one figure comes to lie where it is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from scoring.events import Kind
from support.reading import Conversation, read

Talks = Sequence[Sequence[Conversation]]
"""What a scenario recorded: those who were sent off together, one group after another."""

_HEARTBEAT = '{"type":"heartbeat"}'


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
