"""How an answer to a general question is laid out, how it opens, and whether its sums are right."""

from __future__ import annotations

import re
from math import log1p

from scoring.general_kept import Asked, Kept

_OPENERS = ("sure", "certainly", "of course", "absolutely", "great question")
_APOLOGIES = ("sorry", "apolog", "as an ai", "language model")
_GREETINGS = ("dear ", "subject", "hi ", "hello")
_OPENING = 160
"""Characters in which an answer opens."""

_NUMBER = r"\$?(\d{1,9}(?:\.\d{1,4})?)"
_SUM = re.compile(
    rf"(?<![\d.+*/=x-])(?<![+*/=x-] ){_NUMBER} ?([-+*/x]) ?{_NUMBER} ?= ?{_NUMBER}"
    r"(?!\.?\d| ?[-+*/x=^(])"
)
"""A sum of two numbers with its result; longer chains are left alone."""

_MOST_SUMS = 100
_INLINE_ITEM = re.compile(r"[^\n]{3} 2[.)] ")

Features = dict[str, float]


def form(kept: Kept, asked: Asked, lower: str) -> Features:
    """Lines, paragraphs, lists and tables; whether a list or a letter was asked for and is one."""
    blocks, kinds = kept.blocks, asked.request.kinds
    lines = log1p(len(blocks))
    items = [block for block in blocks if block.kind == "item"]
    return {
        "lines": lines,
        "paragraphs": log1p(len({block.paragraph for block in blocks})),
        "numbered": float(sum(1 for item in items if item.marker[0].isdigit()) > 1),
        "items in running text": float(_INLINE_ITEM.search(lower) is not None),
        "headings": float(any(block.kind == "heading" for block in blocks)),
        "rows": log1p(sum(1 for block in blocks if block.kind == "row")),
        "lines of a list, as asked": lines * ("list" in kinds),
        "items of a list, as asked": float(len(items) > 2 and "list" in kinds),
        "a letter, as asked": float("document" in kinds and lower.startswith(_GREETINGS)),
    }


def voice(lower: str) -> Features:
    """Whether it opens with chatter or with an excuse."""
    opening = lower[:_OPENING]
    return {
        "chatty opening": float(opening.startswith(_OPENERS)),
        "apology": float(any(phrase in opening for phrase in _APOLOGIES)),
    }


def figures(lower: str) -> Features:
    """How many sums are right and wrong."""
    right = wrong = 0
    sums = _SUM.findall(lower.replace(",", "")) if "=" in lower else ()
    for left, sign, other, stated in sums[:_MOST_SUMS]:
        if _is_right(float(left), sign, float(other), float(stated)):
            right += 1
        else:
            wrong += 1
    return {
        "right sums": log1p(right),
        "wrong sums": log1p(wrong),
    }


def _is_right(left: float, sign: str, right: float, stated: float) -> bool:
    """Whether a stated result is right to 2 %: answers round."""
    if sign == "/":
        result = left / right if right else 0.0
    elif sign in "*x":
        result = left * right
    else:
        result = left + right if sign == "+" else left - right
    return abs(result - stated) <= 0.02 * abs(result) + 0.01
