"""How words of a feature become values: questions, limits, moments."""

from __future__ import annotations

from behave import register_type

from support.behaviour import Moment, Question
from support.verdict import Direction, Limit

_MOMENTS = {
    "the work has begun": Moment.SIGN,
    "a tool is at work": Moment.TOOL,
    "the answer begins to appear": Moment.PIECE,
    "the answer is complete": Moment.END,
}


def question(text: str) -> Question:
    """A question as the feature tells it; in quotation marks, word for word."""
    words = text.strip()
    if words[:1] == words[-1:] == '"':
        return Question(words.strip('"'))
    return Question(f"{words[:1].upper()}{words[1:].removesuffix('?')}?")


def seconds(text: str) -> Limit:
    """An upper limit in seconds: `5 seconds, with 10% tolerance`."""
    value, _, rest = text.partition(" second")
    share = rest.partition("with ")[2].partition("%")[0]
    return Limit(float(value), "s", Direction.AT_MOST, float(share) / 100 if share else 0.0)


def moment(text: str) -> Moment:
    """A moment that a customer notices."""
    return _MOMENTS[text]


def count(text: str) -> int:
    """A whole number from 1 on."""
    return int(text)


# Behave reads the pattern of a type from its converter.
setattr(question, "pattern", r'"[^"]+"|[^"]+')
setattr(seconds, "pattern", r"\d+(?:\.\d+)? seconds?(?:, with \d+% tolerance)?")
setattr(moment, "pattern", "|".join(_MOMENTS))
setattr(count, "pattern", r"[1-9]\d*")
register_type(Question=question, Seconds=seconds, Moment=moment, Count=count)
