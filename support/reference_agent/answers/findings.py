"""The part of an answer that says what the bill shows."""

from __future__ import annotations

from typing import Any

from support.reference_agent.answers.brief import Brief
from support.reference_agent.money import counted, usd
from support.reference_agent.questions import Ask
from support.reference_agent.scope import area_words, listed

#: Lines in an answer to a narrow question.
ENOUGH = 3
#: A peak this many percent above the mean month is a season, not growth.
SEASONAL_ABOVE = 25


def providers(brief: Brief) -> list[str]:
    """One line for each provider, with its largest cost area; with more where that is asked."""
    found = brief.get("compare_providers")
    if found is None:
        return []
    lines = []
    several = len(brief.question.scope.areas) > 1
    for row in found["rows"]:
        line = f"{row['provider']}: {usd(row['cost'])} ({row['share_percent']}%)"
        if several and row["areas"]:
            top = row["areas"][: ENOUGH if brief.question.lookup else 1]
            line += f", of it {listed([_area(each) for each in top])}"
        if Ask.COMPARE in brief.question.asks and len(brief.question.scope.months) > 1:
            line += f", {row['growth_percent']}% growth from first to last month"
        lines.append(line)
    return lines


def _area(row: dict[str, Any]) -> str:
    return f"{area_words(row['area'])} {usd(row['cost'])}"


def breakdown(brief: Brief) -> list[str]:
    """The largest parts of a single provider's spend."""
    found = brief.get("query_spend")
    if found is None:
        return []
    lines = []
    for row in found["rows"][:4]:
        name = str(row["name"]).replace("-", " ")
        lines.append(f"{name[0].upper()}{name[1:]}: {usd(row['cost'])} ({row['share_percent']}%)")
    return lines


def workloads(brief: Brief) -> list[str]:
    """What the workloads cost that the question calls by name."""
    found = brief.get("workload_spend")
    if found is None:
        return []
    each = [f"{row['workload'].replace('-', ' ')} {usd(row['cost'])}" for row in found["rows"][:3]]
    if len(found["rows"]) == 1:
        name = str(found["rows"][0]["workload"]).replace("-", " ").capitalize()
        return [f"{name}: {usd(found['total'])} ({found['share_percent']}%)"]
    name = " and ".join(found["named"][:2]).capitalize()
    return [f"{name}: {usd(found['total'])} ({found['share_percent']}%), namely {listed(each)}"]


def gpus(brief: Brief) -> list[str]:
    """How busy the GPUs are, in all and fleet by fleet."""
    found = brief.get("gpu_utilization")
    if found is None:
        return []
    idle, low = found["bands"]["idle"], found["bands"]["underused"]
    line = f"GPUs: {found['mean_percent']}% mean utilization"
    if idle["machines"]:
        line += f"; {counted(idle['machines'], 'idle machine')} cost {usd(idle['cost'])}"
    if low["machines"]:
        line += f"; {counted(low['machines'], 'under-used machine')} cost {usd(low['cost'])}"
    fleets = [
        f"{one['fleet']}: {counted(one['machines'], 'machine')}, {one['mean_percent']}% busy, "
        f"{usd(one['cost'])}"
        for one in found["fleets"]
    ]
    return [line, *fleets]


def model_apis(brief: Brief) -> list[str]:
    """What the model APIs cost, in all and model by model."""
    found = brief.get("model_api_usage")
    if found is None:
        return []
    line = f"Model APIs: {usd(found['total'])}"
    if found["batchable_cost"]:
        line += f"; {usd(found['batchable_cost'])} of it fit for batch prices"
    models = [
        f"{one['model']}: {usd(one['cost'])} ({one['share_percent']}%)" for one in found["models"]
    ]
    return [line, *models]


def storage(brief: Brief) -> list[str]:
    """What storage costs, in all and service by service."""
    found = brief.get("storage_profile")
    if found is None:
        return []
    line = f"Storage: {usd(found['total'])}"
    if found["unread_cost"]:
        line += f"; {usd(found['unread_cost'])} of it unread for {found['cool_after_days']} days"
    services = [
        f"{one['service']}: {usd(one['cost'])} ({one['share_percent']}%)"
        for one in found["services"]
    ]
    return [line, *services]


