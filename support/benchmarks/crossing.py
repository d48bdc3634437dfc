"""Whether each answer of a conversation belongs to its own question, and to no other one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from scoring.contract import is_blank
from scoring.events import RunLog
from scoring.findings import Finding
from scoring.similarity import key_terms, relevance, telling_terms
from support.benchmarks.promises import counted
from support.reading import Conversation
from support.verdict import Measurement


def crossed(talk: Conversation, _everybody: Sequence[Conversation]) -> Measurement:
    """How many answers belong to another question of the same conversation.

    An answer does that takes up terms of another question and none of its own, or all that are
    the other's alone and none that is its own alone; and two do that fit each other's questions
    better than their own. What all questions of the field share weighs little, and what both
    answers say nothing at all.
    """
    name, secret = "answers to another question", str(talk.recording.about.get("canary") or "")
    answered = [run for run in talk.runs if not is_blank(run.answer)]
    if len(talk.runs) < 2 or not answered:
        why = "no answer came" if not answered else "only one question was asked"
        return Measurement(name, "faults", None, why)

    def fit(run: RunLog, other: RunLog) -> float:
        return relevance(other.question, run.answer, [secret]).value or 0.0

    telling = [set(telling_terms(run.question, [secret])) for run in talk.runs]
    found, unclear = [], []
    for run in answered:
        number, own = talk.runs.index(run) + 1, fit(run, run)
        others = {n: fit(run, each) for n, each in enumerate(talk.runs, 1) if each is not run}
        nearest = max(others, key=lambda n: others[n])
        said = set(key_terms(run.answer, [secret]))
        alone = telling[number - 1] - telling[nearest - 1]
        others_alone = telling[nearest - 1] - telling[number - 1]
        elsewhere = bool(alone and others_alone) and others_alone <= said and not alone & said
        if (not own and others[nearest]) or elsewhere:
            sentence = f"the answer to question {number} is about question {nearest}"
            found.append(Finding(sentence, run.ending.at if run.ending else None))
        elif not own:
            unclear.append(number)
    for one, two in combinations(answered, 2):
        straight, swapped = fit(one, one) + fit(two, two), fit(one, two) + fit(two, one)
        numbers = [talk.runs.index(run) + 1 for run in (one, two)]
        if swapped > straight and not found:
            sentence = f"the answers to questions {numbers[0]} and {numbers[1]} have changed places"
            found.append(Finding(sentence, two.ending.at if two.ending else None))
        elif swapped == straight:
            unclear += numbers
    if unclear and not found:
        why = f"the answer to question {unclear[0]} takes up nothing by which it could be told"
        return Measurement(name, "faults", None, why)
    return counted(name, found, f"kept over {len(answered)} answers", talk.runs[0].asked_at)
