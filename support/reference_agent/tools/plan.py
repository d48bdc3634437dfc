"""From single savings to one plan: what is worth doing, what it costs, when it has paid back."""

from __future__ import annotations

from typing import Any

from support.reference_agent.billing import Ledger
from support.reference_agent.money import SAVING_STEP
from support.reference_agent.scope import PROVIDERS
from support.reference_agent.tools import rates
from support.reference_agent.tools.playbook import FAMILIES, PLAYS
from support.reference_agent.tools.toolbox import Call, Results, ToolError, percent

HORIZON = 12
#: With this many lines there is room for every family.
MANY = 5


def cost_of(lever: Results) -> int:
    """What it costs to carry a lever out, USD, in full steps rounded up."""
    play = PLAYS[lever["lever"]]
    exact = (play.fixed_hours + play.hours_each * lever["resources"]) * rates.HOURLY_RATE
    return int(-(-exact // SAVING_STEP) * SAVING_STEP)


def realized(lever: Results, month: int) -> int:
    """What a lever saves in one month (1..12) on its way to full effect, USD."""
    play = PLAYS[lever["lever"]]
    reached = min(max(month - play.start_month + 1, 0), play.ramp_months)
    return int(lever["saving"] * reached // (12 * play.ramp_months))


def pays_back(lever: Results) -> bool:
    """Whether a lever earns its cost within the horizon."""
    months = range(1, HORIZON + 1)
    return sum(realized(lever, month) for month in months) > cost_of(lever)


def _how(lever: Results) -> Results:
    play = PLAYS[lever["lever"]]
    return {
        "cost": cost_of(lever),
        "action": play.action,
        "step": play.step,
        "owner": play.owner,
        "week": play.week,
        "measure": play.measure,
    }


def _major(ranked: list[str], count: int) -> set[str]:
    """The `count` largest; where there is room, the largest of every family first."""
    if count < MANY:
        return set(ranked[:count])
    first = [next((name for name in ranked if name in family), None) for family in FAMILIES[:-1]]
    chosen = [name for name in first if name is not None]
    return set((chosen + [name for name in ranked if name not in chosen])[:count])


def consolidate_savings(_: Ledger, call: Call) -> Results:
    """The levers worth doing, largest first, with their sum, their cost and what spend remains.

    `show` of them are major, among them the largest of each family; `minor` sums up the others.
    """
    spend: int = call.options["spend"]
    levers: list[dict[str, Any]] = call.options["levers"]
    kept = sorted((one for one in levers if pays_back(one)), key=lambda one: -one["saving"])
    saving = sum(one["saving"] for one in kept)
    if saving > spend:
        raise ToolError("the savings would exceed the spend")
    major = _major([one["lever"] for one in kept], call.options["show"])
    minor = [one for one in kept if one["lever"] not in major]
    by_provider = {name: sum(one["by_provider"].get(name, 0) for one in kept) for name in PROVIDERS}
    return {
        "levers": [one | _how(one) | {"major": one["lever"] in major} for one in kept],
        "not_worth_it": [
            {
                "lever": one["lever"],
                "name": PLAYS[one["lever"]].short_name,
                "saving": one["saving"],
                "cost": cost_of(one),
            }
            for one in sorted(levers, key=lambda one: -one["saving"])
            if not pays_back(one)
        ],
        "count": len(kept),
        "minor": {
            "count": len(minor),
            "saving": sum(one["saving"] for one in minor),
            "names": [PLAYS[one["lever"]].short_name for one in minor],
        },
        "spend": spend,
        "saving": saving,
        "saving_percent": percent(saving, spend),
        "spend_after": spend - saving,
        "monthly_before": spend // HORIZON,
        "monthly_after": (spend - saving) // HORIZON,
        "by_provider": {name: value for name, value in by_provider.items() if value},
    }


def model_roi(_: Ledger, call: Call) -> Results:
    """Twelve months of cash: cost where work starts, savings as they ramp up, the running net.

    `payback_month` is the first month that ends with more saved than spent; None if none does.
    """
    levers: list[dict[str, Any]] = call.options["levers"]
    if not levers:
        raise ToolError("there is no saving to set against a cost")
    months: list[dict[str, int]] = []
    net = 0
    for month in range(1, HORIZON + 1):
        cost = sum(cost_of(one) for one in levers if PLAYS[one["lever"]].start_month == month)
        saved = sum(realized(one, month) for one in levers)
        net += saved - cost
        months.append({"month": month, "cost": cost, "saving": saved, "cumulative_net": net})
    cost = sum(row["cost"] for row in months)
    saved = sum(row["saving"] for row in months)
    back = [row["month"] for row in months if row["cumulative_net"] >= 0 and row["saving"] > 0]
    lasting = [
        month
        for month in back
        if all(row["cumulative_net"] >= 0 for row in months if row["month"] >= month)
    ]
    return {
        "months": months,
        "implementation_cost": cost,
        "first_year_saving": saved,
        "first_year_net": net,
        "roi_percent": percent(net, cost),
        "payback_month": lasting[0] if lasting else None,
        "full_rate_month": max(
            PLAYS[one["lever"]].start_month + PLAYS[one["lever"]].ramp_months - 1 for one in levers
        ),
        "full_rate_monthly": sum(one["saving"] for one in levers) // 12,
        "hourly_rate": rates.HOURLY_RATE,
        "horizon_months": HORIZON,
    }
