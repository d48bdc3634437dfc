"""What was found in an answer, once, for every judgement that rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.criteria import Rubric
from scoring.measures import Measure, find_measures
from scoring.providers import Provider, find_providers
from scoring.quantities import Quantity
from scoring.question import Asked
from scoring.reading import Reading
from scoring.recommendations import Recommendation, find_recommendations
from scoring.relevance import Closeness, Ties, closeness, find_ties
from scoring.timeframes import Timeframe, find_timeframes


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an answer offers, from its sentences that say something."""

    asked: Asked
    reading: Reading
    rubric: Rubric
    near: Closeness
    recommendations: tuple[Recommendation, ...]
    times: tuple[Timeframe, ...]
    measures: tuple[Measure, ...]
    providers: tuple[Provider, ...]
    ties: Ties

    @property
    def tied(self) -> frozenset[int]:
        """Sentences with a figure of the question, or one that follows from those."""
        return self.ties.sentences

    @property
    def calculates(self) -> bool:
        """Whether it works with a figure of the question, where that has any."""
        return not self.asked.figures or bool(self.ties.worked) or self.near.worked

    @property
    def steps(self) -> int:
        """Things to do that are told firmly."""
        return sum(each.steps for each in self.recommendations if each.firm)

    @property
    def amounts(self) -> tuple[Quantity, ...]:
        """Amounts of money in sentences that count."""
        return tuple(each for each, _ in self.reading.quantities if each.kind == "money")


def find_evidence(asked: Asked, reading: Reading, rubric: Rubric) -> Evidence:
    """Search the sentences that say something."""
    times = find_timeframes(reading)
    ties = find_ties(asked, reading)
    return Evidence(
        asked=asked,
        reading=reading,
        rubric=rubric,
        near=closeness(asked, reading, rubric),
        recommendations=find_recommendations(reading, rubric, times),
        times=times,
        measures=find_measures(reading),
        providers=find_providers(reading.text),
        ties=ties,
    )
