"""What an amount is said to be: saved, or spent today."""

from __future__ import annotations

import re

from scoring.quantities import Quantity

_MORE = (
    r"(?: (?:of|is|are|be|you|us|up|to|about|around|roughly|another|a|an|further|some|over|more"
    r"|than|nearly|almost|approximately|at|least|would|will|can|by|total|the|customers?"
    r"|per year|worth|for|in|usd|eur|gbp|chf|inr|amount))*[ :=~(]*$"
)
_SAVES = re.compile(
    r"\b(?:sav(?:e|es|ed|ing|ings)|(?:bring|get|give|take|hand)s? (?:you )?(?:back|off)|recover"
    r"|(?:cut|cuts|reduc\w+|lower\w*|decreases?|decreased|decreasing)(?: (?!from|to)[a-z]+){0,4} by"
    r"|(?:bill|costs?|spend|spending|invoice) (?:[a-z]+ )?(?:drops?|falls?|shrinks?|declines?"
    r"|(?:goes|go|comes?) down) by|gain|keeps?|free[sd]?)\b" + _MORE + "|"
    r"\b(?:cuts?|trims?|slash(?:es)?|shaves?|removes?)(?: (?:about|around|roughly|another|up|to"
    r"|some|over|more|than|nearly|almost|a|further))* $"
)
_SAVED = re.compile(
    r" ?(?:can (?:go|be (?:found|saved|cut|freed))\b|less\b(?! than)|saved\b|(?:in|of) savings?\b"
    r"|cheaper\b|lower\b|off (?:the|your|our|that)\b|disappears?\b|goes away"
    r"|back\b(?! (?:up|to|in \d|within))"
    r"|stays? (?:in the company|with (?:you|us))|out of (?:a|the|your|our)\b)"
)
_TODAY = re.compile(
    r"\b(?:today|(?:cost|bill|spend|paid|price) now|baseline|currently|at present|right now"
    r"|as of now|current(?: \w+)? (?:bill|cost"
    r"|spend|spending|invoice)|your (?:\w+ )?(?:bill|invoice|spend|spending|costs?)"
    r"|you (?:now|currently|already) (?:pay|spend))"
    r"(?: (?:is|are|of|you|we|pay|spend|the|about|roughly|at|now|cost|costs|your|usd|eur|gbp|chf))*"
    r"[ :,]*$"
)
_FOR = re.compile(
    r"(?: (?:less|saved|lower|cheaper|(?:in|of) savings?|stays? with (?:you|us)))?"
    r" (?:(?:a|per|each|every) (month|week|quarter|year|day)|(?:over|in) (?:a|the|one) (year))\b"
    r"| (annual|yearly|monthly|weekly|quarterly) (?:[a-z]+ ){0,2}(?:bill|spend|spending|costs?"
    r"|invoice)\b"
)
_ADVERBS = {
    "annual": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "quarterly": "quarter",
}  # fmt: skip
OVER_A_YEAR = re.compile(
    r"\b(?:over|in|for) (?:a|the|one) (?:full |whole )?year(?: (?:that|this|it|is|makes|brings)"
    r"|,|:)* $"
)
_INSIDE = re.compile(r" (?:less|saved|lower)\b")


def is_saving(lower: str, q: Quantity, before: str, after: str) -> bool:
    """Whether an amount is claimed to be saved, by itself and the words around it."""
    if (len(before) > 3 and _SAVES.search(before)) or (len(after) > 3 and _SAVED.match(after)):
        return True
    return q.end - q.start > 8 and _INSIDE.search(lower, q.start, q.end) is not None


def period_of(before: str, after: str) -> str:
    """What an amount that names no period is for: "$5 less a month", "over a year $60"."""
    if after[:1] == " " and (found := _FOR.match(after)):
        return found[1] or found[2] or _ADVERBS[found[3]]
    return "year" if "year" in before and OVER_A_YEAR.search(before) else ""


def is_today(before: str) -> bool:
    """Whether the words before an amount say that it is paid today."""
    return len(before) > 3 and _TODAY.search(before) is not None
