"""Which sentences of an answer to a general question count.

Those that stood before, that hand the question back, that fit any subject or that only heap words
are left out, so that adding them cannot pay. Letter case plays no part.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from scoring.english import AUXILIARIES, DETERMINERS, FUNCTION, GENERIC, PREPOSITIONS
from scoring.general_request import Request, request_of
from scoring.text import Block, Text
from scoring.words import stem_of

MOST_WORDS = 4_000
"""Words of a text that are weighed; more of them make no answer better."""

EMPTY = frozenset(stem_of(word) for word in FUNCTION)
"""Stems of words without a subject of their own."""

_STRUCTURE = DETERMINERS | PREPOSITIONS | AUXILIARIES
_LISTING = frozenset(",;:|(){}=\"'/\n")
_HEAP = 10
"""Words in a row that no sentence has without a determiner, a preposition or an auxiliary."""

_LABEL, _CLAUSE = 3, 6
"""Words up to which a sentence is a label, and from which it could say something."""


class Kept(NamedTuple):
    """What is left of an answer: `tokens` and `stems` in step, sentences and blocks.

    `terms` are the stems that are not function words, one for each time they occur; `heard` are
    the stems with those of repeated sentences; `repeated` is the share of these that stood before,
    `same_start` the share of sentences that begin like another; `idle` is the number of words that
    fit any subject or are only heaped.
    """

    tokens: list[str]
    stems: list[str]
    terms: list[str]
    heard: list[str]
    sentences: int
    blocks: list[Block]
    repeated: float
    same_start: float
    idle: int


class Asked(NamedTuple):
    """A question: its `stems` in their order, the distinct ones, those that are not function words
    (`terms`), its sentences as stems, and what kind of work it asks for.
    """

    stems: list[str]
    distinct: frozenset[str]
    terms: frozenset[str]
    sentences: frozenset[tuple[str, ...]]
    foreign: float
    english: bool
    request: Request


def read_request(question: Text) -> Asked:
    """What an answer is compared with."""
    stems = question.stems[:MOST_WORDS]
    distinct = frozenset(stems)
    request = request_of(question)
    return Asked(
        stems=stems,
        distinct=distinct,
        terms=distinct - EMPTY,
        sentences=frozenset(tuple(stems[s.first : s.last]) for s in question.sentences),
        foreign=share_foreign(question.lower),
        english=any(word in _STRUCTURE for word in question.tokens[:MOST_WORDS])
        and "translation" not in request.kinds,
        request=request,
    )


def share_foreign(lower: str) -> float:
    """The share of characters that are letters of another script than the Latin one."""
    if lower.isascii():
        return 0.0
    head = lower[: MOST_WORDS * 6]
    return sum(1 for char in head if char > "\u024f" and char.isalpha()) / (len(head) + 1)


def keep(asked: Asked, answer: Text) -> Kept:
    """The part of an answer that counts."""
    seen: set[tuple[str, ...]] = set()
    starts: set[tuple[str, ...]] = set()
    tokens: list[str] = []
    stems: list[str] = []
    heard: list[str] = []
    blocks: dict[int, None] = {}
    sentences = same_start = idle = 0
    for sentence in answer.sentences:
        if sentence.first >= MOST_WORDS:
            break
        last = min(sentence.last, MOST_WORDS)
        words = answer.tokens[sentence.first : last]
        of = tuple(answer.stems[sentence.first : last])
        if asked.english and len(of) >= _HEAP:
            heaped = _heaped(answer, sentence.first, words)
            if heaped:
                words = [word for at, word in enumerate(words) if at not in heaped]
                of = tuple(stem for at, stem in enumerate(of) if at not in heaped)
                idle += len(heaped)
        if of in asked.sentences and len(of) > _LABEL:
            continue
        if len(of) >= _CLAUSE and _says_nothing(of, asked.terms):
            idle += len(of)
            continue
        heard += of
        same_start += of[:2] in starts
        starts.add(of[:2])
        if of in seen:
            continue
        seen.add(of)
        sentences += bool(of)
        tokens += words
        stems += of
        blocks[sentence.block] = None
    return Kept(
        tokens=tokens,
        stems=stems,
        terms=[stem for stem in stems if stem not in EMPTY],
        heard=heard,
        sentences=sentences,
        blocks=[answer.blocks[each] for each in blocks],
        repeated=1 - (len(stems) + 5) / (len(heard) + 5),
        same_start=same_start / (sentences + same_start + 1),
        idle=idle,
    )


def _says_nothing(stems: tuple[str, ...], about: frozenset[str]) -> bool:
    """Whether a sentence fits any subject: nearly all its words do, and none is the question's."""
    specific = [stem for stem in stems if stem not in EMPTY and stem not in GENERIC]
    return len(specific) <= len(stems) // 12 and about.isdisjoint(specific)


def _heaped(answer: Text, first: int, words: list[str]) -> frozenset[int]:
    """Places of words that stand in a long row, without what makes a sentence or a list of it."""
    places = [at for at, word in enumerate(words) if word in _STRUCTURE]
    found: list[int] = []
    for before, after in pairwise((-1, *places, len(words))):
        if after - before > _HEAP:
            start, end = answer.starts[first + before + 1], answer.ends[first + after - 1]
            if _LISTING.isdisjoint(answer.lower[start:end]):
                found += range(before + 1, after)
    return frozenset(found)
