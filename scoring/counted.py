"""What is counted in an answer, and where it stands: for features that promise a number of each."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.answer import AnswerVerdict
from scoring.providers import CLOUDS
from scoring.recommendations import Recommendation
from scoring.score import Score, Span

QUANTIFIED, STEPS = "quantified recommendations", "actionable steps"
AMOUNTS, PROVIDERS = "dollar amounts", "cloud providers"


def counts_of(verdict: AnswerVerdict) -> tuple[Score, ...]:
    """Quantified recommendations, actionable steps, different dollar amounts, cloud providers."""
    evidence, text = verdict.evidence, verdict.text.clean
    told = evidence.recommendations
    quantified = [each for each in told if each.quantified and (each.firm or each.specific)]
    steps = [each for each in told if each.firm]
    dollars = {q.value: q for q in reversed(evidence.amounts) if q.currency == "USD"}
    clouds = [each for each in evidence.providers if each.name in CLOUDS]
    return (
        _count(QUANTIFIED, len(quantified), _spans(quantified, "recommendation"), text),
        _count(STEPS, sum(each.steps for each in steps), _spans(steps, "recommendation"), text),
        _count(
            AMOUNTS,
            len(dollars),
            [Span(q.start, q.end, "figure") for q in sorted(dollars.values())],
            text,
        ),
        _count(
            PROVIDERS,
            len(clouds),
            [Span(each.start, each.end, "provider") for each in clouds],
            text,
        ),
    )


def marks_of(verdict: AnswerVerdict) -> tuple[Span, ...]:
    """The recommendations, the figures, and whatever closed a gate."""
    firm = [each for each in verdict.evidence.recommendations if each.firm]
    figures = [Span(q.start, q.end, "figure") for q, _ in verdict.evidence.reading.quantities]
    broken = [
        Span(span.start, span.end, "broken sum" if gate.name == "arithmetic" else "gate")
        for gate in verdict.gates
        for span in gate.spans
    ]
    return (*_spans(firm, "recommendation"), *figures, *broken)


def _spans(told: Sequence[Recommendation], mark: str) -> list[Span]:
    return [Span(each.start, each.end, mark) for each in told]


def _count(name: str, number: int, spans: list[Span], text: str) -> Score:
    quotes = [f'"{_short(text[span.start : span.end])}"' for span in spans[:3]]
    more = f" and {len(spans) - 3} more" if len(spans) > 3 else ""
    told = f"{', '.join(quotes)}{more}" if quotes else "none was found"
    return Score(name, number, told, tuple(spans), "")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
