"""What an answer is written from: the question's meaning and the run's tool results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.reference_agent.questions import Ask, Question
from support.reference_agent.scope import MONTHS
from support.reference_agent.tools import Results


@dataclass(frozen=True, slots=True)
class Length:
    """How many of each kind of line an answer has."""

    recommendations: int
    risks: int
    measures: int


LONG = Length(recommendations=6, risks=3, measures=2)
CROWDED = Length(recommendations=5, risks=3, measures=1)
MEDIUM = Length(recommendations=4, risks=1, measures=1)
SHORT = Length(recommendations=3, risks=1, measures=1)
LOOKUP = Length(recommendations=2, risks=0, measures=1)
RISK_REVIEW = Length(recommendations=2, risks=3, measures=1)


def length_for(question: Question) -> Length:
    """The length that a question deserves."""
    if question.broad:
        # Many parts, or an industry's own rules, take room from the rest.
        crowded = question.in_parts or question.industry not in {None, "enterprise"}
        return CROWDED if crowded else LONG
    if question.lookup:
        return LOOKUP
    if Ask.RISKS in question.asks and Ask.SAVINGS not in question.asks:
        return RISK_REVIEW
    return MEDIUM if len(question.scope.areas) > 1 else SHORT


@dataclass(frozen=True, slots=True)
class Brief:
    """Tool results by label, and what could not be worked out."""

    question: Question
    results: dict[str, Results]
    gaps: tuple[str, ...]

    @property
    def length(self) -> Length:
        """How much is said."""
        return length_for(self.question)

    def get(self, label: str) -> Results | None:
        """The results under a label, where there are any."""
        return self.results.get(label)

    def labelled(self, prefix: str) -> list[Results]:
        """All results whose label starts so, in the order of the calls."""
        return [found for label, found in self.results.items() if label.startswith(prefix)]

    @property
    def risk_review(self) -> bool:
        """Whether the risks are what the question is about."""
        return self.length is RISK_REVIEW

    @property
    def rolls_back(self) -> bool:
        """Whether the rule for taking changes back is worth its place."""
        risks = self.results.get("assess_risks")
        regulated = risks is not None and risks["industry"] != "enterprise"
        return self.question.broad or Ask.RISKS in self.question.asks or regulated

    @property
    def total(self) -> int | None:
        """Spend in the scope and months of the question, USD."""
        labels = ["compare_providers", "query_spend"]
        if self.question.scope.months == MONTHS:
            labels.append("annual")
        for label in labels:
            found = self.results.get(label)
            if found is not None:
                return int(found["total"])
        return None

    @property
    def levers(self) -> list[dict[str, Any]]:
        """The savings worth doing, largest first."""
        plan = self.results.get("consolidate_savings")
        return list(plan["levers"]) if plan else []

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The savings that get a line of their own."""
        return [lever for lever in self.levers if lever["major"]]
