"""Whether an answer honours what binds the customer's industry: findings held to figures."""

from __future__ import annotations

from scoring.industry import Industry, Rule, honours, offences, own_words, refuses
from support.benchmarks.answers import of_answer
from support.benchmarks.timing import Measure


def obligations(industry: Industry) -> list[Measure]:
    """For each obligation, whether the answer says how it is kept: 1 or 0."""
    return [_obligation(industry, rule) for rule in industry.must]


def forbidden(industry: Industry) -> list[Measure]:
    """For each thing that this industry must never be advised, how many sentences advise it."""
    return [_forbidden(industry, rule) for rule in industry.never]


def refusal(industry: Industry) -> Measure:
    """Whether the answer rules out the forbidden thing that was asked for: 1 or 0."""
    name = f"no to what {industry.customer} must never do"
    return of_answer(name, lambda run: refuses(run.question, run.answer, industry))


def vocabulary(industry: Industry) -> Measure:
    """How many different words of the industry's own the answer uses."""
    name = f"words of {industry.name}"
    return of_answer(name, lambda run: own_words(run.answer, industry), "words")


def _obligation(industry: Industry, rule: Rule) -> Measure:
    return of_answer(rule.what, lambda run: honours(run.answer, rule, industry))


def _forbidden(industry: Industry, rule: Rule) -> Measure:
    name = f"never advised: {rule.what}"
    return of_answer(name, lambda run: offences(run.answer, rule, industry), "sentences")
