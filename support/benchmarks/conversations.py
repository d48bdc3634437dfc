"""Whether the answers of one conversation belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.asks import Ask, answered
from scoring.consistency import same_figure
from scoring.premises import objection
from scoring.score import Score
from support.reading import Conversation
from support.verdict import TIME, Measurement

Together = Callable[[Conversation, Sequence[Conversation]], Measurement]


def about(thing: str, other: str) -> Together:
    """Whether the last answer speaks of one thing with amounts, and gives none for the other."""
    name = f"about {thing}, not {other}"

    def judged(answers: list[str]) -> Score:
        spoken = answered(answers[-1], Ask(thing, "amounts"))
        if spoken.value != 1:
            return spoken
        beside = answered(answers[-1], Ask(other, "amounts"))
        if beside.value == 1:
            return Score(name, 0.0, f"it speaks of {other} too: {beside.explanation}")
        return spoken

    return _of_answers(name, judged, least=1)


def same(thing: str) -> Together:
    """Whether the first and the last answer state the same amount for a thing."""
    name = f"figure for {thing}"
    return _of_answers(name, lambda answers: same_figure(answers[0], answers[-1], thing), least=2)


def objects(premise: str) -> Together:
    """Whether the last answer objects to an amount that the customer takes for true."""
    return _of_answers(
        f"objection to {premise}", lambda answers: objection(answers[-1], premise), least=1
    )


def _of_answers(name: str, judged: Callable[[list[str]], Score], least: int) -> Together:
    """A measure of a conversation's answers in order: 1 where it holds, 0 where it does not."""

    def measure(talk: Conversation, _everybody: Sequence[Conversation]) -> Measurement:
        answers = [run.answer for run in talk.runs]
        if len(answers) < least or not all(answer.strip() for answer in answers):
            unknown = any(run.impatient for run in talk.runs)
            why = "an answer is missing"
            return Measurement(name, TIME, None, why, failed=not unknown)
        score = judged(answers)
        return Measurement(name, TIME, score.value, score.explanation)

    return measure
