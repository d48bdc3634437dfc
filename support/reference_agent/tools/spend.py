"""Where the money went: totals, breakdowns and the course over the months, in USD."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from support.reference_agent.billing import Ledger
from support.reference_agent.money import apportion
from support.reference_agent.scope import MONTH_NAMES, MONTHS, PROVIDERS
from support.reference_agent.tools.toolbox import Call, Results, ToolError, percent, shares

DIMENSIONS = ("provider", "area", "service", "environment", "workload", "pricing")

_BY_NAME = """
SELECT CASE $5 WHEN 'provider' THEN provider WHEN 'area' THEN area WHEN 'service' THEN service
               WHEN 'environment' THEN environment WHEN 'workload' THEN workload
               WHEN 'pricing' THEN pricing END AS name,
       sum(cost) AS cost
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND list_contains($4, month)
GROUP BY ALL ORDER BY cost DESC, name
"""

_DRIVERS = """
SELECT area AS name, sum(CASE WHEN month = list_max($4) THEN cost ELSE -cost END) AS change
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND month IN (list_min($4), list_max($4))
GROUP BY area ORDER BY change DESC, name
"""

_BY_MONTH = """
SELECT month, sum(cost) AS cost
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND list_contains($4, month)
GROUP BY month ORDER BY month
"""


def query_spend(ledger: Ledger, call: Call) -> Results:
    """Spend in scope, split by `group_by`; rows from the largest down, adding up to `total`."""
    dimension = call.options["group_by"]
    if dimension not in DIMENSIONS:
        raise ToolError(f"spend cannot be split by {dimension}")
    found = ledger.rows(_BY_NAME, [*call.scope.parameters, dimension])
    costs = apportion({row["name"]: row["cost"] for row in found})
    total = sum(costs.values())
    share = shares(costs)
    return {
        "group_by": dimension,
        "period": call.scope.period(),
        "rows": [
            {"name": name, "cost": cost, "share_percent": share[name]}
            for name, cost in costs.items()
        ],
        "total": total,
    }


def spend_trend(ledger: Ledger, call: Call) -> Results:
    """Spend in each month in scope, the change from first to last, the peak, and the run rate.

    `run_rate` is the last three months (or fewer) scaled to a year: what the next twelve months
    cost if nothing grows and nothing is done.
    """
    found = ledger.rows(_BY_MONTH, call.scope.parameters)
    if not found:
        raise ToolError(f"there is no spend on {call.scope.name()} to follow")
    costs = apportion({str(row["month"]): row["cost"] for row in found})
    months = [{"month": MONTH_NAMES[int(month) - 1], "cost": cost} for month, cost in costs.items()]
    values = list(costs.values())
    peak = max(months, key=lambda month: int(str(month["cost"])))
    recent = values[-3:]
    average = round(sum(values) / len(values))
    drivers = ledger.rows(_DRIVERS, call.scope.parameters)
    return {
        "months": months,
        "quarters": _quarters(values),
        "total": sum(values),
        "first": months[0],
        "last": months[-1],
        "change": values[-1] - values[0],
        "change_percent": percent(values[-1] - values[0], values[0]),
        "peak": peak,
        "drivers": [
            {"area": row["name"], "change": int(row["change"])}
            for row in drivers
            if row["change"] > 0
        ],
        "average": average,
        "peak_over_average_percent": percent(int(str(peak["cost"])) - average, average),
        "run_rate": round(sum(recent) * 12 / len(recent)),
    }


def _quarters(costs: list[int]) -> list[dict[str, Any]]:
    """The quarters of a whole year, each with its change from the one before; else none."""
    if len(costs) != len(MONTHS):
        return []
    sums = [sum(costs[start : start + 3]) for start in range(0, len(costs), 3)]
    before = [sums[0], *sums]
    return [
        {"quarter": f"Q{number}", "cost": cost, "change_percent": percent(cost - old, old)}
        for number, (cost, old) in enumerate(zip(sums, before, strict=False), 1)
    ]


def compare_providers(ledger: Ledger, call: Call) -> Results:
    """Each provider's spend in scope with its largest cost area and its growth over the months."""
    spend = ledger.rows(_PROVIDER_AREAS, call.scope.parameters)
    by_provider: dict[str, dict[str, Decimal]] = {}
    growth: dict[str, list[Decimal]] = {}
    for row in spend:
        areas = by_provider.setdefault(row["provider"], {})
        areas[row["area"]] = areas.get(row["area"], Decimal(0)) + row["cost"]
        first_last = growth.setdefault(row["provider"], [Decimal(0), Decimal(0)])
        first_last[0] += row["first"]
        first_last[1] += row["last"]
    # Rounded together and then added up, so that areas fit providers and providers fit the total.
    cells = apportion(
        {
            f"{name}/{area}": cost
            for name, areas in by_provider.items()
            for area, cost in areas.items()
        }
    )
    costs = {
        name: sum(cells[f"{name}/{area}"] for area in areas) for name, areas in by_provider.items()
    }
    total = sum(costs.values())
    share = shares(costs)
    rows = []
    for name in sorted(costs, key=PROVIDERS.index):
        parts = {area: cells[f"{name}/{area}"] for area in by_provider[name]}
        ranked = sorted(parts, key=lambda area: (-parts[area], area))
        first, last = growth[name]
        rows.append(
            {
                "provider": name,
                "cost": costs[name],
                "share_percent": share[name],
                "areas": [{"area": area, "cost": parts[area]} for area in ranked],
                "growth_percent": percent(float(last - first), float(first)),
            }
        )
    return {"period": call.scope.period(), "rows": rows, "total": total}


_PROVIDER_AREAS = """
SELECT provider, area, sum(cost) AS cost,
       sum(CASE WHEN month = list_min($4) THEN cost ELSE 0 END) AS first,
       sum(CASE WHEN month = list_max($4) THEN cost ELSE 0 END) AS last
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND list_contains($4, month)
GROUP BY provider, area ORDER BY provider, cost DESC
"""
