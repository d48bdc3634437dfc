"""The judgement of an answer alone: its quality, then the gates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scoring.content import Found, find_content
from scoring.criteria import GENERAL, Rubric, rubric_for
from scoring.evidence import Evidence, find_evidence
from scoring.gates import ClosedGate, closed_gates
from scoring.general import judge_general
from scoring.quality import THRESHOLD, WEIGHTS, dimensions_of, level_of
from scoring.question import Asked, read_question
from scoring.reading import read_answer
from scoring.rubric import default_rubrics
from scoring.score import Score
from scoring.text import Text, read_text


@dataclass(frozen=True, slots=True)
class AnswerVerdict:
    """What an answer is worth by itself.

    `value` is the base quality after the gates, `quality` the one before them, both 0 to 1: a
    closed gate caps it, that of a general answer in proportion, so that the better one stays so.
    `dimensions` are the four of a rubric, or the one of a general question. `yardstick` is the
    rubric, `content` what of its required content was found; all spans lie in `text.clean`.
    """

    value: float
    quality: float
    dimensions: tuple[Score, ...]
    gates: tuple[ClosedGate, ...]
    yardstick: Rubric
    text: Text
    evidence: Evidence
    content: tuple[Found, ...]

    @property
    def rubric(self) -> str:
        """The name of the rubric."""
        return self.yardstick.name

    @property
    def passed(self) -> bool:
        """Whether it is good enough to act on."""
        return self.value >= THRESHOLD

    @property
    def level(self) -> str:
        """The name of its value."""
        return level_of(self.value)


def score_answer(question: str, answer: str) -> float:
    """The base quality of an answer after the gates, 0 to 1; 0.75 passes."""
    return judge_answer(question, answer).value


def judge_answer(
    question: str, answer: str, rubrics: tuple[Rubric, ...] | None = None
) -> AnswerVerdict:
    """Judge an answer by the first of the rubrics that takes the question, else as a general one.

    Without `rubrics` those that come with the suite are tried. Any text is judged: what cannot be
    read is worth next to nothing, and the gate says so.
    """
    asked, rubric = _prepared(question, default_rubrics() if rubrics is None else rubrics)
    text = read_text(answer)
    evidence = find_evidence(asked, read_answer(asked, text), rubric)
    content = find_content(evidence)
    if rubric is GENERAL:
        general = judge_general(asked.text, text)
        dimensions: tuple[Score, ...] = (
            Score("general quality", general.value, general.explanation),
        )
        quality = general.value
    else:
        dimensions = dimensions_of(evidence, content)
        quality = sum(WEIGHTS[each.name] * (each.value or 0.0) for each in dimensions)
    gates = closed_gates(question, answer, evidence, content)
    cap = min((gate.cap for gate in gates), default=1.0)
    value = quality * cap if rubric is GENERAL else min(quality, cap)
    return AnswerVerdict(value, quality, dimensions, gates, rubric, text, evidence, content)


@lru_cache(maxsize=64)
def _prepared(question: str, rubrics: tuple[Rubric, ...]) -> tuple[Asked, Rubric]:
    asked = read_question(question)
    return asked, rubric_for(asked, rubrics)
