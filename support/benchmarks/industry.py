"""Whether an answer honours what binds the customer's industry: findings held to figures."""

from __future__ import annotations

from scoring.events import RunLog
from scoring.industry import Industry, Rule, honours, offences, own_words, refuses
from support.benchmarks.teamwork import unfinished
from support.benchmarks.timing import Measure
from support.lag import HarnessLag
from support.verdict import Direction, Limit, Measurement

SAID = Limit(1, "times", Direction.AT_LEAST)
"""An obligation must be spoken of."""


def obligations(industry: Industry) -> list[Measure]:
    """For each obligation, whether the answer says how it is kept: 1 or 0."""
    return [_obligation(industry, rule) for rule in industry.must]


def forbidden(industry: Industry) -> list[Measure]:
    """For each thing that this industry must never be advised, how many sentences advise it."""
    return [_forbidden(industry, rule) for rule in industry.never]


def refusal(industry: Industry) -> Measure:
    """Whether the answer rules out the forbidden thing that was asked for: 1 or 0."""
    name = f"no to what {industry.customer} must never do"

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(name, "times", run):
            return missing
        score = refuses(run.question, run.answer, industry)
        return Measurement(name, "times", score.value, score.explanation)

    return measure


def vocabulary(industry: Industry) -> Measure:
    """How many different words of the industry's own the answer uses."""
    name = f"words of {industry.name}"

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(name, "words", run):
            return missing
        score = own_words(run.answer, industry)
        return Measurement(name, "words", score.value, score.explanation)

    return measure


def _obligation(industry: Industry, rule: Rule) -> Measure:
    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(rule.what, "times", run):
            return missing
        score = honours(run.answer, rule, industry)
        return Measurement(rule.what, "times", score.value, score.explanation)

    return measure


def _forbidden(industry: Industry, rule: Rule) -> Measure:
    name = f"never advised: {rule.what}"

    def measure(run: RunLog, _lag: HarnessLag | None) -> Measurement:
        if missing := unfinished(name, "sentences", run):
            return missing
        score = offences(run.answer, rule, industry)
        return Measurement(name, "sentences", score.value, score.explanation)

    return measure
