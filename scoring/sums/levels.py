"""What is left to pay against what is spent and saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.equations import result_of
from scoring.sums.known import Known, same
from scoring.sums.phrases import SOME, WHOLE
from scoring.sums.reading import BrokenSum, Reading, amount, fits, overlaps, slack

_BILL = r"(?:bill|invoice|costs?|spend|spending|run rate|total|level)"
_LEFT = re.compile(
    rf"\b(?:leav(?:es|ing)|(?:what )?remain(?:s|ing)(?: {_BILL})?"
    rf"|new (?:monthly |weekly |yearly |annual )?{_BILL}|(?:you|we) (?:then |will |would "
    rf"|only )*pay"
    rf"|(?:would|will) be paying|(?:the|your|our|this|that|ai|cloud|monthly|annual) {_BILL}"
    r"(?: (?:then|now|would|will|is|at|becomes|goes|drops|falls|shrinks|sinks|comes))*"
    rf"(?: down)? (?:to|becomes|reads|is|at)|{_BILL} becomes)"
    rf"(?: (?:the|of|is|you|with|at|near|then|to|only|{_BILL}|{SOME}))*[: ]*(?:{SOME} )*$"
)
_NOW_IS = re.compile(rf"\b(?:that|this|it|which) (?:is|makes|costs|comes to)(?: {SOME})* $")
_THAN = re.compile(
    rf" (?:less|lower|cheaper) than (?:(?:today's|the|your|our|what|of|now|current|{SOME}) )*"
)
_WHICH_IS = re.compile(rf"(?:,? which is|, that is|,| -|:)(?: {SOME})* ")
_REMAINS = re.compile(r" (?:remains?\b|(?:is |are )?left\b|still to pay)")
_THAT_SAVES = re.compile(
    r"\b(?:that|this|which) is an? (?:(?:total|monthly|yearly|annual|net) )?"
    rf"(?:saving|cut|reduction)s? of(?: {SOME})* ?$"
)
_TO = re.compile(rf",? to (?:{SOME} )*")
_GENERIC = re.compile(
    r"\b(?:the|your|our|this|total|whole|monthly|annual|yearly|weekly|ai|cloud)"
    rf"(?: (?:ai|cloud|monthly|annual|total|whole|overall))* {_BILL}\b|\b(?:it|that|this)\b"
    rf"|^{_BILL}"
)
_BY = re.compile(rf"\bby(?: {SOME})* $")
_NEAR = 4
"""Figures before and behind a level among which the saving that leads to it stands."""


def broken_level(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Saves $26,416. New bill: $33,600": what is spent today less what is saved."""
    by_to = (
        i > 0
        and _TO.fullmatch(reading.gap(i - 1)) is not None
        and _BY.search(reading.before(i - 1)) is not None
        and _is_all(reading, i - 1)
    )
    left = by_to or _LEFT.search(reading.before(i)) or _REMAINS.match(reading.after(i))
    beside = _is_beside(reading, i)
    if not (left or beside) or result_of(reading, i) != i:
        return
    new = reading.quantities[i]
    saved = [i - 1] if by_to else list(_saved_near(reading, i)) if left else [i + 1]
    if new.per or not saved or new.currency not in known.spent or overlaps(reading.sentence(i)):
        return
    periods = {new.period} if new.period else {reading.quantities[k].period for k in saved}
    if not new.period and len(periods | {known.period}) > 1:
        periods |= {known.period, ""}
    if any(_is_left(known, reading, new._replace(period=each), saved) for each in periods):
        return
    k = saved[0]
    cut = same(reading.quantities[k], new)
    if cut is None:
        return
    yield BrokenSum(
        f"{reading.said(k)} saved and {reading.said(i)} left make "
        f"{amount(cut.value + new.value, new)}, which is not what is spent",
        reading.shown(*sorted((k, i))),
    )


