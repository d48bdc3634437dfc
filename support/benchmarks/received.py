"""Everything that a customer received, laid out so that one search finds all that stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import add, attrgetter, itemgetter

import msgspec

from scoring.events import Event, Kind
from scoring.isolation import Lookout
from support.reading import Conversation
from support.recording import RECV, SIGNALS, Frame
from support.troubles import CLOSED

_DATA, _FRAME, _RUN, _SAID = map(attrgetter, ("data", "frame", "run_id", "text"))
_HOLDERS = {dict, list}
_NAMED = '":'
"""Stands behind each name in a message."""


class Received:
    """Whatever came to one customer: texts put together by every rule, and messages as they came.

    Between them they hold every text in which something may be found. A message that is one object
    says nothing in base64 but within one of its names and values, which are among `texts`, each of
    them once; any other message is there as a whole. In `messages` the same beginning of many
    stands once; `number` is how many there were.
    """

    def __init__(self, talk: Conversation, lookout: Lookout) -> None:
        frames = talk.recording.frames
        self._got = {
            n: frame.data if type(frame.data) is str else text_of(frame)
            for n, frame in enumerate(frames)
            if frame.dir == RECV
        }
        self._lookout, self.number = lookout, len(self._got)
        self._whole, self._alone = self._got.copy(), self._got.copy()
        self.messages: list[str] = []
        self.texts = {text for _, text in beside_messages(frames)}
        kinds: dict[Kind, list[Event]] = {}
        for event in events_of(talk):
            kinds.setdefault(event.kind, []).append(event)
        pieces = kinds.get(Kind.TEXT_DELTA, [])
        for run_id in set(map(_RUN, pieces)):
            self.texts.add("".join([each.text for each in pieces if each.run_id == run_id]))
        for events in kinds.values():
            self.texts.add("".join(map(_SAID, events)))
            if not self._take_alike(events):
                self._take(events)
        self.texts.update(self._whole.values())
        self.messages += self._alone.values()

    def _take_alike(self, events: Sequence[Event]) -> bool:
        """Goes through events that all have the same fields, and a message each, field by field.

        Nearly all are of that sort. Returns whether these are; if not, nothing was taken.
        """
        places, data = set(map(_FRAME, events)), list(map(_DATA, events))
        names = tuple(data[0])
        if len(set(map(len, data))) > 1 or len(names) < 2:
            return False
        if len(places) < len(events) or not places <= self._got.keys():
            return False
        try:
            columns = list(zip(*map(itemgetter(*names), data), strict=True))
        except KeyError:
            return False
        named = [len(names) + 1] * len(events)  # the kind is a name, but no field
        texts = set(names)
        for column in columns:
            types = set(map(type, column))
            if str in types:
                texts.add(_together(column if len(types) == 1 else _strings(column)))
            if types & _HOLDERS:
                inner = _written(column)
                if inner is None:
                    return False
                texts.update(inner)
                named = list(map(add, named, map(str.count, inner, repeat(_NAMED))))
        self.texts |= texts
        said = [self._got[event.frame] for event in events]
        start = self._lookout.same_beginning(said)
        ends = [message[start:] for message in said]
        counts = map(str.count, ends, repeat(_NAMED))
        before = said[0].count(_NAMED, 0, start)
        for event, count, most in zip(events, counts, named, strict=True):
            self._alone.pop(event.frame, None)
            if before + count == most:
                self._whole.pop(event.frame, None)
        self.messages += [said[0], *ends[1:]]
        return True

    def _take(self, events: Sequence[Event]) -> None:
        """Goes through events of any sort, one by one."""
        for event in events:
            inner = _within(event, self._got.get(event.frame, ""))
            if inner is not None:
                self._whole.pop(event.frame, None)
                self.texts.update(inner)
        data = list(map(_DATA, events))
        for name in set().union(*data):
            self.texts.add(name)
            self.texts.add(_together(_strings(each.get(name) for each in data)))


def _written(values: Iterable[object]) -> list[str] | None:
    """What holds others, as JSON; else nothing. None where names could not be counted in it."""
    try:
        inner = [msgspec.json.encode(v).decode() if type(v) in _HOLDERS else "" for v in values]
    except RecursionError:
        return None
    # A quotation mark that is no name's would be written so.
    return None if any("\\" in each for each in inner) else inner


def _strings(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _together(words: Sequence[str]) -> str:
    """All of it in one; what is the same every time, once."""
    return "".join(words) if len(parts := set(words)) > 1 else "".join(parts)


def _within(event: Event, text: str) -> Iterable[str] | None:
    """What the event holds beside its plain words; None where its message may hold more than it.

    It holds less where a name stood twice in the message, and the first of them was lost.
    """
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
    return inner if text.count(_NAMED) == named else None


def _names_in(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_names_in, value.values()))
    return sum(map(_names_in, value)) if isinstance(value, list) else 0


def beside_messages(frames: Sequence[Frame]) -> list[tuple[float, str]]:
    """What was said in handshakes, pings, pongs and farewells, each with its stamp."""
    found: list[tuple[float, str]] = []
    carried: list[str] = []
    for frame in frames:
        if frame.dir == "open":
            headers = frame.fields.get("headers")
            told = headers.items() if isinstance(headers, dict) else ()
            found += [(frame.t, f"{name}: {value}") for name, value in told]
            found.append((frame.t, str(frame.fields.get("subprotocol") or "")))
        elif frame.dir in SIGNALS:
            carried.append(str(frame.fields.get("carries")))
            found.append((frame.t, carried[-1]))
        elif frame.dir in CLOSED:
            found.append((frame.t, str(frame.fields.get("reason") or "")))
    last = next((frame.t for frame in reversed(frames) if frame.dir in SIGNALS), 0.0)
    return [*found, (last, "".join(carried))] if len(carried) > 1 else found


def text_of(frame: Frame) -> str:
    """A message as text."""
    data = frame.data or ""
    return data if isinstance(data, str) else data.decode("utf-8", "replace")


def events_of(talk: Conversation) -> list[Event]:
    """Everything that was received, in order of receipt."""
    of_runs = [event for run in talk.runs for event in (*run.events, *run.strangers)]
    # What is no run's own may be told beside several runs.
    of_runs += talk.beside_runs
    once = dict(zip(map(id, of_runs), of_runs, strict=True))
    return sorted(once.values(), key=_FRAME)
