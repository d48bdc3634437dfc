"""Before and after: a change against its amounts, its direction and its percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.quantities import Quantity
from scoring.sums.phrases import ALONE, LINK, SOME
from scoring.sums.reading import RATIOS, BrokenSum, Reading, amount, comparable, fits, slack

_TO = re.compile(rf" (?:down |up )?(?:in)?to (?:{SOME} )*")
_BECOMES = re.compile(rf" (?:becomes?|shrinks? to|falls? to|drops? to) (?:{SOME} )*")
_FROM = re.compile(
    rf"(?:\b|^)(?:from|takes?|brings?|lowers?|reduces?|cuts?|drops?|shrinks?|turns?)(?: {SOME})* $"
)
_DOWN = re.compile(
    r"\b(?:cut|cuts|cutting|reduc\w+|lower\w*|falls?|fell|drops?|dropped|decreases?|decreased"
    r"|decreasing|shrinks?|saves?"
    r"|sinks?|declines?)(?: (?!by|while|as|and|when|but|so|to|raising|moving)[a-z/-]+){0,4} from"
    rf"(?: {SOME})* $"
)
_UP = re.compile(
    r"\b(?:rises?|rose|grows?|grew|increas\w+|jump\w*|climb\w*|rais\w+)"
    r"(?: (?!by|while|as|and|when|but|so|to|lowering|cutting)[a-z/-]+){0,4} from"
    rf"(?: {SOME})* $"
)
_ANOTHER = re.compile(
    r"[,:;]? ?(?:so|another|a (?:cut|saving|drop|reduction|difference|decrease) of|saving(?: you)?"
    rf"|(?:that|which|this) saves|so you (?:save|keep)|a further|=)(?: {SOME})* "
)
_INSTEAD = re.compile(
    rf",? (?:instead of|rather than|against|not)(?: (?:paying|today's|the|{SOME}))* "
)
_BESIDE = re.compile(r"[,:;] | - | \(|(?:,|;)? (?:so|which|that|this|a)(?: [a-z]+){0,3} ")
_THEN = re.compile(rf"(?:that |this |which |so )?(?:saving|saves|saved|you save):?(?: {SOME})* ?")
_LESS = re.compile(r"\b(?:reduction|saving|savings|cut|drop|decrease|down|less)\b")
_SO = re.compile(
    r",? (?:so|saving|a saving of|which saves|that saves|which is a saving of)"
    rf"(?: (?:that is|you save|a saving of|{SOME}))* "
)
_SO_THE = re.compile(
    r"\bso (?:the|your) (?:[a-z]+ ){0,2}(?:goes|falls|drops|shrinks|sinks|comes)\b"
)


def is_change(reading: Reading, i: int) -> bool:
    """Whether a quantity and the next one are before and after: "from $9 to $5"."""
    old, new = reading.quantities[i], reading.quantities[i + 1]
    if not comparable(old, new) or old.value <= 0 or new.value < 0:
        return False
    gap = reading.gap(i)
    if _BECOMES.fullmatch(gap):
        return True
    return _TO.fullmatch(gap) is not None and _FROM.search(reading.before(i)) is not None


def broken_change(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "from $48,000 to $18,240 (62% lower)": its direction, its size and its percentage."""
    if not is_change(reading, i):
        return
    old, new = reading.quantities[i], reading.quantities[i + 1]
    before = reading.before(i)
    wrong = "fall" if new.low > old.high * 1.001 and _DOWN.search(before) else ""
    if new.high < old.low * 0.999 and _UP.search(before):
        wrong = "rise"
    if wrong:
        yield BrokenSum(
            f"from {reading.said(i)} to {reading.said(i + 1)} is no {wrong}",
            reading.shown(i, i + 1),
        )
        return
    for k in _sizes(reading, i):
        q = reading.quantities[k]
        less = k > i and _LESS.search(reading.gap(k - 1)) is not None
        if not _fits_change(q, old, new, less=less):
            change = abs(old.value - new.value)
            share = f"{100 * change / old.value:.0f}%"
            right = share if q.kind == "percent" else amount(change, q)
            yield BrokenSum(
                f"from {reading.said(i)} to {reading.said(i + 1)} is {right}, "
                f"not {reading.said(k)}",
                reading.shown(*sorted((i, i + 1, k))),
            )
            return


