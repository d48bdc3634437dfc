"""How words of a feature become values: questions, limits, moments."""

from __future__ import annotations

import math
import re
from typing import Any

from behave import register_type

from scoring.asks import SHOWN, Ask
from support.behaviour import Moment, Question
from support.customers import Trouble
from support.faults.mishaps import mishaps
from support.verdict import Direction, HarnessError, Limit

_LEVEL = ("benchmark", "target", "direction", "tolerance")

_MOMENTS = {
    "the question is sent": Moment.SENT,
    "the work has begun": Moment.SIGN,
    "a helper is busy": Moment.HELPER,
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


def levels(table: Any) -> list[tuple[str, Limit]]:
    """The rows of a table of service levels: each name with its limit.

    Raises `HarnessError` where a heading or a cell is not what it should be.
    """
    if list(table.headings) != list(_LEVEL):
        told = " | ".join(table.headings)
        raise HarnessError(f"a table of service levels has the headings {_LEVEL}, not {told}")
    return [(row["benchmark"], _level(row)) for row in table]


def _level(row: Any) -> Limit:
    number, _, unit = row["target"].partition(" ")
    share = row["tolerance"].removesuffix("%").strip()
    try:
        limit = Limit(float(number), unit, Direction(row["direction"]), float(share) / 100)
        if not (0 <= limit.value < math.inf and 0 <= limit.tolerance < 1):
            raise ValueError
        return limit
    except ValueError:
        cells = " | ".join(row.cells)
        like = "first event latency | 5 s | at most | 10 %"
        raise HarnessError(f"{cells} is no service level; one looks like: {like}") from None


def asks(table: Any) -> list[Ask]:
    """The rows of a table of things that were asked, each with how the answer shows it."""
    headings = ["what was asked", "shown by"]
    if list(table.headings) != headings:
        told = " | ".join(table.headings)
        raise HarnessError(f"a table of what was asked has the headings {headings}, not {told}")
    wrong = [row["shown by"] for row in table if row["shown by"] not in SHOWN]
    if wrong:
        raise HarnessError(f"an answer shows things by {', '.join(SHOWN)}, not by {wrong[0]!r}")
    return [Ask(row["what was asked"], row["shown by"]) for row in table]


def sizes(text: str) -> tuple[int, ...]:
    """Numbers in a row: `1, 3, 10 and 30`."""
    return tuple(int(part) for part in text.replace(" and ", ", ").split(", "))


def share(text: str) -> float:
    """A percentage as a share: `50%` is 0.5."""
    return float(text.removesuffix("%")) / 100


def times(text: str) -> float:
    """How many times as much: `2 times`, `1.5 times`."""
    return float(text.partition(" ")[0])


def trouble(text: str) -> Trouble:
    """What a troublemaker does."""
    return Trouble(text)


def what_goes_wrong(text: str) -> str:
    """Something that can go wrong, by the words under which support/faults/mishaps.toml has it."""
    return text


def region_names(text: str) -> tuple[str, ...]:
    """Places of regions in a row: `California, Frankfurt and São Paulo`."""
    return tuple(text.replace(" and ", ", ").split(", "))


def count(text: str) -> int:
    """A whole number from 1 on; raises `HarnessError` for any other."""
    if int(text) < 1:
        raise HarnessError(f"a number of customers, questions or times is 1 or more, not {text}")
    return int(text)


# Behave reads the pattern of a type from its converter.
setattr(question, "pattern", r'"[^"]+"|[^"]+')
setattr(seconds, "pattern", r"\d+(?:\.\d+)? seconds?(?:, with \d+% tolerance)?")
setattr(moment, "pattern", "|".join(_MOMENTS))
setattr(share, "pattern", r"\d+(?:\.\d+)?%")
setattr(times, "pattern", r"\d+(?:\.\d+)? times")
setattr(trouble, "pattern", "|".join(Trouble))
setattr(what_goes_wrong, "pattern", "|".join(map(re.escape, mishaps())))
# What cannot be is read all the same, so that it is refused in a sentence.
setattr(count, "pattern", r"-?\d+")
setattr(sizes, "pattern", r"-?\d+(?:, -?\d+)*(?: and -?\d+)?")
setattr(region_names, "pattern", r"[A-Z][\w -]*(?:, [A-Z][\w -]*)* and [A-Z][\w -]*")
register_type(Regions=region_names)
register_type(Sizes=sizes, Mishap=what_goes_wrong)
register_type(Question=question, Seconds=seconds, Moment=moment, Count=count)
register_type(Share=share, Times=times, Trouble=trouble)
