"""Pure judgement of answers and event logs: no I/O, no clock, no socket, no Behave.

What judges answers is loaded when it is first asked for: whoever reads event logs alone, as the
workers that hold the sockets do, starts without it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.answer import AnswerVerdict, judge_answer, score_answer

__all__ = ["AnswerVerdict", "judge_answer", "score_answer"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from scoring import answer  # noqa: PLC0415 - see above

    return getattr(answer, name)
