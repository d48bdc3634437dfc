"""Which tool calls of a run were worth it: their results stand in the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from scoring.events import Event, Kind, RunLog
from scoring.provenance import MOST_CHARACTERS, Mark, Quote, offered, parts_of, taken, uses
from scoring.words import cut, stem_of

_SHORT_RESULT, _MOST_WORDS, _FEWEST_WORDS = 400, 40, 3
"""A short result: less than so many characters and words; so many must stand in the answer."""

_MOST, _TELLING = 0.6, 3
"""The share of them, and the length from which on a word tells something."""

_RESULTS = ("results", "result", "output", "content", "response")
_ARGUMENTS = ("arguments", "args", "input")


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One completed tool call, with what the answer has from it, the most telling first."""

    event: Event
    evidence: tuple[Quote, ...]

    @property
    def used(self) -> bool:
        """Whether the answer holds something that only this call can have brought."""
        return bool(self.evidence)


def tool_uses(log: RunLog, answer: str) -> list[ToolUse]:
    """Each completed call of the run, in order of completion, with what the answer has from it.

    A call counts as completed where its result came, once, after it had begun, and is no error.
    What the question, the call's own arguments or an earlier call's result already held is not
    to its credit: a tool that is called twice for the same figures was used once. A result of a
    few words is used where the answer has most of them, in whatever order.
    """
    shown, words = taken(answer), _words(answer)
    known: set[Mark] = offered([log.question])
    known_words = set(_words(log.question))
    begun: dict[str | None, Event] = {}
    closed: set[str | None] = set()
    found = []
    for event in log.until_end:
        if event.kind is Kind.TOOL_EXECUTING:
            begun.setdefault(event.call_id, event)
        if event.kind is not Kind.TOOL_COMPLETED or event.call_id in closed:
            continue
        closed.add(event.call_id)
        call = begun.get(event.call_id)
        if call is None or _failed(event):
            continue
        source = offered(parts_of(results_of(event)))
        asked = offered(parts_of(arguments_of(call)))
        new = {mark for mark in source if mark not in known and mark not in asked}
        told = _few_words(results_of(event))
        quotes = uses(shown, new) or _retold(told - known_words, words)
        found.append(ToolUse(event, tuple(quotes)))
        known |= source
        known_words |= told
    return found


def results_of(event: Event) -> object:
    """What a tool gave back, wherever the adapter kept it."""
    given = _fields(event, _RESULTS)
    return given if given is not None else event.text


def arguments_of(call: Event) -> object:
    """What a tool was called with, wherever the adapter kept it."""
    return _fields(call, _ARGUMENTS)


def _few_words(result: object) -> set[str]:
    """The stems of a result of a few words; empty for numbers, and for more words than a few."""
    texts = (part[:_SHORT_RESULT] for part in parts_of(result) if isinstance(part, str))
    line = " ".join(islice(texts, _MOST_WORDS))
    found = set(_words(line)) if len(line) < _SHORT_RESULT else set()
    return found if len(found) <= _MOST_WORDS else set()


def _retold(told: set[str], words: dict[str, Quote]) -> list[Quote]:
    """Where the answer has a few words of a result; empty unless there are enough, and most."""
    found = [words[stem] for stem in told & words.keys()]
    return sorted(found) if len(found) >= max(_FEWEST_WORDS, _MOST * len(told)) else []


def _words(text: str) -> dict[str, Quote]:
    """The stems of the words that tell something, each where it stands first."""
    words, starts, ends = cut(text[:MOST_CHARACTERS].lower())
    found: dict[str, Quote] = {}
    for word, start, end in zip(words, starts, ends, strict=True):
        if len(word) > _TELLING and word[0].isalpha():
            found.setdefault(stem_of(word), Quote(0.0, start, end))
    return found


def _fields(event: Event, names: Iterable[str]) -> object:
    data: Mapping[str, object] = event.data
    return next((data[name] for name in names if data.get(name) is not None), None)


def _failed(event: Event) -> bool:
    return bool(event.data.get("is_error"))
