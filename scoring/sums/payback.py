"""How soon a cost is earned back by what is saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.sums.known import Known
from scoring.sums.phrases import SOME
from scoring.sums.reading import HOURS, BrokenSum, Reading

_PAYS_BACK = re.compile(
    r"\b(?:pays? (?:it |itself |for itself )?back|paid back|payback(?: time| period)?|break-even"
    r"|breaks? even|recovered|earned back|recouped|amorti[sz]ed)"
    rf"(?: (?:in|within|after|is|of|under|less than|comes|about|{SOME}))*[ :]*$"
)
_COSTS = re.compile(
    r"\b(?:costs?|effort|invest(?:s|ed)?|investment|budget|work|project|migration|one-off|spend|pay)"
    rf"(?: (?:itself|is|of|once|comes to|takes|{SOME}))*[ :]*$"
)


def broken_payback(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Costs $20,000, saves $5,000 a month, pays back in one month": sooner than it can."""
    time = reading.quantities[i]
    if time.unit not in HOURS or not _PAYS_BACK.search(reading.before(i)):
        return
    here = reading.sentence_of[i]
    near = [k for k in range(max(0, i - 6), i) if here - reading.sentence_of[k] <= 1]
    costs = [
        k
        for k in near
        if reading.quantities[k].kind == "money"
        and not (reading.saves[k] or reading.quantities[k].period)
        and (_COSTS.search(reading.before(k)) or reading.sentence_of[k] == here)
    ]
    if not costs:
        return
    cost = reading.quantities[costs[-1]]
    rates = [rate for rate in known.rates(cost.currency)[-3:] if rate[1] not in costs]
    if not rates or rates[-1][0] <= 0:
        return
    best, saving = rates[-1]
    if time.high * HOURS[time.unit] < 0.6 * cost.low / best:
        yield BrokenSum(
            f"{reading.said(costs[-1])} is not earned back in {reading.said(i)} by "
            f"{reading.said(saving)}",
            reading.shown(*sorted((costs[-1], saving, i))),
        )
