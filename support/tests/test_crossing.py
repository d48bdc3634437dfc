"""Answers that belong to another question of the same customer are seen; honest ones are kept."""

from __future__ import annotations

import pytest

from support.benchmarks.crossing import crossed
from support.benchmarks.judging import judge
from support.benchmarks.promises import NEVER
from support.reading import read
from support.tests.recordings import asks, gets, recording
from support.verdict import Outcome

GPU, AWS = "Where does our GPU money go?", "How can we lower our AWS storage cost?"
OF_GPU = "GPU money goes to training, on AWS too: its cost is $4,200, storage is the rest."
OF_AWS = "AWS storage costs $900 less where cold data moves to a lower tier."
SAID = {"agent_id": "a", "parent_agent_id": None}


def found(*answers: tuple[str, str]) -> tuple[Outcome, str]:
    lines = []
    for number, (question, answer) in enumerate(answers, 1):
        run = f"r{number}"
        end = {"final_response": answer} if answer else {}
        kind = "agent_completed" if answer else "run_cancelled"
        lines += [asks(run, f"t{number}", question), gets(kind, run, **SAID, **end)]
    figure = judge(crossed(read(recording(lines)), ()), NEVER)
    return figure.outcome, figure.reason


@pytest.mark.parametrize(
    ("answers", "outcome", "why"),
    [
        (((GPU, OF_GPU), (AWS, OF_AWS)), Outcome.MET, ""),
        (((GPU, OF_GPU), (AWS, OF_GPU + OF_AWS)), Outcome.MET, ""),
        (((GPU, OF_AWS), (AWS, OF_GPU)), Outcome.NOT_MET, "question 1 is about question 2"),
        (
            ((GPU, "Money: storage cost $5."), (AWS, "GPU money goes to AWS.")),
            Outcome.NOT_MET,
            "the answers to questions 1 and 2 have changed places",
        ),
        (((GPU, OF_GPU), (AWS, "GPUs are idle.")), Outcome.NOT_MET, "2 is about question 1"),
        (((GPU, OF_GPU), (AWS, "GPUs cost $5.")), Outcome.NOT_MET, "2 is about question 1"),
        (((GPU, "H100s on AWS cost money."), (AWS, OF_AWS)), Outcome.MET, ""),
        (((AWS, ""), (GPU, OF_GPU)), Outcome.MET, ""),
        (((AWS, ""), (GPU, OF_AWS)), Outcome.NOT_MET, "question 2 is about question 1"),
        (((GPU, "42"), (AWS, "43")), Outcome.NOT_MEASURED, "question 1 takes up nothing"),
        (((GPU, OF_GPU),), Outcome.NOT_MEASURED, "only one question was asked"),
        (((GPU, ""), (AWS, "")), Outcome.NOT_MEASURED, "no answer came"),
    ],
)
def test_each_answer_is_held_against_all_questions_of_the_customer(
    answers: tuple[tuple[str, str], ...], outcome: Outcome, why: str
) -> None:
    told, reason = found(*answers)
    assert told is outcome
    assert why in reason
