"""Sums that an answer writes out: "a + b = c", "a x b is c", "a / b = c"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scoring.sums.reading import BrokenSum, Reading, amount, comparable, fits, slack
from scoring.sums.sides import Side, agree
from scoring.units import SIZES

_JOINTS = {
    "+": "+", "plus": "+", "-": "-", "minus": "-", "less": "-", "x": "*", "*": "*", "times": "*",
    "multiplied by": "*", "/": "/", "divided by": "/", "÷": "/", "=": "=", "equals": "=",
    "is": "=", "comes to": "=", "makes": "=", "gives": "=", "leaves": "=", "is about": "=",
    "= about": "=", "= roughly": "=", "which is": "=", "that is": "=", "~=": "=", "≈": "=",
    "= ~": "=", "adds up to": "=", "totals": "=", "add up to": "=", "which gives": "=",
    "which leaves": "=", "or": "", "and": "",
}  # fmt: skip
_JOINT = re.compile(
    r"(?: ?(?!plus|minus|times)[a-z][a-z-]*+){0,2}(\)*) ?"
    r"(\+|-|x|\*|/|÷|=|plus|minus|times|divided by|multiplied by|equals)"
    r"(?: (?:about|roughly|around|approximately|some|nearly)| ~)? ?(\(*)"
)
_OPEN = re.compile(r"[-+*/^=_x(\[\\{]\s*\(*$|[a-z0-9]\(+$")
_CLOSED = re.compile(r" ?(?:[+*/^!_\\=]|x\b|- ?[\da-z]\b)|\(| \((?=[a-z\d]\b)")
_LED = re.compile(
    r"(?: (?:in (?:all|total)|altogether|together))?(?::| \(| -|, (?:that is|namely)) "
)

_LONGEST = 40
"""Characters that may stand between two figures of one sum."""


def broken_equations(reading: Reading) -> Iterator[BrokenSum]:
    """Every written sum whose two sides differ by more than the digits shown allow."""
    joints = [_joint(reading, i) for i in range(len(reading.quantities) - 1)]
    i = 0
    while i < len(joints):
        if not joints[i] or joints[i] == "=":
            i += 1
            continue
        first = i
        while i < len(joints) and joints[i]:
            i += 1
        if any("=" in joint for joint in joints[first:i]):
            yield from _check(reading, first, joints[first:i])
        elif first and {*joints[first:i]} == {"+"}:
            yield from _check_led(reading, first, i)


def _check_led(reading: Reading, first: int, last: int) -> Iterator[BrokenSum]:
    """ "Save $9,000 a month: $5,000 + $3,000 + $1,000": parts behind their total."""
    parts = reading.quantities[first : last + 1]
    whole = reading.quantities[first - 1]
    if not _LED.fullmatch(reading.gap(first - 1)) or whole.value <= 0 or whole.per or whole.bound:
        return
    if any(not comparable(q, whole) or q.per or q.bound for q in parts):
        return
    if not fits(sum(q.value for q in parts), whole, sum(slack(q) for q in parts)):
        yield BrokenSum(
            f"{' + '.join(reading.said(k) for k in range(first, last + 1))} is "
            f"{amount(sum(q.value for q in parts), whole)}, not {reading.said(first - 1)}",
            reading.shown(*range(first - 1, last + 1)),
        )


def result_of(reading: Reading, i: int) -> int | None:
    """The quantity that a written sum starting at `i` comes to: itself where there is no sum."""
    result: int | None = i
    while i < len(reading.quantities) - 1 and (joint := _joint(reading, i)):
        i += 1
        result = i if "=" in joint else result if result != i - 1 else None
    return result


def _joint(reading: Reading, i: int) -> str:
    """What joins a quantity to the next one: brackets and an operator, or nothing."""
    a, b = reading.quantities[i].end, reading.quantities[i + 1].start
    words = reading.lower[a:b] if b - a <= _LONGEST else "\n"
    if "\n" in words:
        return ""
    known = _JOINTS.get(words.strip())
    if known is not None:
        return known
    if not (found := _JOINT.fullmatch(words)):
        return ""
    sign = _JOINTS[found[2]]
    return f"{found[1]}{sign}{found[3]}"


def _check(reading: Reading, first: int, joints: list[str]) -> Iterator[BrokenSum]:
    last = first + len(joints)
    numbers = reading.quantities[first : last + 1]
    if any(q.kind in ("ordinal", "date", "multiple") or q.bound for q in numbers):
        return
    sizes = {q.unit for q in numbers if q.kind == "size"}
    if any(q.per in SIZES and {q.per} != sizes for q in numbers if sizes):
        return  # "50 TB x $0.09 per GB": a conversion that is not written out
    start = reading.quantities[first].start
    opened = reading.lower[max(0, start - 4) : start]
    brackets = len(opened) - len(opened.rstrip("("))
    ahead = opened[: len(opened) - brackets]
    if brackets and ahead[-1:].isalnum():
        return  # "2(3 + 4)", "f(3 + 4)"
    if _OPEN.search(ahead.rstrip()) and "=" not in opened[-3:]:
        return
    if opened.endswith("at ") and joints[0] in "*/":
        return  # "8 GPUs at $2.50 x 730": the sum began before
    if _CLOSED.match(reading.lower, reading.quantities[last].end):
        return
    sides: list[Side] = []
    terms, signs, where = [numbers[0]], "(" * brackets + "n", [first]
    for k, joint in enumerate(joints, 1):
        if "=" in joint:
            head, _, tail = joint.partition("=")
            sides.append((terms, signs + head, where))
            terms, signs, where = [numbers[k]], tail + "n", [first + k]
        else:
            terms = [*terms, numbers[k]]
            signs += joint + "n"
            where = [*where, first + k]
    end = reading.quantities[last].end
    closed = len(reading.lower[end : end + 3]) - len(reading.lower[end : end + 3].lstrip(")"))
    sides.append((terms, signs + ")" * closed, where))
    sides = [(terms, _balanced(signs), where) for terms, signs, where in sides]
    for at, (left, right) in enumerate(pairwise(sides)):
        if len(left[0]) > 1 and not agree(left, right, at > 0, at < len(sides) - 2):
            places = [*left[2], *right[2]]
            sum_ = " ".join(reading.text.clean[
                reading.quantities[places[0]].start : reading.quantities[places[-1]].end
            ].split())  # fmt: skip
            yield BrokenSum(f"the sum is wrong: {sum_}", reading.shown(*places))


def _balanced(signs: str) -> str:
    """Without the outer brackets that belong to the sentence: "(2 x 2 = 4)"."""
    spare = signs.count("(") - signs.count(")")
    return signs[spare:] if spare > 0 else signs[: len(signs) + spare]
