"""Holding what the user said against what the bill says."""

from __future__ import annotations

from support.reference_agent.billing import Ledger
from support.reference_agent.tools.spend import query_spend
from support.reference_agent.tools.toolbox import Call, Results, percent

#: A stated amount this close to the bill, in percent of the bill, counts as the same.
TOLERANCE_PERCENT = 5


def check_stated_amount(ledger: Ledger, call: Call) -> Results:
    """Whether an amount the user states (`stated`, USD in the scope's months) fits the bill."""
    stated: int = call.options["stated"]
    actual = query_spend(ledger, Call(call.scope, {"group_by": "provider"}))["total"]
    apart = abs(stated - actual)
    return {
        "stated": stated,
        "actual": actual,
        "difference": apart,
        "scope": call.scope.name(),
        "period": call.scope.period(),
        "tolerance_percent": TOLERANCE_PERCENT,
        "agrees": apart * 100 <= TOLERANCE_PERCENT * actual,
    }


def check_target(_: Ledger, call: Call) -> Results:
    """Whether a plan reaches the saving a user asks for, given as USD or percent of spend."""
    spend: int = call.options["spend"]
    saving: int = call.options["saving"]
    if "target_percent" in call.options:
        target = spend * int(call.options["target_percent"]) // 100
    elif "target_spend" in call.options:
        target = max(spend - int(call.options["target_spend"]), 0)
    else:
        target = int(call.options["target_saving"])
    stated = {name: call.options[name] for name in ("target_spend",) if name in call.options}
    return stated | {
        "target_saving": target,
        "target_percent": percent(target, spend),
        "planned_saving": saving,
        "planned_percent": percent(saving, spend),
        "gap": max(target - saving, 0),
        "surplus": max(saving - target, 0),
        "reached": saving >= target,
    }
