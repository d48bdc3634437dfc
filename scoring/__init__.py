"""Pure judgement of answers and event logs: no I/O, no clock, no socket, no Behave."""

from scoring.answer import AnswerVerdict, judge_answer, score_answer

__all__ = ["AnswerVerdict", "judge_answer", "score_answer"]
