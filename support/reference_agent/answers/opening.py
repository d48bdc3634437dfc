"""The first lines of an answer: the result, and where the user's own figures do not fit."""

from __future__ import annotations

from support.reference_agent.answers.brief import Brief
from support.reference_agent.answers.direct import direct_reply
from support.reference_agent.money import counted, usd
from support.reference_agent.scope import MONTHS, YEAR, listed
from support.reference_agent.tools.industry import INDUSTRIES

_MIGRATION = (
    "What a move between providers would cost or save cannot be told from a bill; what can be "
    "saved without moving can."
)


_COMMAND = "I read the bill and change nothing; carrying changes out is for your own teams."


def _cost(brief: Brief) -> str:
    scope = brief.question.scope
    if brief.total is None:
        return ""
    name = scope.name()
    start, verb = f"{name[0].upper()}{name[1:]}", "cost"
    if scope.months == MONTHS:
        return f"{start} {verb} {usd(brief.total)} in {YEAR}."
    joint = "in" if len(scope.months) == 1 else "from"
    return f"{start} {verb} {usd(brief.total)} {joint} {scope.period()}."


def _plan(brief: Brief) -> str:
    plan, roi = brief.get("consolidate_savings"), brief.get("model_roi")
    if plan is None:
        return ""
    if not plan["levers"]:
        text = "No change there earns its cost within 12 months"
        if plan["not_worth_it"]:
            nearest = plan["not_worth_it"][0]
            text += (
                f": the largest, {nearest['name']}, would save {usd(nearest['saving'])} a year for "
                f"{usd(nearest['cost'])} of work"
            )
        return f"{text}. The advice is to leave it and look again in a quarter."
    scoped = brief.question.scope.months != MONTHS
    base = f"On the whole year's {usd(plan['spend'])}, " if scoped else ""
    changes = counted(plan["count"], "change")
    changes = (
        changes.replace(" ", " non-overlapping ", 1) + " cut"
        if plan["count"] > 1
        else "one change cuts"
    )
    text = f"{base}{changes} {usd(plan['saving'])} a year ({plan['saving_percent']}%)"
    text = f"{text[0].upper()}{text[1:]}, to {usd(plan['spend_after'])}"
    if roi and roi["payback_month"]:
        text += f"; the work pays back in month {roi['payback_month']}"
    return f"{text}."


def _checks(brief: Brief) -> tuple[list[str], list[str]]:
    """What the user stated wrongly, and what rightly."""
    wrong: list[str] = []
    right: list[str] = []
    for check in brief.labelled("check_stated_amount"):
        if check["agrees"]:
            same = check["scope"] == brief.question.scope.name()
            of = "" if same else f" for {check['scope']}"
            right.append(
                f"Your figure of {usd(check['stated'])}{of} agrees with the bill to within "
                f"{check['tolerance_percent']}%."
            )
        else:
            start = "Also, you state" if wrong else "A correction first: you state"
            wrong.append(
                f"{start} {usd(check['stated'])} for {check['scope']}, but the "
                f"bill for {check['period']} shows {usd(check['actual'])}, a difference of "
                f"{usd(check['difference'])}."
            )
    return wrong, right


def _target(brief: Brief) -> str:
    target = brief.get("check_target")
    if target is None:
        return ""
    wanted = f"Your target of {usd(target['target_saving'])} ({target['target_percent']}%)"
    if "target_spend" in target:
        wanted = (
            f"Your target of {usd(target['target_spend'])}, which takes a saving of "
            f"{usd(target['target_saving'])} ({target['target_percent']}%),"
        )
    planned = f"{usd(target['planned_saving'])} ({target['planned_percent']}%)"
    if target["reached"]:
        return f"{wanted} is within reach: the plan saves {planned}."
    return f"{wanted} is out of reach: the plan saves {planned}, {usd(target['gap'])} short."


def outside(brief: Brief) -> str:
    """Years that the question names and the bill does not cover."""
    if not brief.question.outside:
        return ""
    years = listed([str(year) for year in brief.question.outside])
    return f"There is no bill for {years}; it covers {YEAR} only."


def corrections(brief: Brief) -> str:
    """What in the question does not fit the bill; empty where everything does."""
    wrong, _ = _checks(brief)
    return " ".join(part for part in (*wrong, outside(brief)) if part)


def bottom_line(brief: Brief) -> str:
    """Corrections first, then the direct reply, what it costs, what can be saved, the target."""
    wrong, right = _checks(brief)
    forbidden = brief.question.forbidden
    parts = [
        *wrong,
        outside(brief),
        INDUSTRIES[brief.question.industry or "enterprise"].refusal if forbidden else "",
        _MIGRATION if brief.question.migration else "",
        _COMMAND if brief.question.command else "",
        direct_reply(brief),
        _cost(brief),
        *right,
        _plan(brief),
        _target(brief),
    ]
    return " ".join(part for part in parts if part)


def gaps(brief: Brief) -> str:
    """What could not be worked out, said plainly."""
    if not brief.gaps:
        return ""
    return (
        f"The team could not {listed(list(brief.gaps))}: the tools for that failed. The figures "
        "here leave it out."
    )
