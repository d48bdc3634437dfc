"""What a good answer must have: the subject of a question, its words and the required content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.question import Asked
from scoring.words import word_set

_DENSITY = 60
"""A question that names its subject less than once in so many words is about something else; it
takes twice as many of the words that other subjects share."""

_SPEAKERS = word_set("we our us ours")
_WORK = word_set(
    "write compose rewrite rephrase paraphrase translate describe convert classify summarize",
    "summarise edit correct proofread",
)
"""What a question begins with that wants a text written or worked on, not advice."""


@dataclass(frozen=True, slots=True)
class Content:
    """One thing that the answer must contain, see `rubrics/cloud_cost.toml` for what each means."""

    key: str
    asks: str
    weight: float
    words: frozenset[str] = frozenset()
    figure: str = ""
    own: bool = False
    steps: int = 0
    times: int = 0
    required: bool = False
    impact: bool = False


@dataclass(frozen=True, eq=False)
class Rubric:
    """A subject: which questions belong to it, its words, and what an answer must contain.

    All words are stems. `factors` says of each factor of the business value whether it applies.
    """

    name: str
    claims: frozenset[str]
    subject: frozenset[str]
    ours: frozenset[str]
    amounts: bool
    technology: frozenset[str]
    owners: frozenset[str]
    concepts: Mapping[str, frozenset[str]]
    content: tuple[Content, ...]
    factors: Mapping[str, bool] = field(default_factory=dict)

    def applies(self, factor: str) -> bool:
        """Whether a factor counts for this subject."""
        return self.factors.get(factor, True)

    def takes(self, asked: Asked) -> bool:
        """Whether the question belongs to this subject.

        It must use one of the words that claim it (or an amount of money, where that counts),
        not only once in a long text, and name the subject, where the rubric has words for it. A
        word that other subjects share (`ours`) is enough where somebody asks for "us".
        """
        stems, tokens = asked.text.stems, asked.text.tokens
        ours = not _SPEAKERS.isdisjoint(tokens)
        named = sum(1 for stem in stems if stem in self.claims)
        if self.amounts:
            named += sum(1 for each in asked.quantities if each.kind == "money")
        if not named or named * _DENSITY < len(stems) or (tokens[0] in _WORK and not ours):
            return False
        if not self.subject or any(stem in self.subject for stem in stems):
            return True
        shared = sum(1 for stem in stems if stem in self.ours)
        return ours and shared * _DENSITY / 2 >= len(stems)


_NONE: frozenset[str] = frozenset()
GENERAL = Rubric(
    name="general",
    claims=_NONE,
    subject=_NONE,
    ours=_NONE,
    amounts=False,
    technology=_NONE,
    owners=_NONE,
    concepts={},
    content=(),
    factors={"cost": False},
)
"""For a question that no rubric takes: nothing is known of its subject."""


def rubric_for(asked: Asked, rubrics: tuple[Rubric, ...]) -> Rubric:
    """The first rubric that takes the question, else `GENERAL`."""
    return next((rubric for rubric in rubrics if rubric.takes(asked)), GENERAL)
