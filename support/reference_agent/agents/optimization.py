"""The agent that works out what can be saved."""

from __future__ import annotations

from dataclasses import replace

from support.reference_agent.agents.analysis import findings
from support.reference_agent.answers import length_for
from support.reference_agent.conversation import Member
from support.reference_agent.data.catalog import MODEL_API, NETWORK, STORAGE
from support.reference_agent.desk import Desk
from support.reference_agent.money import usd
from support.reference_agent.questions import Ask
from support.reference_agent.scope import MACHINE_AREAS, MONTHS, Scope
from support.reference_agent.tools import Results

NAME = "Optimization"

#: Tools that find savings, with the cost areas they know about, in the order of the savings.
SAVERS = (
    ("rightsize_machines", MACHINE_AREAS),
    ("price_commitments", MACHINE_AREAS),
    ("optimize_model_apis", (MODEL_API,)),
    ("tier_storage", (STORAGE,)),
    ("reroute_traffic", (NETWORK,)),
)


async def optimize(desk: Desk, next_agent: str) -> None:
    """Finds savings in scope, builds on what the analysis found, and adds them up."""
    scope = replace(desk.question.scope, months=MONTHS)
    me = await desk.start(NAME)
    facts = findings(desk)
    await desk.think(
        me,
        f"Data Analysis found {facts}. I look for savings there, largest first.",
        f"Building on Data Analysis ({facts}), I price every change that applies.",
        f"From Data Analysis I take: {facts}. Now the savings, one after another so that none "
        "counts twice.",
    )
    levers: list[Results] = []
    for tool, areas in SAVERS:
        if set(areas) & set(scope.areas) and _wanted(desk, tool):
            found = await desk.use(me, tool, scope)
            levers += found["levers"] if found else []
    spend = await _annual_spend(desk, me, scope)
    if spend is not None:
        await desk.use(
            me,
            "consolidate_savings",
            scope,
            spend=spend,
            levers=levers,
            show=length_for(desk.question).recommendations,
        )
    facts = proposals(desk)
    await desk.think(
        me,
        f"Added up without overlap: {facts}.",
        f"Result: {facts}.",
        f"What is worth doing: {facts}.",
    )
    await desk.hand_over(me, next_agent, f"savings worked out: {facts}")
    await desk.finish(me, f"{facts[0].upper()}{facts[1:]}.")


def _brief(lever: Results) -> Results:
    """What adding up takes of a lever."""
    return {
        name: lever[name]
        for name in ("lever", "saving", "by_provider", "resources", "technology", "workloads")
    }


def _wanted(desk: Desk, tool: str) -> bool:
    """A question about commitments alone is not answered with prompt caching."""
    if set(desk.question.asks) - {Ask.COMMITMENT, Ask.RISKS, Ask.ROI, Ask.SPEND}:
        return True
    machines = tool in {"rightsize_machines", "price_commitments"}
    return machines or Ask.COMMITMENT not in desk.question.asks


async def _annual_spend(desk: Desk, me: Member, scope: Scope) -> int | None:
    """The year's spend in scope, measured anew where the analysis saw some months or failed."""
    if desk.question.scope == scope:
        for label in ("compare_providers", "query_spend"):
            if label in desk.results:
                return int(desk.results[label]["total"])
    found = await desk.use(me, "query_spend", scope, label="annual", group_by="provider")
    return int(found["total"]) if found else None


def proposals(desk: Desk) -> str:
    """What was proposed, as one sentence without a full stop, for the others to build on."""
    plan = desk.results.get("consolidate_savings")
    if plan is None:
        return "no sum of savings could be formed"
    if not plan["levers"]:
        return "no change earns its cost within 12 months"
    top = plan["levers"][0]
    return (
        f"{usd(plan['saving'])} a year ({plan['saving_percent']}% of {usd(plan['spend'])}) "
        f"from {plan['count']} changes, the largest {usd(top['saving'])}: {top['action']}"
    )
