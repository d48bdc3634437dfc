"""Amounts of money in a question: facts the user states, and targets the user sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from support.reference_agent.questions.meaning import Target

_SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mil": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "": 1.0,
}
_AMOUNT = re.compile(
    r"(?P<sign>\$|usd\s*)?\s?(?P<number>\d[\d,]*(?:\.\d+)?)\s*-?"
    r"(?P<scale>k|thousand|mm|mn|mil|million|m|bn|billion|b)?\b(?P<unit>\s*(?:usd|dollars))?",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"^[^.?!;$]{0,25}?(?:per|a|each|every|/)\s?mo(?:nth)?\b|^\s*monthly", re.I)
_QUARTERLY = re.compile(r"^[^.?!;$]{0,25}?(?:per|a|each|every|/)\s?quarter\b|^\s*quarterly", re.I)
_TO = re.compile(
    r"(?:\b(?:to|under|below|within|beneath|at most|no more than)|\bbudget(?: is| of)?)"
    r"(?:\s+(?:about|around|just))?\s*$",
    re.I,
)
_BY = re.compile(
    r"\b(?:by|sav(?:e|ing|ings)(?: of)?|shave(?: off)?|trim|free up|take out|find|cut)"
    r"(?:\s+(?:about|around|at least|up to|another|an extra))?\s*$",
    re.I,
)
_BILL = re.compile(
    r"^\W*(?:\w+[\s-]+){0,4}?(?:bills?|spend|spending|budget|costs?|estate|invoice)\b"
    r"(?!\s+(?:saving|cut|reduction))",
    re.I,
)
_FROM = re.compile(r"^\s*(?:(?:a|per)\s+year\s+)?(?:from|off|out of)\b", re.I)
_PERCENT = re.compile(
    r"\b(?:by|save|saving|cut|cutting|trim|reduction of|at least)\s+(?:about\s+|at least\s+)?"
    r"(\d{1,2})\s*(?:%|percent)|(\d{1,2})\s*(?:%|percent)\s+(?:less|lower|cheaper|off|saving|cut"
    r"|reduction)",
    re.I,
)
_HALVE = re.compile(r"\bhalve\b|\bin half\b", re.I)
_FRACTION = re.compile(r"\bby (?:a |one )?(half|third|quarter|fifth)\b", re.I)
_FRACTIONS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20}
#: Where the words that belong to an amount end.
_BOUNDARY = re.compile(
    r"[.?!;:\u2013\u2014]|\s-\s|,?\s(?:and|but|so)\s(?:we|i|want|need|would|how|what|our|where|is|my)\b"
    r"|,\s(?:how|what|want|please|where|so|which|but|can|should)\b|\s(?:how|what|why)\s",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount, USD over its own period, and the words around it that say of what.

    `annual` tells whether it was scaled up to a year.
    """

    dollars: int
    after: str
    before: str
    annual: bool


def _found(text: str) -> Iterator[re.Match[str]]:
    for match in _AMOUNT.finditer(text):
        scaled = (match["scale"] or "").lower() in {"thousand", "million", "billion"}
        if match["sign"] or match["unit"] or scaled:
            yield match


def _dollars(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", "")) * _SCALE[(match["scale"] or "").lower()]


def _per_year(after: str) -> int:
    if _MONTHLY.search(after):
        return 12
    return 4 if _QUARTERLY.search(after) else 1


def amounts_and_target(text: str) -> tuple[list[Amount], Target | None]:
    """The amounts stated as facts, and the target, of a question's text."""
    matches = list(_found(text))
    claims: list[Amount] = []
    target: Target | None = None
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        start = matches[index - 1].end() if index else 0
        before, after = text[start : match.start()], text[match.end() : stop]
        boundary = _BOUNDARY.search(after)
        after = after[: boundary.start()] if boundary else after
        before = re.split(_BOUNDARY, before)[-1] or ""
        times = _per_year(after)
        dollars = round(_dollars(match) * times)
        if _TO.search(before):
            target = Target(spend=dollars)
        elif _BY.search(before) and (_FROM.search(after) or not _BILL.search(after)):
            target = Target(saving=dollars)
        else:
            claims.append(Amount(dollars, after, before, times > 1))
    percent = _PERCENT.search(text)
    if target is None and _HALVE.search(text):
        target = Target(percent=50)
    fraction = _FRACTION.search(text)
    if target is None and fraction:
        target = Target(percent=_FRACTIONS[fraction[1].lower()])
    if target is None and percent:
        target = Target(percent=int(percent[1] or percent[2]))
    return claims, target
