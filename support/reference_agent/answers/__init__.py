"""Writing the answer: plain business English, every figure from a tool result of the run."""

from support.reference_agent.answers.brief import Brief, length_for
from support.reference_agent.answers.compose import compose, decline

__all__ = ["Brief", "compose", "decline", "length_for"]
