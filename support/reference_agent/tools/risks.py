"""What can go wrong with a plan, what is done about it, and when a change is taken back."""

from __future__ import annotations

from typing import Any

from support.reference_agent.billing import Ledger
from support.reference_agent.tools.industry import INDUSTRIES
from support.reference_agent.tools.playbook import PLAYS
from support.reference_agent.tools.toolbox import Call, Results, percent

#: A lever is a large bet when it carries more than this share of the plan's saving.
LARGE_BET_PERCENT = 20


def assess_risks(_: Ledger, call: Call) -> Results:
    """Risks from the most money at stake down, each with its mitigation and that amount in USD."""
    levers: list[dict[str, Any]] = call.options["levers"]
    industry = INDUSTRIES[call.options["industry"]]
    total = sum(one["saving"] for one in levers)
    rows = []
    for lever in sorted(levers, key=lambda one: -one["saving"]):
        play = PLAYS[lever["lever"]]
        share = percent(lever["saving"], total)
        rows.append(
            {
                "lever": lever["lever"],
                "risk": play.risk,
                "mitigation": play.mitigation,
                "owner": play.owner,
                "saving_at_stake": lever["saving"],
                "level": "high" if share > LARGE_BET_PERCENT else "medium" if share > 8 else "low",
            }
        )
    return {
        "rows": rows,
        "industry": call.options["industry"],
        "industry_rule": industry.rule,
        "industry_risk": industry.risk,
        "industry_mitigation": industry.mitigation,
        "industry_measure": industry.measure,
        "roll_back": {"latency_rise_percent": 10, "error_rise_percent": 1, "within_hours": 24},
    }
