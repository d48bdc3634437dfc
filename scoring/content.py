"""Whether an answer contains what its rubric requires."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.criteria import Content
from scoring.evidence import Evidence
from scoring.score import Span

_MENTIONED = 0.5
"""What the words without the figure are worth."""


@dataclass(frozen=True, slots=True)
class Found:
    """How far one required thing is there (0 to 1), and where."""

    content: Content
    share: float
    spans: tuple[Span, ...]


def find_content(evidence: Evidence) -> tuple[Found, ...]:
    """Each required thing of the rubric, looked for in every sentence that says something."""
    reading = evidence.reading
    stems = [(n, reading.parts[n]) for n in reading.told]
    kinds: dict[int, set[str]] = {}
    for quantity, number in reading.quantities:
        kinds.setdefault(number, set()).add(quantity.kind)
    return tuple(_found(each, evidence, stems, kinds) for each in evidence.rubric.content)


def _found(
    content: Content,
    evidence: Evidence,
    sentences: list[tuple[int, set[str]]],
    kinds: dict[int, set[str]],
) -> Found:
    if content.steps:
        return Found(content, min(1.0, evidence.steps / content.steps), ())
    if content.times:
        spans = tuple(Span(t.start, t.end, content.key) for t in evidence.times)
        return Found(content, min(1.0, len(spans) / content.times), spans)
    named = [n for n, stems in sentences if not content.words.isdisjoint(stems)]
    full = [n for n in named if _has(content, kinds.get(n, set()))]
    if content.own and not evidence.calculates:
        full = []
    share = 1.0 if full else _MENTIONED if named else 0.0
    where = (full or named)[:3]
    all_sentences = evidence.reading.text.sentences
    return Found(
        content,
        share,
        tuple(Span(all_sentences[n].start, all_sentences[n].end, content.key) for n in where),
    )


def _has(content: Content, kinds: set[str]) -> bool:
    if not content.figure:
        return True
    if content.figure == "any":
        return bool(kinds - {"ordinal", "date"})
    return content.figure in kinds
