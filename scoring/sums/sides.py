"""Whether the two sides of a written sum agree, in any of the ways to read their units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.expression import Term, evaluate
from scoring.sums.reading import RATIOS, slack

_MANY = {"k": 1e3, "m": 1e6, "million": 1e6, "thousand": 1e3, "billion": 1e9}
_PER = re.compile(r"([0-9][0-9.,]*)? ?(million|billion|thousand|k|m)?\b")
_ADDED = re.compile(r"[+-]")
Side = tuple[list[Quantity], str, list[int]]
"""One side of a sum: its figures, the signs between them, and their places in the answer."""


def agree(left: Side, right: Side, began: bool, goes_on: bool) -> bool:
    """Whether two sides agree, also where a sum goes on: "3 x 5 = 15 plus 4 x 6 = 24"."""
    lefts, rights = [left], [right]
    if began and (cut := max(left[1].rfind("+"), left[1].rfind("-"))) > 0 and "(" not in left[1]:
        terms = left[1][cut + 1 :].count("n")
        lefts.append((left[0][-terms:], left[1][cut + 1 :], left[2][-terms:]))
    if goes_on and (found := _ADDED.search(right[1])) and "(" not in right[1]:
        terms = right[1][: found.start()].count("n")
        rights.append((right[0][:terms], right[1][: found.start()], right[2][:terms]))
    return any(_equal(a, b) for a in lefts for b in rights if len(a[0]) > 1)


def _equal(left: Side, right: Side) -> bool:
    """Whether the sides may be equal in any of the ways to read their units."""
    timed = any(q.period or q.kind == "duration" for q in (*left[0], *right[0]))
    products = "*" in left[1] or "/" in left[1] or "*" in right[1] or "/" in right[1]
    judged = False
    for a, wrong_a in _ways(*left[:2]):
        for b, wrong_b in _ways(*right[:2]):
            judged = True
            error = wrong_a + wrong_b + (0.006 if products else 1e-9) * abs(b)
            if abs(a - b) <= error or (timed and products and _by_time(a, b, error)):
                return True
    return not judged


def _by_time(a: float, b: float, error: float) -> bool:
    """Whether the sides differ by a change of period that is not written out."""
    return any(
        abs(a * ratio - b) <= error + 0.01 * abs(b) or abs(a - b * ratio) <= error + 0.01 * abs(a)
        for ratio in RATIOS
    )


def _ways(terms: list[Quantity], signs: str) -> Iterator[Term]:
    """The value of a side, with percentages as shares, points or changes, cents as they stand."""
    alone = len(terms) == 1
    for share in (0.01, 1.0) if any(q.kind == "percent" for q in terms) else (1.0,):
        for cents in (1.0, 100.0) if any(q.kind == "money" for q in terms) else (1.0,):
            for rate in (True, False) if any(q.per for q in terms) else (False,):
                values = [_term(q, share, cents, rate, alone) for q in terms]
                if (value := evaluate(values, signs)) is not None:
                    yield value
    if len(terms) == 2 and terms[1].kind == "percent" != terms[0].kind and signs in ("n+n", "n-n"):
        whole, part = terms[0].value, terms[0].value * terms[1].value / 100
        yield (whole + part if "+" in signs else whole - part), slack(terms[0])
    if alone and terms[0].step >= 1e3 and terms[0].kind == "count":
        for many in (1e3, 1e6):
            yield terms[0].value / many, terms[0].step / many


def _term(q: Quantity, share: float, cents: float, rate: bool, alone: bool) -> Term:
    factor = share if q.kind == "percent" else cents if q.kind == "money" else 1.0
    if rate and q.per and (many := _PER.match(q.per)):
        factor /= float((many[1] or "1").replace(",", "")) * _MANY.get(many[2] or "", 1.0)
    error = slack(q) if alone or q.kind == "percent" or q.approximate or q.is_range else 0.0
    if not alone and q.kind != "percent" and (q.step != 1.0 or q.kind != "count"):
        error = max(error, min(q.step / 2, abs(q.value) * 0.025))
    return q.value * factor, error * factor
