"""Percentages against the amounts that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.changes import is_change
from scoring.sums.known import Known
from scoring.sums.phrases import LINK, SOME
from scoring.sums.reading import (
    HOURS,
    BrokenSum,
    Reading,
    amount,
    comparable,
    fits,
    overlaps,
    slack,
)

_IS = re.compile(
    r"(?:(?: [a-z]+){0,3},? (?:is|equals|comes to|makes|gives|saves|frees|yields)| =|,? (?:that"
    r"|which) is|:| \(|,)"
    rf"(?: {SOME})* ?|(?: (?:disappears|vanishes|goes))[:,] "
)
_THAT_IS = re.compile(rf"(?:that|this) is(?: {SOME})* ")
_OFF = re.compile(rf" off(?:,? (?:saves?|saving|is|that saves|which saves|frees))(?: {SOME})* ")
_AT = re.compile(rf" (?:at|with)(?: {SOME})* ")
_TAKEN = re.compile(
    r" (?:can go|saved|less|lower|(?:in|of) savings|disappears|goes away"
    r"|off(?: (?:the|your|our|that)(?: [a-z]+){1,3}?(?= \(|,))?)\b"
)
_TOTAL = re.compile(r"\b(?:together|total|sum|altogether|all in|all told|in all)\b")
_PAID = re.compile(r"\b(?:costs?|spend|spent|pay|bill|waste|idle|is|are|for)\b")
_IS_SHARE = re.compile(rf"(?:,? (?:is|equals|or|that is|which is)| \(|,)(?: {SOME})* ?")
_ALL = r"(?:(?:the|your|our|total|overall|ai|cloud|monthly|annual) )*"
_BILL = r"(?:costs?|bill|spend|spending|invoice)"
_CUT = re.compile(
    rf"(?:\b(?:cuts?|cutting|reduc\w+|lower\w*|shrink\w*) {_ALL}{_BILL}"
    rf"|(?:^|[.,;:] |\b(?:the|your|our) ){_ALL}{_BILL} (?:drops?|falls?|shrinks?|is down))"
    rf"(?: (?:by|{SOME}))* $"
)
_ASIDE = re.compile(
    r"(?: (?:lower|less|reduction|saving|savings))?(?: \(|, (?:or|that is|which is) | or )"
    rf"(?:{SOME} )*"
)
_OF = re.compile(
    r" (?:of|off)(?: (?:the|that|those|this|its|your|our|a|all|these|remaining|other|current"
    r"|total|monthly|annual|today's|original|whole))* ?"
)
_PART_OF = re.compile(
    r"(?: [a-z]+){0,4} (?:out )?(?:of|off)"
    r"(?: (?:the|a|an|your|our|that|those|current|total|monthly))* ?"
)
_OF_SOMETHING_ELSE = re.compile(
    r" ?(?:of(?! (?:the |your |our |all |today's |current |total |monthly |annual |its )*"
    r"(?:bill|spend|spending|invoice|costs?|run rate)\b)|off|discount|less|chance|confiden|roi"
    r"|return|utili|each|more)"
)


def broken_share(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "30% of $31,200 is $9,360", "$9,360 is 30% of $31,200"."""
    share, whole = reading.quantities[i], reading.quantities[i + 1]
    gap = reading.gap(i)
    if not _OF.fullmatch(gap) or whole.per or share.value > 100:
        return
    if i + 2 < len(reading.quantities) and _IS.fullmatch(reading.gap(i + 1)):
        found = i + 2
    elif i and (_IS_SHARE.fullmatch(reading.gap(i - 1)) or _THAT_IS.fullmatch(reading.before(i))):
        found = i - 1
    else:
        return
    part = reading.quantities[found]
    if found == i + 2 and found + 1 < len(reading.quantities) and "+" in reading.gap(found):
        return  # "40% of $300k and 30% of $450k: $120,000 + $135,000"
    if not comparable(part, whole) or reading.sentence_of[i] - reading.sentence_of[found] > 1:
        return
    exact = whole.value * share.value / 100
    error = whole.value * slack(share) / 100 + slack(whole) * share.value / 100
    rest = fits(whole.value - exact, part, error)
    sentence = reading.sentence(i)
    if rest and (" off" in gap or "leav" in sentence):
        return
    if not fits(exact, part, error) and not overlaps(sentence):
        yield BrokenSum(
            f"{reading.said(i)} of {reading.said(i + 1)} is {amount(exact, part)}, not "
            f"{reading.said(found)}",
            reading.shown(*sorted((i, i + 1, found))),
        )


