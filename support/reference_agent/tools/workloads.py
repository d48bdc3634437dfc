"""Spend on the workloads that a question calls by name."""

from __future__ import annotations

import re

from support.reference_agent.billing import Ledger
from support.reference_agent.money import apportion
from support.reference_agent.scope import Scope
from support.reference_agent.tools.toolbox import Call, Results, ToolError, percent

#: Parts of workload names that say nothing about which workload is meant.
# fmt: off
_GENERIC = frozenset(
    (
        "analytics", "api", "archive", "assistant", "audit", "batch", "case", "copilot",
        "cross", "data", "edge", "engine", "features", "history", "inference", "lab", "line",
        "model", "models", "pricing", "product", "products", "public", "quality", "region",
        "reporting", "returns", "review", "risk", "scratch", "staging", "storage", "store",
        "support", "traffic", "training", "volumes",
    )
)
# fmt: on
_WORD = re.compile(r"[a-z]{4,}")

_SPEND = """
SELECT workload, sum(cost) AS cost, sum(sum(cost)) OVER () AS total
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND list_contains($4, month)
GROUP BY workload ORDER BY cost DESC, workload
"""


def _stem(word: str) -> str:
    return word.removesuffix("s")


def names_in(ledger: Ledger, scope: Scope, text: str) -> list[str]:
    """The words of `text` that are part of the name of a workload in scope."""
    said = {_stem(word) for word in _WORD.findall(text.lower())}
    names = [row["workload"] for row in ledger.rows(_SPEND, scope.parameters)]
    parts = {part for name in names for part in name.split("-") if part not in _GENERIC}
    return sorted(part for part in parts if _stem(part) in said)


def workload_spend(ledger: Ledger, call: Call) -> Results:
    """Spend in scope on the workloads whose names contain one of the words `named`."""
    wanted = set(call.options["named"])
    found = ledger.rows(_SPEND, call.scope.parameters)
    mine = {
        row["workload"]: row["cost"] for row in found if wanted & set(row["workload"].split("-"))
    }
    if not mine:
        raise ToolError(f"no workload of that name in {call.scope.name()}")
    costs = apportion(mine)
    total = sum(costs.values())
    return {
        "named": sorted(wanted),
        "rows": [{"workload": name, "cost": cost} for name, cost in costs.items()],
        "total": total,
        "share_percent": percent(total, float(found[0]["total"])),
    }
