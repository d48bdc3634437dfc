"""Changes to an answer that must not move its score, must not raise it, or must lower it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

Change = Callable[[str, str], tuple[str, str]]
"""From a question and an answer to what they become."""

_FILLER = (
    " In conclusion, this is an important topic that deserves attention, and the right approach"
    " depends on the specific requirements."
)
_KEYWORDS = (
    " implement configure deploy optimize first next then finally $5 10% api infrastructure"
    " monitoring scaling"
)
_WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}


def _answer(change: Callable[[str], str]) -> Change:
    return lambda question, answer: (question, change(answer))


def _other_order(answer: str) -> str:
    """The paragraphs after the first in another order, the same one every time."""
    first, *rest = answer.split("\n\n")
    random.Random(len(answer)).shuffle(rest)
    return "\n\n".join([first, *rest])


NO_CHANGE: dict[str, Change] = {
    "upper case": _answer(str.upper),
    "lower case": _answer(str.lower),
    "question case": lambda question, answer: (question.upper(), answer),
    "no-break spaces": _answer(lambda answer: answer.replace(" ", "\u00a0")),
    "zero-width characters": _answer(
        lambda answer: answer.replace("a", "a\u200b").replace("e", "\u200be")
    ),
    "full-width digits": _answer(lambda answer: answer.translate(_WIDE)),
    "NFD": _answer(lambda answer: unicodedata.normalize("NFD", answer)),
    "CRLF": _answer(lambda answer: answer.replace("\n", "\r\n")),
    "outer white space": _answer(lambda answer: f"\n\n  {answer}  \n"),
    "curly quotes": _answer(
        lambda answer: answer.replace("'", "\u2019").replace(" - ", " \u2013 ")
    ),
    "paragraph order": _answer(_other_order),
    "HTML paragraphs": _answer(lambda answer: f"<p>{answer.replace(chr(10) * 2, '</p><p>')}</p>"),
}
"""The score may not move by more than 0.01."""

NO_RISE: dict[str, Change] = {
    "one filler sentence": _answer(lambda answer: answer + _FILLER),
    "ten filler sentences": _answer(lambda answer: answer + 10 * _FILLER),
    "pasted twice": _answer(lambda answer: f"{answer}\n\n{answer}"),
    "question echoed first": lambda question, answer: (question, f"{question}\n\n{answer}"),
    "keyword tail": _answer(lambda answer: answer + _KEYWORDS),
}
"""The score may not rise by more than 0.005."""

FALL: dict[str, Change] = {
    "second half dropped": _answer(lambda answer: answer[: len(answer) // 2]),
    "every digit removed": _answer(lambda answer: re.sub(r"\d", "", answer)),
}
"""The score must fall."""

BROKEN: dict[str, tuple[dict[str, Change], Callable[[float], bool]]] = {
    "same": (NO_CHANGE, lambda moved: abs(moved) > 0.01),
    "no rise": (NO_RISE, lambda moved: moved > 0.005),
    "must fall": (FALL, lambda moved: moved >= 0),
}
"""Each kind with its changes, and when a movement of the score breaks the promise."""