def broken_percentage(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$8,280 of the $18,000 (46%)", "a saving of $31,671 a month, 66%"."""
    amount_, share = reading.quantities[i], reading.quantities[i + 1]
    if share.value > 100 or share.is_range or amount_.value <= 0 or amount_.per:
        return
    gap = _TAKEN.sub("", reading.gap(i), count=1)
    if not LINK.fullmatch(gap) or _OF_SOMETHING_ELSE.match(reading.after(i + 1)):
        return
    if i and reading.quantities[i - 1].kind == "money" and reading.gap(i - 1) != ".":
        if is_change(reading, i - 1):
            return  # it is judged as that
        part, words = reading.quantities[i - 1], reading.gap(i - 1)
        if _PART_OF.fullmatch(words) and comparable(part, amount_):
            if not _is_share(part, amount_, share):
                right = 100 * part.value / amount_.value
                yield BrokenSum(
                    f"{reading.said(i - 1)} of {reading.said(i)} is {right:.0f}%, not "
                    f"{reading.said(i + 1)}",
                    reading.shown(i - 1, i, i + 1),
                )
            return
    first = reading.sentence_of[i] == 0 and reading.gap(i) == " ("
    first = first and not _PAID.search(reading.before(i))
    if first or reading.saves[i] or _TOTAL.search(reading.before(i)):
        yield from _of_all(known, reading, i, i + 1)


def broken_discount(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$70,000 at 46% off saves $32,200"."""
    if i + 2 >= len(reading.quantities) or not _AT.fullmatch(reading.gap(i)):
        return
    whole, share, part = reading.quantities[i : i + 3]
    if not _OFF.fullmatch(reading.gap(i + 1)) or not comparable(whole, part):
        return
    exact = whole.value * share.value / 100
    error = whole.value * slack(share) / 100 + slack(whole)
    if not fits(exact, part, error) and not fits(whole.value - exact, part, error):
        yield BrokenSum(
            f"{reading.said(i + 1)} of {reading.said(i)} is {amount(exact, part)}, not "
            f"{reading.said(i + 2)}",
            reading.shown(i, i + 1, i + 2),
        )


def broken_cut(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Reduce the bill by 30% ($18,000 a month)"."""
    share, other = reading.quantities[i], reading.quantities[i + 1]
    if share.value > 100 or share.is_range or other.per or other.value <= 0:
        return
    if _CUT.search(reading.before(i)) and _ASIDE.fullmatch(reading.gap(i)):
        yield from _of_all(known, reading, i + 1, i)


def _of_all(known: Known, reading: Reading, i: int, k: int) -> Iterator[BrokenSum]:
    """A headline's percentage against all that is spent, or anything else that is stated."""
    part, share = reading.quantities[i], reading.quantities[k]
    if part.currency not in known.spent or overlaps(reading.sentence(i)):
        return
    yearly, said = known.spent[part.currency]
    whole = part._replace(value=yearly / 8760 * HOURS[part.period or "year"], step=0.0)
    if part.value > whole.value:
        return
    values = known.like(part)
    if not part.period:
        values = [*values, *known.spent_in_any_period(part.currency)]
    stated = (whole._replace(value=value, low=value, high=value) for value in values)
    # The percentage may be that of another amount, said once more: "(62% of the bill)".
    alike = _is_part if reading.saves[i] else _is_share
    if alike(part, whole, share) or any(_is_part(part, each, share) for each in stated):
        return
    if any(_is_part(whole._replace(value=value), whole, share) for value in known.saved(part)):
        return
    yield BrokenSum(
        f"{reading.said(i)} is {100 * part.value / whole.value:.0f}% of {said}, not "
        f"{reading.said(k)}",
        reading.shown(*sorted((i, k))),
    )


def _is_share(part: Quantity, whole: Quantity, share: Quantity) -> bool:
    """Whether a percentage is what the part is of the whole, or what it leaves."""
    rest = share._replace(value=100 - share.value)
    return _is_part(part, whole, share) or _is_part(part, whole, rest)


def _is_part(part: Quantity, whole: Quantity, share: Quantity) -> bool:
    if whole.value <= 0:
        return False
    error = 100 * (slack(part) + slack(whole)) / whole.value + 0.6
    return abs(100 * part.value / whole.value - share.value) <= slack(share) + error
