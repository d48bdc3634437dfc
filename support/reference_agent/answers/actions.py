"""The part of an answer that says what to do: recommendations and steps."""

from __future__ import annotations

from typing import Any

from support.reference_agent.answers.brief import Brief
from support.reference_agent.money import counted, usd
from support.reference_agent.scope import listed


def recommendations(brief: Brief) -> list[str]:
    """The largest savings, each with its amount and the products it uses."""
    lines = []
    for lever in brief.shown:
        lines.append(
            f"{lever['action']} ({', '.join(_products(brief, lever))}): "
            f"saves {usd(lever['saving'])} a year"
        )
    plan = brief.get("consolidate_savings")
    if plan and plan["minor"]["count"] and not brief.question.lookup:
        minor = plan["minor"]
        named = minor["names"] if minor["count"] < 4 else [*minor["names"][:2], "others"]
        short = brief.question.broad or minor["count"] < 4
        names = f" ({listed(named)})" if short else ""
        lines.append(
            f"{counted(minor['count'], 'further change').capitalize()}{names}: "
            f"{usd(minor['saving'])} a year"
        )
    return lines


def _products(brief: Brief, lever: dict[str, Any]) -> list[str]:
    """The products to use; with their shares where the question is about every provider."""
    products: dict[str, str] = lever["technology"]
    if brief.question.in_parts:
        return [f"{name} {usd(lever['by_provider'][of])}" for of, name in products.items()]
    return list(products.values())[:2]


def steps(brief: Brief) -> list[str]:
    """What happens when and who does it, in the order of the weeks."""
    shown = brief.shown
    baseline = usd(_baseline(brief))
    lines = [f"Week 1, FinOps lead: tag resources to owners, freeze the {baseline} baseline"]
    for lever in sorted(shown, key=lambda one: (int(one["week"]), str(one["lever"]))):
        step = f"Week {lever['week']}, {lever['owner']}: {lever['step']}"
        if not brief.question.broad:
            step += f" ({lever['workloads'][0].replace('-', ' ')} first)"
        lines.append(step)
    if len(brief.levers) > len(shown) and brief.question.broad:
        lines.append("Week 10, Cloud platform lead: finish the further changes")
    lines.append("Week 13, CFO and CTO: check savings against the baseline")
    return sorted(lines, key=_week)


def _week(line: str) -> int:
    return int(line.removeprefix("Week ").split(",")[0])


def _baseline(brief: Brief) -> int:
    plan: dict[str, Any] | None = brief.get("consolidate_savings")
    return int(plan["spend"]) if plan else int(brief.total or 0)
