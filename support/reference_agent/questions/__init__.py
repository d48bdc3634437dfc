"""Understanding a question about AI cost: what is asked, about which part of the bill."""

from support.reference_agent.questions.meaning import Ask, Claim, Question, Subject, Target
from support.reference_agent.questions.understand import understand, without_secrets

__all__ = ["Ask", "Claim", "Question", "Subject", "Target", "understand", "without_secrets"]