def _is_left(known: Known, reading: Reading, new: Quantity, saved: list[int]) -> bool:
    """Whether a level is what one of the savings leaves, or follows from other amounts."""
    cuts = [cut for k in saved if (cut := same(reading.quantities[k], new)) is not None]
    wholes = known.like(new)
    for cut in cuts:
        error = slack(cut) + 0.002 * new.value
        if any(fits(whole - cut.value, new, error + 0.002 * whole) for whole in wholes):
            return True
    error = 0.002 * new.value + 2 * slack(new)
    return not cuts or known.is_difference(new, cuts[0].value, error)


def broken_less(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$7,560, which is $14,840 less than today's $22,400"."""
    if i + 1 >= len(reading.quantities) or not _THAN.fullmatch(reading.gap(i)):
        return
    new, cut, old = reading.quantities[i - 1 : i + 2]
    if new.kind != "money" or not _WHICH_IS.fullmatch(reading.gap(i - 1)):
        return
    sides = [same(cut, new), same(old, new)]
    if sides[0] is None or sides[1] is None or new.is_range:
        return
    if not fits(sides[1].value - sides[0].value, new, slack(sides[0]) + slack(sides[1])):
        yield BrokenSum(
            f"{reading.said(i - 1)} is not {reading.said(i)} less than {reading.said(i + 1)}",
            reading.shown(i - 1, i, i + 1),
        )


def _is_all(reading: Reading, i: int) -> bool:
    """Whether what falls is the whole bill, and not that of one team or provider."""
    told = reading.before(i)
    if i and reading.sentence_of[i] == reading.sentence_of[i - 1]:
        told = reading.before(i - 1) + told
    return _GENERIC.search(told) is not None


def _is_beside(reading: Reading, i: int) -> bool:
    """Whether what is saved stands right behind an amount: "that is $40,000, $9,000 less"."""
    if i + 1 >= len(reading.quantities) or not reading.saves[i + 1] or reading.saves[i]:
        return False
    return reading.gap(i) in (", ", " (") and _NOW_IS.search(reading.before(i)) is not None


def _saved_near(reading: Reading, i: int) -> Iterator[int]:
    """The amounts close to a level that say how much is saved in all to reach it."""
    here = reading.sentence_of[i]
    for k in (*range(i - 1, max(-1, i - _NEAR - 1), -1), i + 1, i + 2):
        if k >= len(reading.quantities) or reading.quantities[k].kind != "money":
            continue
        away = abs(here - reading.sentence_of[k])
        whole = WHOLE.search(reading.before(k)) is not None
        said_first = reading.sentence_of[k] == 0
        shared = _with_share(reading, k)
        headline = said_first or (k + 1 != i and shared)
        is_saved = reading.saves[k] and (away == 0 or headline)
        is_all = k < i and (whole or (said_first and shared))
        if away <= 1 and (is_saved or is_all):
            yield k


def _with_share(reading: Reading, k: int) -> bool:
    return (
        k + 1 < len(reading.quantities)
        and reading.quantities[k + 1].kind == "percent"
        and reading.gap(k) == " ("
    )


def broken_saving(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "... you pay $822 in total. That is a saving of $1,224": of what was paid before."""
    claim = reading.quantities[i]
    if claim.per or i == 0 or "of" not in reading.before(i):
        return
    if not _THAT_SAVES.search(reading.before(i)) or claim.currency not in known.spent:
        return
    new = reading.quantities[i - 1]
    if new.kind != "money" or new.per or reading.sentence_of[i] - reading.sentence_of[i - 1] > 1:
        return
    values = known.like(claim)
    if any(fits(value, claim) for value in known.saved(claim)[:-2] if value != claim.value):
        return
    if any(fits(a - b, claim, 0.01 * claim.value) for a in values for b in values):
        return
    if any(fits(sum(values[k : k + 2]), claim) for k in range(len(values) - 1)):
        return
    if not overlaps(reading.sentence(i)):
        yield BrokenSum(
            f"with {reading.said(i - 1)} left to pay, {reading.said(i)} is not what is saved",
            reading.shown(i - 1, i),
        )