def trend(brief: Brief) -> list[str]:
    """How the spend moved over the months, and what moved it."""
    found = brief.get("spend_trend")
    if found is None:
        return []
    first, last, peak = found["first"], found["last"], found["peak"]
    way = "up" if found["change"] >= 0 else "down"
    course = (
        f"Trend: from {usd(first['cost'])} in {first['month']} to {usd(last['cost'])} in "
        f"{last['month']}, {way} {abs(found['change_percent'])}%"
    )
    lines = [course]
    if Ask.TREND in brief.question.asks:
        drivers = [f"{area_words(one['area'])} by {usd(one['change'])}" for one in found["drivers"]]
        if drivers and len(brief.question.scope.areas) > 1:
            lines.append(f"What grew, between those two months: {listed(drivers[:3])}")
        lines += _quarters(found["quarters"]) if found["quarters"] else []
        above = found["peak_over_average_percent"]
        lines.append(
            f"Peak: {usd(peak['cost'])} in {peak['month']}, against {usd(found['average'])} in a "
            "mean month"
        )
        # Scaled to a year, a season's peak would promise too much.
        lines.append(
            f"The peak stands {above}% above the mean month, so commit to the off-peak floor only"
            if above > SEASONAL_ABOVE
            else "Run rate: the latest months, scaled to a year, come to "
            f"{usd(found['run_rate'])} if nothing changes"
        )
    return lines


def _quarters(rows: list[dict[str, Any]]) -> list[str]:
    told = [f"{usd(row['cost'])} in {row['quarter']}" for row in rows]
    moves = [f"{row['change_percent']:+d}%" for row in rows[1:]]
    return [f"By quarter: {listed(told)}, that is {listed(moves)} from one to the next"]


def commitments(brief: Brief) -> list[str]:
    """How much is committed to already."""
    found = brief.get("commitment_coverage")
    if found is None:
        return []
    line = (
        f"Commitments cover {usd(found['committed_cost'])} of machine spend "
        f"({found['coverage_percent']}%); {usd(found['on_demand_cost'])} is paid on demand"
    )
    return [line]


def by_ask(brief: Brief) -> list[tuple[str, list[str]]]:
    """For a question with many parts: a title and lines for each part, in a fixed order."""
    parts = [
        ("Spending per provider", providers(brief)),
        ("Named workloads", workloads(brief)),
        ("GPU utilization", [line.removeprefix("GPUs: ") for line in gpus(brief)[:1]]),
        ("API cost", model_apis(brief)[:1]),
        ("Storage", [line.removeprefix("Storage: ") for line in storage(brief)[:1]]),
        ("Trend", trend(brief)[:2] if Ask.TREND in brief.question.asks else []),
        ("Commitments", commitments(brief)),
    ]
    return [(title, lines) for title, lines in parts if lines]


def in_short(brief: Brief) -> list[str]:
    """For any other question: the lines that matter most to it, few where it is narrow."""
    if brief.question.broad:
        return [
            *workloads(brief),
            *providers(brief),
            *gpus(brief)[:1],
            *model_apis(brief)[:1],
            *storage(brief)[:1],
            *trend(brief)[:2],
        ]
    closer = [part(brief) for part in (gpus, model_apis, storage, commitments)]
    # A question about GPUs alone has had this line as its reply.
    replied = Ask.GPU in brief.question.asks
    first = [part[0] for part in closer if part and not (replied and part[0].startswith("GPUs"))]
    moved = trend(brief)
    if Ask.TREND in brief.question.asks:
        return [*moved, *breakdown(brief)[:ENOUGH]]
    if len(first) > 1 or Ask.COMMITMENT in brief.question.asks:
        return [*workloads(brief), *first]
    split = providers(brief) or breakdown(brief)
    if len(brief.question.scope.areas) == 1 and any(closer):
        # The parts that a closer look lists say more than the split by provider or workload.
        details = next(part[1:] for part in closer if part)
        split = details if len(details) > 1 else split
    lines = [*workloads(brief), *first, *split[:ENOUGH]]
    return lines if len(lines) >= ENOUGH else [*lines, *moved]