def _sizes(reading: Reading, i: int) -> Iterator[int]:
    """The quantities beside a change that say how large it is, before it and behind it."""
    here = reading.sentence_of[i]
    if _SO_THE.search(reading.before(i)):  # "$5 a month (50%), so the bill goes from $10 to $5"
        for k in (i - 1, i - 2):
            if k >= 0 and reading.sentence_of[k] == here and reading.quantities[k].kind == "money":
                if comparable(reading.quantities[k], reading.quantities[i + 1]):
                    yield k
                break
    k = i + 2
    if k >= len(reading.quantities) or reading.sentence_of[k] != here:
        return
    q, words = reading.quantities[k], reading.gap(k - 1)
    if q.kind == "percent":
        if LINK.fullmatch(words) and not (q.base and q.base not in ALONE):
            yield k
    elif comparable(q, reading.quantities[i + 1]) and (
        _ANOTHER.fullmatch(words) or _is_saved_beside(reading, k)
    ):
        yield k


def _is_saved_beside(reading: Reading, k: int) -> bool:
    """Whether what follows a change at once is what it saves: ", $5 less", ", which frees $5"."""
    if not reading.saves[k]:
        return False
    if reading.sentence_of[k] == reading.sentence_of[k - 1] + 1:
        return _THEN.fullmatch(reading.before(k)) is not None
    return _BESIDE.fullmatch(reading.gap(k - 1)) is not None


def _fits_in_time(
    change: float, q: Quantity, beside: tuple[Quantity, Quantity], error: float
) -> bool:
    """Whether an amount is a change, or that for the longer time that it alone names."""
    ways = (1.0, *RATIOS) if q.period and not any(each.period for each in beside) else (1.0,)
    return any(fits(change * way, q, (error + 0.005 * abs(change)) * way) for way in ways)


def _fits_change(q: Quantity, old: Quantity, new: Quantity, *, less: bool) -> bool:
    """Whether an amount or percentage is the change; a bare percentage may be what is left."""
    change = abs(old.value - new.value)
    error = slack(old) + slack(new)
    if q.kind != "percent":
        return _fits_in_time(change, q, (old, new), error)
    ways = [(change, old)]
    if q.base not in ALONE and not less:
        ways += [(change, new), (new.value, old), (old.value, new)]
    return any(
        w.value
        and abs(100 * v / w.value - abs(q.value)) <= slack(q) + 100 * error / abs(w.value) + 0.6
        for v, w in ways
    )


_PIECES = 5
"""Quantities before two prices among which the number of pieces may stand."""


def broken_instead(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$18,000 instead of $45,000, so $27,000"."""
    new, old = reading.quantities[i], reading.quantities[i + 1]
    if i + 2 >= len(reading.quantities) or not _INSTEAD.fullmatch(reading.gap(i)):
        return
    saved = reading.quantities[i + 2]
    if not (_SO.fullmatch(reading.gap(i + 1)) or _is_saved_beside(reading, i + 2)):
        return
    if not (comparable(new, old) and comparable(saved, new)):
        return
    less = old.value - new.value
    near = reading.quantities[max(0, i - _PIECES) : i]
    if any(q.kind == "count" and fits(q.value * less, saved) for q in near):
        return  # what one costs, and what all of them save
    if not _fits_in_time(less, saved, (old, new), slack(old) + slack(new)):
        yield BrokenSum(
            f"{reading.said(i)} instead of {reading.said(i + 1)} is "
            f"{amount(less, saved)} less, not {reading.said(i + 2)}",
            reading.shown(i, i + 1, i + 2),
        )
