"""What a question asks for: the kind of work, the form, how many of what."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from scoring.english import AUXILIARIES
from scoring.text import Text
from scoring.words import stem_set

_KINDS = {
    "rewrite": stem_set(
        "rewrite paraphrase rephrase correct edit proofread revise reword reformulate improve"
        " change simplify expand fix"
    ),
    "translation": stem_set("translate translation french spanish german chinese japanese"),
    "choice": stem_set("classify choose select category identify determine pick odd belong true"),
    "list": stem_set("list suggest recommend brainstorm idea tip example name generate provide"),
    "creative": stem_set(
        "story poem song lyrics haiku joke rap verse essay limerick sonnet tale screenplay script"
        " fiction"
    ),
    "document": stem_set(
        "letter email article blog post essay report document cover agreement contract bio resume"
        " pitch"
    ),
    "extraction": stem_set("extract find according read table passage"),
}
_WORDS_BEFORE_WHY = 12
_ASKS_YES_OR_NO = AUXILIARIES | {"can", "will", "should", "could", "would"}
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_SMALL.split())} | {
    "fifteen": 15,
    "twenty": 20,
}
_UNITS = stem_set(
    "sentence word item paragraph point way tip reason example idea step question line bullet"
    " thing fact name topic title type list feature book movie song stanza adjective synonym verse"
    " headline category advantage benefit difference method strategy activity ingredient"
)
_HEAD, _TAIL = 40, 25
"""Words at the beginning and the end of a question that say what is asked; between them there may
be a long text to work on."""


class Request(NamedTuple):
    """`kinds` of work; `number` of `unit` asked for (0 of "" where no number was named)."""

    kinds: frozenset[str]
    number: int
    unit: str


@lru_cache(maxsize=256)
def _request(tokens: tuple[str, ...], stems: tuple[str, ...]) -> Request:
    told = frozenset(stems)
    kinds = {kind for kind, words in _KINDS.items() if told & words}
    if "why" in tokens[:_WORDS_BEFORE_WHY]:
        kinds.add("why")
    if tokens and tokens[0] in _ASKS_YES_OR_NO:
        kinds.add("yes or no")
    count, unit = _count(tokens, stems)
    return Request(frozenset(kinds), count, unit)


def _count(tokens: tuple[str, ...], stems: tuple[str, ...]) -> tuple[int, str]:
    for at, token in enumerate(tokens):
        number = _NUMBERS.get(token, 0)
        if not number and token.isdecimal() and len(token) < 5:
            number = int(token)
        if number:
            for unit in stems[at + 1 : at + 4]:
                if unit in _UNITS:
                    return number, unit
    return 0, ""


def request_of(question: Text) -> Request:
    """What the question asks for."""
    tokens, stems = question.tokens, question.stems
    if len(tokens) > _HEAD + _TAIL:
        tokens = tokens[:_HEAD] + tokens[-_TAIL:]
        stems = stems[:_HEAD] + stems[-_TAIL:]
    return _request(tuple(tokens), tuple(stems))
