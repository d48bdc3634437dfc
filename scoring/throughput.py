"""Tokens a second: how fast an answer came once it began to come."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from scoring.events import Kind, RunLog

TOKENS_PER_WORD = 4 / 3
"""English takes about four tokens for three words: a common rule of thumb."""

_BELIEVED = 2.0
"""A count up to so many times the estimate is taken as the answer's own.

Languages differ by less; what is far above holds hidden thoughts or tool calls too, which are no
part of what arrived between the first and the last piece.
"""

_SPARED = 4.0
"""A count below this part of the estimate is none: no tokenizer needs so few for an answer."""

_MOST_OF_IT = 0.8
"""The share of the answer that its pieces must be, to be what its reader waited for."""

# Scripts without spaces: about one token a sign.
_SIGN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = re.compile(f"[{_SIGN}]")
_WORD = re.compile(rf"[^\W_{_SIGN}]+")
_LETTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Throughput:
    """Output tokens and the seconds that they took.

    `begin` and `end` are moments on the log's clock; `estimated` marks tokens counted from words,
    and `basis` says in words where the figure comes from. `streamed` tells whether the time runs
    from the first piece (otherwise from the question).
    """

    tokens: int
    begin: float
    end: float
    estimated: bool
    streamed: bool
    basis: str

    @property
    def seconds(self) -> float:
        """From `begin` to `end`."""
        return self.end - self.begin

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return self.tokens / self.seconds if self.seconds > 0 else math.inf

    @property
    def sentence(self) -> str:
        """The figure's story, without the figure itself."""
        since = "first piece of the answer" if self.streamed else "question"
        return f"{self.tokens} tokens in {self.seconds:.3f} s from the {since} on ({self.basis})"


def throughput(log: RunLog) -> Throughput | None:
    """The speed of a run's answer; None where the run brought none.

    The time runs from the first to the last piece of the answer, on the clock that stamped them
    on receipt; where the answer came in one piece, all pieces at one moment, or the pieces are less
    than `_MOST_OF_IT` of the answer, from the question to the answer. Tokens are the run's own
    `usage`, where it states output tokens that an answer of this length can have; otherwise they
    are estimated from its words.
    """
    ending = log.ending
    if ending is None or not log.answer.strip():
        return None
    pieces = [
        event.at for event in log.until_end if event.kind is Kind.TEXT_DELTA and event.text.strip()
    ]
    whole = len(log.streamed) >= _MOST_OF_IT * len(log.answer)
    streamed = bool(pieces) and pieces[-1] > pieces[0] and whole
    begin, end = (pieces[0], pieces[-1]) if streamed else (log.asked_at, ending.at)
    tokens, estimated, basis = _tokens(ending.data.get("usage"), log.answer)
    return Throughput(tokens, begin, end, estimated, streamed, basis)


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has: four for three words, one for a sign of other scripts."""
    spaced = sum(
        max(TOKENS_PER_WORD, len(word) / (2 * _LETTERS_PER_TOKEN)) for word in _WORD.findall(text)
    )
    return math.ceil(spaced + len(_UNSPACED.findall(text)))


def _tokens(usage: object, answer: str) -> tuple[int, bool, str]:
    estimate = estimated_tokens(answer)
    stated = usage.get("output_tokens") if isinstance(usage, dict) else None
    guess = "estimated from the answer's words: the"
    if isinstance(stated, float) and math.isnan(stated):
        stated = None
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return estimate, True, f"{guess} agent states no usage"
    told = f"{guess} {max(min(stated, 10**12), -1):,.0f} that the agent states"
    if stated > max(_BELIEVED * estimate, 10):
        return estimate, True, f"{told} are more than it can have"
    if stated < estimate / _SPARED:
        return estimate, True, f"{told} are fewer than it has"
    return int(stated), False, "as the agent's usage states"
