"""The agent that reads the bill."""

from __future__ import annotations

from dataclasses import replace

from support.reference_agent.data.catalog import GPU, MODEL_API, STORAGE
from support.reference_agent.desk import Desk
from support.reference_agent.money import usd
from support.reference_agent.questions import Ask, without_secrets
from support.reference_agent.scope import MACHINE_AREAS, MONTHS, Scope
from support.reference_agent.tools.workloads import names_in

NAME = "Data Analysis"

#: Closer looks: the tool, the cost area it is about, and the ask that calls for it.
CLOSER_LOOKS = (
    ("gpu_utilization", GPU, Ask.GPU),
    ("model_api_usage", MODEL_API, Ask.MODEL_API),
    ("storage_profile", STORAGE, Ask.STORAGE),
)


async def analyze(desk: Desk, next_agent: str) -> bool:
    """Measures the spend in scope; False, with nothing handed on, where there is none."""
    question, scope = desk.question, desk.question.scope
    me = await desk.start(NAME)
    await desk.think(
        me,
        f"Reading the bill for {scope.name()}, {scope.period()}.",
        f"First the facts: what {scope.name()} cost from {scope.period()}."
        if len(scope.months) > 1
        else f"First the facts: what {scope.name()} cost that month.",
        f"I take {scope.name()} from the billing data, amortized, month by month.",
    )
    for number, claim in enumerate(question.claims, 1):
        await desk.use(
            me,
            "check_stated_amount",
            claim.scope,
            stated=claim.stated,
            label=f"check_stated_amount {number}",
        )
    total = await _spend(desk)
    if total == 0:
        await desk.use(me, "query_spend", Scope(), label="elsewhere", group_by="provider")
        await desk.think(me, f"There is no spend on {scope.name()} at all.")
        await desk.hand_over(me, "Triage", "nothing in scope to optimize")
        await desk.finish(me, f"No spend on {scope.name()}.")
        return False
    named = names_in(desk.ledger, scope, without_secrets(desk.request.question))
    if named:
        await desk.use(me, "workload_spend", scope, named=named)
    for tool, area, ask in CLOSER_LOOKS:
        narrow = area in scope.areas and len(scope.areas) <= 2
        if narrow or ask in question.asks or (question.broad and area in scope.areas):
            await desk.use(me, tool, scope)
    if Ask.COMMITMENT in question.asks and set(scope.areas) & set(MACHINE_AREAS):
        await desk.use(me, "commitment_coverage", scope)
    if Ask.TREND in question.asks or desk.calls < 2:
        months = scope.months if len(scope.months) > 1 else MONTHS
        await desk.use(me, "spend_trend", replace(scope, months=months))
    facts = findings(desk)
    await desk.think(
        me, f"What stands out: {facts}.", f"Findings: {facts}.", f"The bill says: {facts}."
    )
    await desk.hand_over(me, next_agent, f"spend measured: {facts}")
    await desk.finish(me, f"{facts[0].upper()}{facts[1:]}.")
    return True


async def _spend(desk: Desk) -> int | None:
    """Breaks the spend down in the way that fits the scope; None where the tool failed."""
    scope = desk.question.scope
    me = desk.member(NAME)
    if len(scope.providers) > 1:
        found = await desk.use(me, "compare_providers", scope)
        if Ask.COMPARE not in desk.question.asks or found is None:
            return int(found["total"]) if found else None
    dimension = "area" if len(scope.areas) > 1 else "workload"
    found = await desk.use(me, "query_spend", scope, group_by=dimension)
    return int(found["total"]) if found else None


def findings(desk: Desk) -> str:
    """What was found, as one sentence without a full stop, for the others to build on."""
    parts = []
    providers = desk.results.get("compare_providers")
    breakdown = desk.results.get("query_spend")
    if providers and providers["rows"]:
        top = max(providers["rows"], key=lambda row: row["cost"])
        parts.append(
            f"{usd(providers['total'])} in all, {top['provider']} the largest at "
            f"{usd(top['cost'])} ({top['share_percent']}%)"
        )
    elif breakdown and breakdown["rows"]:
        row = breakdown["rows"][0]
        parts.append(
            f"{usd(breakdown['total'])} in all, most of it {row['name']} at {usd(row['cost'])}"
        )
    if gpus := desk.results.get("gpu_utilization"):
        idle = gpus["bands"]["idle"]
        parts.append(f"GPUs {gpus['mean_percent']}% busy with {usd(idle['cost'])} idle")
    if apis := desk.results.get("model_api_usage"):
        parts.append(f"model APIs at {usd(apis['total'])}")
    if stored := desk.results.get("storage_profile"):
        parts.append(f"{usd(stored['unread_cost'])} of storage unread")
    if trend := desk.results.get("spend_trend"):
        parts.append(
            f"{trend['change_percent']}% change from {trend['first']['month']} to "
            f"{trend['last']['month']}"
        )
    return "; ".join(parts) or "the bill could not be read in this way"
