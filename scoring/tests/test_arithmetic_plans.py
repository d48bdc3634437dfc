"""Plans whose figures agree are never flagged, and a figure that others determine always counts.

A plan is drawn at random and told in one of a dozen layouts; then one figure of it is changed.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scoring.gates.arithmetic import broken_sums

PLANS = 150
"""Plans for each layout; a run of the whole file takes a few seconds."""

SURE = 0.98
"""A changed total is found but where it happens to be the sum of the last of its parts."""

MEASURES = (
    "Route easy questions to a small model",
    "Cache repeated answers",
    "Rightsize idle machines",
    "Move nightly jobs to Spot capacity",
    "Delete old snapshots",
    "Shorten the prompts",
)
MONEY: tuple[Callable[[float], str], ...] = (
    lambda value: f"${value:,.0f}",
    lambda value: f"€{value:,.0f}",
    lambda value: f"USD {value:,.0f}",
    lambda value: f"CHF {value:,.0f}",
    lambda value: f"{value:,.0f} euros",
    lambda value: f"£{value / 1000:,.1f}k",
)
PER_YEAR = {"month": 12, "week": 52, "quarter": 4}


@dataclass
class Plan:
    """Figures that agree, by name, how money is written, and the names of the measures."""

    money: Callable[[float], str]
    period: str
    values: dict[str, float]
    names: list[str]

    def words(self) -> dict[str, str]:
        """Each figure as it is written."""
        said = {name: self.money(value) for name, value in self.values.items()}
        for name in ("share", "worse"):
            said[name] = f"{self.values[name]:.0f}%"
        for name in ("price", "drop1", "drop2", "new_price"):
            said[name] = f"{self.values[name]:.2f}"
        for name in ("many", "months"):
            said[name] = f"{self.values[name]:,.0f}"
        plain = {f"{name}_plain": f"{value:.0f}" for name, value in self.values.items()}
        names = {f"n{i}": name for i, name in enumerate(self.names, 1)}
        small = {f"s{i}": name[0].lower() + name[1:] for i, name in enumerate(self.names, 1)}
        return said | plain | names | small | {"per": self.period}


def draw(rng: random.Random) -> Plan:
    """A plan of three measures, a price chain and a payback, all consistent."""
    money = rng.choice(MONEY)
    unit = rng.choice([100, 500, 1000])
    parts = [float(rng.randint(11, 70) * unit) for _ in range(3)]
    saved = sum(parts)
    spend = float(round(saved * rng.uniform(1.25, 4.0) / unit) * unit)
    period = rng.choice(["month", "month", "week", "quarter"])
    many = float(rng.randint(3, 40) * 100_000)
    price, drop1, drop2 = (rng.randint(*ends) / 100 for ends in ((600, 2400), (90, 280), (60, 210)))
    months = rng.randint(2, 9)
    values = {
        "p1": parts[0], "p2": parts[1], "p3": parts[2], "saved": saved, "spend": spend,
        "left": spend - saved, "share": 100 * saved / spend, "year": saved * PER_YEAR[period],
        "two": parts[0] + parts[1], "y1": parts[0] * PER_YEAR[period],
        "y2": parts[1] * PER_YEAR[period], "y3": parts[2] * PER_YEAR[period],
        "spend_year": spend * PER_YEAR[period], "half": saved / 2, "rest": spend - saved / 2,
        "worse": 50 * saved / spend, "first": saved * PER_YEAR[period] * 0.75,
        "many": many, "price": price, "drop1": drop1, "drop2": drop2,
        "new_price": price - drop1 - drop2, "bill": many * price / 100,
        "new_bill": many * (price - drop1 - drop2) / 100,
        "bill_less": many * (drop1 + drop2) / 100,
        "months": float(months), "effort": saved * months,
    }  # fmt: skip
    return Plan(money, period, values, rng.sample(MEASURES, 3))


SPENDS = (
    "We spend {spend} a {per} on AI. How can we cut that?",
    "Our AI bill is {spend} per {per}. What should we do to lower it?",
    "How to cut a {spend_year} annual AI bill?",
)
COUNTS = (
    "We answer {many} questions a month at {price} cents each. How do we make that cheaper?",
    "Each of our {many} conversations a month costs {price} cents. What can we do?",
)


@dataclass(frozen=True)
class Layout:
    """Ways to tell a plan, with what others determine (`checked`) or must be found (`sure`)."""

    ways: tuple[str, ...]
    sure: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    questions: tuple[str, ...] = SPENDS


LAYOUTS = {
    name: Layout(
        tuple(each["ways"]),
        tuple(each.get("sure", ())),
        tuple(each.get("checked", ())),
        COUNTS if each.get("asked") == "counts" else SPENDS,
    )
    for name, each in tomllib.loads(
        (Path(__file__).parent / "data" / "plan_layouts.toml").read_text(encoding="utf-8")
    ).items()
}


def told(layout: Layout, seed: int, *, wrong: str = "") -> tuple[str, str]:
    """A question and an answer in a layout; `wrong` is the name of the figure to change."""
    rng = random.Random(seed)
    plan = draw(rng)
    plan.money = MONEY[0] if layout.questions is COUNTS else plan.money
    words = plan.words()
    question = rng.choice(layout.questions).format(**words)
    ways = [way for way in layout.ways if not wrong or f"{{{wrong}}}" in way]
    way = rng.choice(ways)
    if wrong:
        factor = rng.choice([rng.uniform(1.18, 2.5), rng.uniform(0.3, 0.84), 10.0, 0.1])
        if wrong in ("share", "new_price", "drop1"):
            factor = rng.choice([rng.uniform(1.25, 1.6), rng.uniform(0.4, 0.78)])
        if wrong == "months":
            factor = rng.choice([0.5, 0.25])
        if wrong in ("p1", "p2", "p3"):  # parts may be rounded by up to 2.5 % of their total
            while abs(factor - 1) * plan.values[wrong] < 0.03 * plan.values["saved"]:
                factor = rng.choice([rng.uniform(1.18, 2.5), 10.0, 0.1])
        plan.values[wrong] *= factor
        words[wrong] = plan.words()[wrong]
    return question, way.format(**words)


@pytest.mark.parametrize("name", LAYOUTS)
def test_plans_that_agree_are_never_flagged(name: str) -> None:
    for seed in range(PLANS):
        question, answer = told(LAYOUTS[name], seed)
        assert broken_sums(question, answer) == (), (question, answer)


CHANGED = [
    (name, wrong, share)
    for name, layout in LAYOUTS.items()
    for group, share in ((layout.sure, SURE), (layout.checked, 0.8))
    for wrong in group
]


@pytest.mark.parametrize(("name", "wrong", "share"), CHANGED)
def test_a_changed_figure_is_found(name: str, wrong: str, share: float) -> None:
    missed = []
    for seed in range(PLANS):
        question, answer = told(LAYOUTS[name], seed, wrong=wrong)
        if not broken_sums(question, answer):
            missed.append((question, answer))
    assert len(missed) <= (1 - share) * PLANS, (len(missed), missed[0])
