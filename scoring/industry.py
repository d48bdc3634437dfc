"""What binds the customers of an industry, and whether an answer honours it: data in, reasons out.

A rule is recognised in what a sentence says, not in single words: all word groups of one of its
ways must stand in one clause, and the first of them, which is what is done, must be affirmed there
(or negated, where the way says "not"). "Do not move patient data abroad" is no advice to move it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from scoring.advice import is_asked, is_dropped
from scoring.asks import SHOWN
from scoring.clauses import Clause, affirmed, clauses, set_aside
from scoring.quantities import find_quantities
from scoring.score import Score, Span
from scoring.terms import PARTS, Place, Term, find_term, find_terms, within
from scoring.text import Text, read_text
from scoring.words import word_set

OBLIGATION, OFFENCE, OWN_WORD = "obligation", "offence", "own word"
"""The marks of spans."""

_POINTERS = word_set("it them they this these both all which")
_NEAR = 40
"""Words within which the groups of a way stand together; heaps of words say nothing."""
_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Way:
    """Word groups that together say something; the first is what is done, or not done."""

    groups: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that binds an industry: what, why, and the ways in which sentences say it.

    `by` is what must stand in the sentence beside the words, see `scoring.asks.SHOWN`.
    """

    what: str
    reason: str
    ways: tuple[Way, ...]
    by: str = "words"


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry: its customer ("a hospital"), its own words, and what binds it.

    `words` are the terms of each group, as stems. An answer honours each rule of `must` and breaks
    none of `never`.
    """

    name: str
    customer: str
    vocabulary: tuple[Term, ...]
    words: Mapping[str, tuple[Term, ...]] = field(hash=False)
    must: tuple[Rule, ...]
    never: tuple[Rule, ...]


def honours(answer: str, rule: Rule, industry: Industry) -> Score:
    """1 where a sentence of the answer says how the obligation is kept, else 0 with the reason."""
    text = read_text(answer)
    found = next(_said(text, rule, industry), None)
    if found is None:
        told = f"nothing in the answer says: {rule.what}; {_reason(rule)}"
        return Score(rule.what, 0.0, told)
    return Score(rule.what, 1.0, f'"{_quoted(text, found)}"', (_span(text, found, OBLIGATION),))


def offences(answer: str, rule: Rule, industry: Industry) -> Score:
    """How many sentences of the answer advise what this industry must never be advised."""
    text = read_text(answer)
    found = sorted({n for n, at in _places(text, rule, industry) if not is_dropped(text, n, at)})
    if not found:
        return Score(
            rule.what, 0.0, f"nothing in the answer advises: {rule.what}", unit="sentences"
        )
    told = f'it advises: {rule.what} ("{_quoted(text, found[0])}"); {_reason(rule)}'
    spans = tuple(_span(text, each, OFFENCE) for each in found)
    return Score(rule.what, len(found), told, spans, "sentences")


def refuses(question: str, answer: str, industry: Industry) -> Score:
    """1 where the answer rules out the forbidden thing that the question asks for, else 0.

    Unscored where the question asks for nothing that the industry must never do.
    """
    name, asked, text = "refusal", read_text(question), read_text(answer)
    wanted = [rule for rule in industry.never if any(_places(asked, rule, industry, asked=True))]
    if not wanted:
        return Score(
            name, None, f"the question asks for nothing that {industry.customer} must not do"
        )
    for rule in wanted:
        denied = replace(rule, ways=tuple(replace(w, negated=not w.negated) for w in rule.ways))
        dropped = (n for n, at in _places(text, rule, industry) if is_dropped(text, n, at))
        for number in (*(n for n, _ in _places(text, denied, industry)), *dropped):
            told = f'it rules it out: "{_quoted(text, number)}"'
            return Score(name, 1.0, told, (_span(text, number, OBLIGATION),))
    rule = wanted[0]
    return Score(
        name, 0.0, f"the customer asks {rule.what}, and nothing rules it out; {_reason(rule)}"
    )


def own_words(answer: str, industry: Industry) -> Score:
    """How many different words of the industry's own the answer uses."""
    text = read_text(answer)
    places = {term: next(iter(find_term(text, term)), None) for term in industry.vocabulary}
    used = [(term, at) for term, at in places.items() if at is not None]
    spans = tuple(Span(text.starts[at], text.ends[end - 1], OWN_WORD) for _, (at, end) in used)
    said = sorted({text.lower[span.start : span.end] for span in spans})
    told = f"it uses {', '.join(said[:8])}" if said else f"it uses no word of {industry.name}"
    return Score("own words", len(used), told, spans, "words")


