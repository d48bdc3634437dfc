"""The agent that turns savings into a business case and the answer's text."""

from __future__ import annotations

from support.reference_agent.agents.optimization import proposals
from support.reference_agent.answers import Brief, compose
from support.reference_agent.desk import Desk
from support.reference_agent.money import usd
from support.reference_agent.scope import Scope

NAME = "Reporting"


async def report(desk: Desk, next_agent: str) -> str:
    """Return, risks and targets of the plan, and the drafted answer."""
    question = desk.question
    me = await desk.start(NAME)
    facts = proposals(desk)
    await desk.think(
        me,
        f"Optimization proposes {facts}. I set the cost of the work against it, month by month.",
        f"Using what Optimization found ({facts}), I work out return and risks.",
        f"Optimization hands me {facts}. A plan needs a payback date and its risks named.",
    )
    plan = desk.results.get("consolidate_savings")
    if plan is not None and plan["levers"]:
        levers = [
            {"lever": one["lever"], "saving": one["saving"], "resources": one["resources"]}
            for one in plan["levers"]
        ]
        await desk.use(me, "model_roi", Scope(), levers=levers)
        await desk.use(me, "assess_risks", Scope(), levers=levers, industry=question.industry)
    if plan is not None and question.target is not None:
        await desk.use(
            me,
            "check_target",
            Scope(),
            spend=plan["spend"],
            saving=plan["saving"],
            **question.target.arguments,
        )
    facts = _case(desk)
    await desk.think(
        me,
        f"The case: {facts}. Writing it up.",
        f"Return worked out: {facts}. Time to write.",
        f"With {facts}, the answer can be written.",
    )
    await desk.hand_over(me, next_agent, f"answer drafted: {facts}")
    await desk.finish(me, f"{facts[0].upper()}{facts[1:]}.")
    return draft(desk)


def draft(desk: Desk) -> str:
    """The answer, from everything on the desk."""
    return compose(Brief(desk.question, desk.results, tuple(desk.gaps)))


def _case(desk: Desk) -> str:
    roi = desk.results.get("model_roi")
    if roi is None:
        return "no return to calculate"
    back = roi["payback_month"]
    when = f"paid back in month {back}" if back else "not paid back within 12 months"
    return (
        f"net {usd(roi['first_year_net'])} in 12 months on {usd(roi['implementation_cost'])} "
        f"of work, {when}"
    )
