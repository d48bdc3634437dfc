"""The quality of an answer to a general question, one that no rubric takes.

Nothing is known of the subject, so this judges what can be seen of a good answer to any question:
how much it says, whether it stays with the question, repeats or copies, how it is laid out. The
weights were fitted to pairs of answers of which people preferred one (`scoring/fitting`). Whether
what it says is true is not judged, but for plain sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from scoring.general_features import features
from scoring.general_weights import BETTER, WEIGHTS, WORSE, WORTH
from scoring.text import Text

_REASONS = {
    "substance": ("it says much that is new and specific", "it says little that is specific"),
    "repetition": ("it does not repeat itself", "it says the same again and again"),
    "relevance": ("it takes up what was asked", "it leaves out much of what was asked"),
    "wording": ("it speaks in words of its own", "it copies the question's words"),
    "form": ("it is laid out clearly", "its layout does not help the reader"),
    "voice": ("it comes to the point", "it opens with chatter or an excuse"),
    "figures": ("its sums are right", "its sums are wrong"),
    "request": (
        "it gives what this kind of question wants",
        "it does not give what this kind of question wants",
    ),
}
"""For each group of features what speaks for and what against an answer."""

_STRONGEST = 3
_NOTABLE = 0.03
"""A group that moves the value's log-odds less than this is no reason worth a word."""

_FARTHEST = 30.0


def _log_odds(chance: float) -> float:
    return log(chance / (1 - chance))


_SLOPE = (_log_odds(WORTH[0]) - _log_odds(WORTH[1])) / (BETTER - WORSE)
_USUAL = _log_odds(WORTH[0]) - _SLOPE * BETTER


@dataclass(frozen=True, slots=True)
class GeneralQuality:
    """`value` is 0 to 1, strictly between them; `WORTH` says what is worth how much.

    `reasons` says of each group of features by how much it moves the log-odds of the value, from
    those of a typical answer.
    """

    value: float
    reasons: dict[str, float]

    @property
    def explanation(self) -> str:
        """The strongest reasons, at most three, in a sentence."""
        strongest = sorted(self.reasons.items(), key=lambda item: -abs(item[1]))[:_STRONGEST]
        notable = [(name, size) for name, size in strongest if abs(size) >= _NOTABLE]
        goods = [_REASONS[name][0] for name, size in notable if size > 0]
        bads = [_REASONS[name][1] for name, size in notable if size < 0]
        sides = [
            f"{side}: {', '.join(each)}"
            for side, each in (("for", goods), ("against", bads))
            if each
        ]
        return f"{'; '.join(sides) or 'a typical answer in every respect'}."


def judge_general(question: Text, answer: Text) -> GeneralQuality:
    """Weigh an answer to a question on any subject."""
    reasons = {
        group: _SLOPE * sum(_weighed(name, value) for name, value in found.items())
        for group, found in features(question, answer).items()
    }
    odds = max(-_FARTHEST, min(_FARTHEST, _USUAL + sum(reasons.values())))
    return GeneralQuality(1 / (1 + exp(-odds)), reasons)


def quality_of(question: Text, answer: Text) -> float:
    """The value of an answer to a question on any subject, 0 to 1."""
    return judge_general(question, answer).value


def explain(question: Text, answer: Text) -> str:
    """Why the value is what it is, in a sentence."""
    return judge_general(question, answer).explanation


def _weighed(name: str, value: float) -> float:
    weight, usual = WEIGHTS[name]
    return weight * (value - usual)