def _said(text: Text, rule: Rule, industry: Industry) -> Iterator[int]:
    """The numbers of the sentences that say what the rule is about, with what must stand by."""
    kinds = SHOWN[rule.by]
    shown = [each.start for each in find_quantities(text.clean) if each.kind in kinds]
    for number, _ in _places(text, rule, industry):
        sentence = text.sentences[number]
        if not kinds or any(sentence.start <= at < sentence.end for at in shown):
            yield number


def _places(
    text: Text, rule: Rule, industry: Industry, *, asked: bool = False
) -> Iterator[tuple[int, int]]:
    """Each sentence that says it in one of the rule's ways, with the offset where that ends.

    Questions say nothing, unless it is what was `asked` that is looked for.
    """
    names = {name for way in rule.ways for name in way.groups}
    places = {name: find_terms(text, industry.words[name]) for name in names}
    for number, sentence in enumerate(text.sentences):
        if not asked and is_asked(text, sentence):
            continue
        parts: list[Clause] | None = None
        for way in rule.ways:
            if not all(within(places[name], sentence.first, sentence.last) for name in way.groups):
                continue
            parts = clauses(text, sentence) if parts is None else parts
            for part in range(len(parts)):
                if (end := _holds(text, parts, part, way, places)) is not None:
                    yield number, text.ends[end - 1]


def _holds(
    text: Text, parts: list[Clause], part: int, way: Way, places: Mapping[str, list[Place]]
) -> int | None:
    """The word after which a clause has said it all; None where it does not say it."""
    head, *others = way.groups
    clause, before = parts[part], parts[max(0, part - 1)].first
    for at, end in within(places[head], clause.first, clause.last):
        negated = not affirmed(text, clause, at)
        # "It is encrypted and stays in the US": what stays was named before.
        start = parts[0].first if _points_back(text, clause, end) else clause.first
        last = min(clause.last, end + _NEAR)
        ends = [end]
        for name in others:
            near = within(places[name], max(before, at - _NEAR), end + _NEAR)
            here = within(places[name], max(clause.first, at - _NEAR), last)
            here = here or within(places[name], max(start, at - _NEAR), last)
            # "while the line runs" is a clause of its own; it belongs to its neighbour.
            here = here or [each for each in near if each[0] in (before, clause.last)]
            here = [each for each in here if each[1] <= at or each[0] >= end]
            if not here:
                break
            ends.append(here[0][1])
            negated = negated or set_aside(text, clause, here[0][0])
        else:
            if negated is way.negated:
                return max(ends)
    return None


def _points_back(text: Text, clause: Clause, end: int) -> bool:
    if not _POINTERS.isdisjoint(text.tokens[clause.first : clause.last]):
        return True
    return end < clause.last and text.tokens[end] in PARTS


def _reason(rule: Rule) -> str:
    return f"{rule.reason[:1].lower()}{rule.reason[1:].rstrip('.')}"


def _quoted(text: Text, number: int) -> str:
    sentence = text.sentences[number]
    said = text.clean[sentence.start : sentence.end]
    return said if len(said) <= _QUOTE else f"{said[:_QUOTE].rstrip()}…"


def _span(text: Text, number: int, mark: str) -> Span:
    sentence = text.sentences[number]
    return Span(sentence.start, sentence.end, mark)
