"""The part of an answer that a finance chief reads twice: return, measures, risks."""

from __future__ import annotations

from support.reference_agent.answers.brief import Brief
from support.reference_agent.money import usd
from support.reference_agent.questions import Ask


def returns(brief: Brief) -> str:
    """Twelve months of cost and saving, and when it has paid back."""
    roi = brief.get("model_roi")
    if roi is None or brief.risk_review:
        return ""
    back = roi["payback_month"]
    text = (
        f"{usd(roi['implementation_cost'])} of one-off work brings "
        f"{usd(roi['first_year_saving'])} in year one: net "
        f"{usd(roi['first_year_net'])}, ROI {roi['roi_percent']}%, "
    )
    text += f"payback in month {back}" if back else "no payback within 12 months"
    text += "."
    if Ask.ROI in brief.question.asks:
        at = {row["month"]: usd(row["cumulative_net"]) for row in roi["months"]}
        text += f" Cumulative net: {at[3]} after month 3, {at[6]} after month 6, {at[12]} after 12."
    return text


def measures(brief: Brief) -> str:
    """What is measured, from which value to which."""
    plan = brief.get("consolidate_savings")
    if plan is None or not brief.levers:
        return ""
    parts = [
        f"monthly spend falls from {usd(plan['monthly_before'])} to {usd(plan['monthly_after'])}"
    ]
    gpus = brief.get("gpu_utilization")
    shown = {lever["lever"]: lever["measure"] for lever in brief.shown}
    if gpus is not None and shown.pop("rightsize", None):
        parts.append(
            f"mean GPU utilization rises from {gpus['mean_percent']}% to {gpus['target_percent']}%"
        )
    parts += shown.values()
    found = brief.get("assess_risks")
    parts = parts[: brief.length.measures + 1]
    if found is not None and found["industry"] != "enterprise":
        parts.append(found["industry_measure"])
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def risks(brief: Brief) -> list[str]:
    """What can go wrong, and what is done about it."""
    found = brief.get("assess_risks")
    if found is None:
        return []
    regulated = found["industry"] != "enterprise"
    lines = [
        f"{row['risk'].capitalize()}. Mitigation: {row['mitigation']}"
        for row in found["rows"][: brief.length.risks - (regulated and brief.question.broad)]
    ]
    if brief.risk_review:
        lines = [
            f"{line} ({row['level']} risk, {usd(row['saving_at_stake'])} at stake, {row['owner']})"
            for line, row in zip(lines, found["rows"], strict=False)
        ]
    if regulated or brief.risk_review:
        risk = found["industry_risk"]
        lines.append(f"{risk[0].upper()}{risk[1:]}. Mitigation: {found['industry_mitigation']}")
    return lines


def roll_back(brief: Brief) -> str:
    """When a change is taken back."""
    found = brief.get("assess_risks")
    if found is None:
        return ""
    rule = found["roll_back"]
    text = (
        f"Undo a change within {rule['within_hours']} hours if latency rises by more than "
        f"{rule['latency_rise_percent']}% or errors by more than {rule['error_rise_percent']}%"
    )
    return f"{text}."


def industry_rules(brief: Brief) -> str:
    """What binds every change in the customer's line of business."""
    found = brief.get("assess_risks")
    if found is None or found["industry"] == "enterprise":
        return ""
    return f"{found['industry_rule']}."
