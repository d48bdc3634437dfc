"""What both texts state, to see what another amount may have been worked out from."""

from __future__ import annotations

from bisect import bisect_left

from scoring.quantities import Quantity
from scoring.sums.phrases import WHOLE
from scoring.sums.reading import HOURS, Reading, slack
from scoring.sums.spend import Spent, multiplied, spending

_MOST = 60
"""Amounts of each text that others are derived from."""


class Known:
    """The amounts of a question and an answer, and what follows from them.

    `spent` is what is spent in a year, by currency; `period` the only one that the question names.
    """

    def __init__(self, question: Reading, reading: Reading) -> None:
        self.spent: Spent = spending(question, reading)
        self._question, self._reading = question, reading
        periods = {q.period for q in question.quantities if q.kind == "money" and q.period}
        self.period = periods.pop() if len(periods) == 1 else ""
        self._like: dict[tuple[str, str], list[float]] = {}
        self._saved: dict[tuple[str, str], list[float]] = {}
        self._less: dict[tuple[str, str], list[tuple[float, float]]] = {}
        self._rates: dict[str, list[tuple[float, int]]] = {}

    def like(self, q: Quantity) -> list[float]:
        """Every amount of the currency of `q`, for its period where both name one."""
        key = (q.currency, q.period)
        if key not in self._like:
            values = [value for _, value in self.amounts(q)]
            if q.period:
                values += [
                    value / 8760 * HOURS[q.period]
                    for currency, (value, _) in multiplied(self._question).items()
                    if currency == q.currency
                ]
            else:
                values += self.spent_in_any_period(q.currency)
            self._like[key] = values
        return self._like[key]

    def amounts(self, q: Quantity) -> list[tuple[Quantity, float]]:
        """The stated amounts of the currency of `q`, each with its value for the same period."""
        said = [*self._question.quantities[:_MOST], *self._reading.quantities[:_MOST]]
        return [(p, _in(p, q)) for p in said if _is_amount(p, q)]

    def spent_in_any_period(self, currency: str) -> list[float]:
        """What is spent in a week, a month, a quarter and a year."""
        yearly = self.spent[currency][0] if currency in self.spent else 0.0
        return [yearly / 8760 * HOURS[each] for each in ("week", "month", "quarter", "year")]

    def saved(self, q: Quantity) -> list[float]:
        """The amounts of the answer that are saved, and what they come to one after another."""
        key = (q.currency, q.period)
        if key not in self._saved:
            reading, values, running = self._reading, [], 0.0
            for i, p in enumerate(reading.quantities[:_MOST]):
                if reading.saves[i] and _is_amount(p, q):
                    running += _in(p, q)
                    values += [_in(p, q), running]
            self._saved[key] = values
        return self._saved[key]

    def is_difference(self, q: Quantity, over: float, error: float) -> bool:
        """Whether an amount is what a stated amount leaves of another one above `over`."""
        key = (q.currency, q.period)
        if key not in self._less:
            values = self.like(q)
            less = {*values, *self.saved(q)}
            self._less[key] = sorted((a - b, a) for a in {*values} for b in less if a > b)
        known, margin = self._less[key], slack(q) + error
        for at in range(bisect_left(known, (q.value - margin,)), len(known)):
            rest, whole = known[at]
            if rest > q.value + margin:
                return False
            if whole > over and whole != q.value:
                return True
        return False

    def rates(self, currency: str) -> list[tuple[float, int]]:
        """What is saved in an hour by each amount that says so or is a total, with its place."""
        if currency not in self._rates:
            reading = self._reading
            self._rates[currency] = sorted(
                (q.high / HOURS[q.period or self.period or "week"], i)
                for i, q in enumerate(reading.quantities)
                if q.kind == "money" and not q.per and q.currency == currency
                and (reading.saves[i] or WHOLE.search(reading.before(i)))
            )  # fmt: skip
        return self._rates[currency]


def _is_amount(p: Quantity, q: Quantity) -> bool:
    return p.kind == "money" and p.currency == q.currency and not p.per and p.value > 0


def _in(p: Quantity, q: Quantity) -> float:
    """An amount for the period of another one."""
    return p.value * HOURS[q.period] / HOURS[p.period] if p.period and q.period else p.value


def same(a: Quantity, b: Quantity) -> Quantity | None:
    """An amount for the period of another, or `None` where they cannot be compared."""
    if a.kind != b.kind or a.currency != b.currency or bool(a.per) != bool(b.per):
        return None
    if not (a.period and b.period) or a.period == b.period:
        return a
    ratio = HOURS[b.period] / HOURS[a.period]
    return a._replace(
        value=a.value * ratio,
        low=a.low * ratio,
        high=a.high * ratio,
        step=2 * slack(a) * ratio,
        period=b.period,
    )
