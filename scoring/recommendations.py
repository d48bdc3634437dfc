"""Recommendations as sentences: who does what, by when, with which figure."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.criteria import Rubric
from scoring.english import ALSO_NOUNS, VERBS
from scoring.reading import Reading
from scoring.timeframes import Timeframe
from scoring.words import stem_of, stem_set, word_set

_STEMS = frozenset(map(stem_of, VERBS))
_CHANGES = stem_set(
    """add become begin bring build buy cap change compress cut delete disappear drop end fall
        follow give go halve hand leave lower merge migrate move open pay put reduce release
        remove replace reserve run save send set share shift shorten shrink split start stop
        switch take trim turn use vanish"""
)
_PERIODS = word_set("day days week weeks month months quarter quarters sprint sprints")
_ENTRY = 4
"""Words from which on "week 2: dual run on Graviton" is an entry of a plan, verb or no verb."""
_BREAKS = frozenset(':;,(|"-)')
_MOST = 4
"""Steps that one sentence counts for at most."""
_BEFORE = frozenset("cbm")
_DUTY = word_set("need needs have has must remember recommend plan ought is are")
"""Before "to" these make what follows something to do; after others it is only a purpose."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One sentence of advice, at `start` to `end` of the clean text.

    `steps` counts the separate things to do in it; `firm` says that it is not only a possibility;
    `figures` are the amounts, shares and counts that belong to it; `timed` and `owned` whether it
    says by when and who; `specific` whether it names something of the subject.
    """

    start: int
    end: int
    sentence: int
    steps: int
    firm: bool
    figures: int
    timed: bool
    owned: bool
    specific: bool

    @property
    def quantified(self) -> bool:
        """Whether at least one figure says how much."""
        return self.figures > 0


def find_recommendations(
    reading: Reading, rubric: Rubric, times: tuple[Timeframe, ...]
) -> tuple[Recommendation, ...]:
    """The sentences that tell somebody to do something, or say what a change brings."""
    text = reading.text
    figures: dict[int, int] = {}
    priced: set[int] = set()
    entries: dict[int, int] = {}
    for quantity, number in reading.quantities:
        if quantity.kind == "ordinal" and quantity.unit in _PERIODS:
            entries[number] = entries.get(number, 0) + 1
        if quantity.kind not in ("ordinal", "date"):
            figures[number] = figures.get(number, 0) + 1
            if quantity.kind in ("money", "percent"):
                priced.add(number)
    timed = {time.sentence for time in times}
    of_block: dict[int, int] = {}
    for number, many in figures.items():
        block = text.sentences[number].block
        if text.blocks[block].kind != "prose":
            of_block[block] = of_block.get(block, 0) + many
    found = []
    for number in reading.told:
        sentence = text.sentences[number]
        if sentence.last - sentence.first < 3:
            continue
        stems = reading.parts[number]
        steps, firm = _steps(reading, number, rubric.owners)
        changes = not _CHANGES.isdisjoint(stems)
        planned = min(entries.get(number, 0), (sentence.last - sentence.first) // _ENTRY)
        if planned > steps:
            steps, firm = planned, True
        if not steps and number in priced and changes:
            steps = 1
        if not steps:
            continue
        specific = not rubric.technology.isdisjoint(stems)
        found.append(
            Recommendation(
                start=sentence.start,
                end=sentence.end,
                sentence=number,
                steps=min(steps, _MOST),
                firm=firm or number in priced,
                figures=figures.get(number, 0) or of_block.get(sentence.block, 0),
                timed=number in timed,
                owned=not rubric.owners.isdisjoint(stems),
                specific=specific,
            )
        )
    return tuple(found)


def _steps(reading: Reading, number: int, owners: frozenset[str]) -> tuple[int, bool]:
    """How many things the sentence tells to do, and whether any of them firmly."""
    text, classes = reading.text, reading.classes
    sentence = text.sentences[number]
    first, last = sentence.first, sentence.last
    steps, firm = 0, False
    at = classes.find("V", first, last)
    while at >= 0:
        before = classes[at - 1] if at > first else "^"
        opens = at == first or _is_break(text.clean, text.starts[at])
        if before == "m" and text.tokens[at - 1] == "to":
            opens = opens or (at - 1 > first and text.tokens[at - 2] in _DUTY)
            before = "^"
        joined = before == "c" and text.tokens[at - 1] in ("and", "or")
        if opens or (before in _BEFORE and (steps or not joined)):
            noun = text.tokens[at] in ALSO_NOUNS
            if not noun or _has_object(reading, at, last):
                steps += 1
                firm = True
        elif before == "h":
            steps += 1
        at = classes.find("V", at + 1, last)
    if not steps and (_is_order(reading, first, last) or _is_duty(reading, first, last, owners)):
        return 1, True
    return steps, firm


def _is_break(clean: str, start: int) -> bool:
    before = clean[start - 1] if start else "\n"
    if before in " \n":
        before = clean[start - 2] if start > 1 else "\n"
    return before in _BREAKS


def _has_object(reading: Reading, at: int, last: int) -> bool:
    """Whether what follows a word that may be a noun makes it a verb: "cap the", "cap answers"."""
    if at + 1 >= last:
        return False
    text = reading.text
    gap = text.clean[text.ends[at] : text.starts[at + 1]]
    return gap in (" ", ' "') and reading.classes[at + 1] in "dnxopqV"


def _is_order(reading: Reading, first: int, last: int) -> bool:
    """An unknown word before a determiner, at the beginning, gives an order: "Halve the ..."."""
    if reading.classes[first : first + 2] != "xd" or last - first <= 3:
        return False
    text = reading.text
    return text.clean[text.ends[first] : text.starts[first + 1]] == " "


def _is_duty(reading: Reading, first: int, last: int, owners: frozenset[str]) -> bool:
    """Somebody in charge does something: "the platform team sets both timeouts"."""
    text = reading.text
    return any(
        text.stems[at] in _STEMS and text.tokens[at].endswith("s") and text.stems[at - 1] in owners
        for at in range(first + 1, last)
    )
