"""Whether answers to different customers are different, and each belongs to its own question."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.events import RunLog
from scoring.score import Score
from scoring.similarity import key_terms, relevance, similarity
from support.reading import Conversation
from support.verdict import Measurement


def likeness(talk: Conversation, everybody: Sequence[Conversation]) -> Measurement:
    """How much of what a customer was told another was told too, in per cent of 100.

    It is the greatest of all comparisons with others who asked something else; see
    `scoring.similarity` for what counts. Secrets are left out.
    """
    name = "likeness to another's answer"
    secrets = [_secret(each) for each in everybody]
    found: tuple[Score, str] | None = None
    for mine in talk.runs:
        for other in everybody:
            for run in other.runs:
                if other is talk or _about(run, other) == _about(mine, talk):
                    continue
                score = similarity(mine.answer, run.answer, secrets)
                if score.value is not None and (found is None or score.value > _value(found[0])):
                    found = score, other.name
    if found is None:
        why = "no two answers to different questions could be compared"
        return Measurement(name, "%", None, why)
    score, whose = found
    return Measurement(name, "%", round(100 * _value(score), 1), f"{whose}: {score.explanation}")


def own_terms(talk: Conversation, _everybody: Sequence[Conversation]) -> Measurement:
    """How many of its own question's key terms a customer's answer takes up, in per cent of 100.

    With several questions it is the answer that takes up the fewest. The secret is left out.
    """
    name = "key terms of the own question"
    if not talk.runs or not all(run.answer.strip() for run in talk.runs):
        return Measurement(name, "%", None, "no answer came", failed=True)
    found = [relevance(run.question, run.answer, [_secret(talk)]) for run in talk.runs]
    score = min(found, key=lambda each: -1.0 if each.value is None else each.value)
    if score.value is None:
        return Measurement(name, "%", None, score.explanation)
    return Measurement(name, "%", round(100 * score.value, 1), score.explanation)


def _value(score: Score) -> float:
    return score.value or 0.0


def _secret(talk: Conversation) -> str:
    return str(talk.recording.about.get("canary") or "")


def _about(run: RunLog, talk: Conversation) -> tuple[str, ...]:
    """What a question is about, so that the same question under another secret is the same."""
    return tuple(key_terms(run.question, [_secret(talk)]))
