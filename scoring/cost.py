"""The cost-optimisation check: five things that an answer about costs must bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.answer import AnswerVerdict
from scoring.score import Score, Span

PASS = 0.60
_ACTIONABLE = 3
_TECHNOLOGIES = 4
_TIMES = 2


@dataclass(frozen=True, slots=True)
class CostCheck:
    """The mean of the five parts; it is passed from 0.60 on, if the first part is met."""

    score: Score
    parts: tuple[Score, ...]

    @property
    def passed(self) -> bool:
        """Whether the mean is reached and an amount of savings is named."""
        return (self.score.value or 0.0) >= PASS and (self.parts[0].value or 0.0) >= 1.0


def cost_check(verdict: AnswerVerdict) -> CostCheck:
    """Unscored where the rubric does not ask for costs."""
    name = "cost quantification"
    if not verdict.yardstick.applies("cost"):
        return CostCheck(Score(name, None, "the question is not about costs"), ())
    parts = (
        _amount(verdict),
        _actions(verdict),
        _technology(verdict),
        _time(verdict),
        _success(verdict),
    )
    value = sum(each.value or 0.0 for each in parts) / len(parts)
    lacking = [each.name for each in parts if (each.value or 0.0) < 1.0]
    told = f"lacks {', '.join(lacking)}" if lacking else "has all five parts"
    spans = tuple(span for each in parts for span in each.spans)
    return CostCheck(Score(name, value, told, spans), parts)


def _amount(verdict: AnswerVerdict) -> Score:
    found = next((each for each in verdict.content if each.content.figure == "money"), None)
    amounts = [q for q in verdict.evidence.amounts if verdict.evidence.asked.has(q.value) is None]
    met = found is not None and found.share >= 1.0 and bool(amounts)
    told = "names an amount to be saved" if met else "names no amount to be saved"
    return Score("specific savings amount", float(met), told, found.spans if found and met else ())


def _actions(verdict: AnswerVerdict) -> Score:
    told = [each for each in verdict.evidence.recommendations if each.firm and each.specific]
    spans = (Span(each.start, each.end, "recommendation") for each in told)
    return _share("actionable recommendations", len(told), _ACTIONABLE, "recommendations", spans)


def _technology(verdict: AnswerVerdict) -> Score:
    text, reading = verdict.text, verdict.evidence.reading
    named: dict[str, Span] = {}
    for number in reading.told:
        sentence = text.sentences[number]
        for at in range(sentence.first, sentence.last):
            if text.stems[at] in verdict.yardstick.technology:
                named.setdefault(text.stems[at], Span(text.starts[at], text.ends[at], "technology"))
    return _share(
        "technology specificity", len(named), _TECHNOLOGIES, "technologies", named.values()
    )


def _time(verdict: AnswerVerdict) -> Score:
    times = verdict.evidence.times
    spans = (Span(each.start, each.end, "time") for each in times)
    return _share("timeframe", len(times), _TIMES, "times of a plan", spans)


def _success(verdict: AnswerVerdict) -> Score:
    measures = verdict.evidence.measures
    exact = sum(each.exact for each in measures)
    value = 1.0 if exact else 0.5 if measures else 0.0
    told = f"{len(measures)} sentences say what to watch, {exact} of them with a value"
    spans = tuple(Span(each.start, each.end, "measure") for each in measures)
    return Score("how success is measured", value, told, spans)


def _share(name: str, number: int, wanted: int, what: str, spans: Iterable[Span]) -> Score:
    return Score(name, min(1.0, number / wanted), f"{number} {what} of {wanted}", tuple(spans))
