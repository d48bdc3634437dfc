"""How well what is paid for is used: GPUs, model APIs, storage and commitments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from support.reference_agent.billing import Ledger
from support.reference_agent.data.catalog import GPU, MODEL_API, STORAGE
from support.reference_agent.money import apportion, dollars
from support.reference_agent.scope import MACHINE_AREAS, Scope
from support.reference_agent.tools import rates
from support.reference_agent.tools.resources import Resource, resources_in
from support.reference_agent.tools.toolbox import Call, Results, ToolError, percent, shares


def _only(scope: Scope, areas: tuple[str, ...]) -> Scope:
    return replace(scope, areas=tuple(area for area in areas if area in scope.areas))


def _found(ledger: Ledger, scope: Scope, areas: tuple[str, ...]) -> list[Resource]:
    found = resources_in(ledger, _only(scope, areas))
    if not found:
        raise ToolError(f"there is nothing of that kind in {scope.name()}")
    return found


def _cost(found: Iterable[Resource]) -> Decimal:
    return sum((resource.cost for resource in found), Decimal(0))


def _by(found: Iterable[Resource], key: Callable[[Resource], str]) -> dict[str, int]:
    sums: dict[str, Decimal] = {}
    for resource in found:
        sums[key(resource)] = sums.get(key(resource), Decimal(0)) + resource.cost
    costs = apportion(sums)
    return dict(sorted(costs.items(), key=lambda item: (-item[1], item[0])))


def _mean(found: list[Resource]) -> int:
    """Utilization weighted by cost: a busy cheap machine does not hide an idle dear one."""
    busy = sum(float(one.cost) * (one.utilization or 0.0) for one in found)
    return round(busy / float(_cost(found)))


def gpu_utilization(ledger: Ledger, call: Call) -> Results:
    """GPU machines by how busy they are: mean percent, and count and cost of each band."""
    found = _found(ledger, call.scope, (GPU,))

    def band(one: Resource) -> str:
        busy = one.utilization or 0.0
        if busy < rates.IDLE_BELOW:
            return "idle"
        return "underused" if busy < rates.UNDERUSED_BELOW else "busy"

    costs = {"idle": 0, "underused": 0, "busy": 0} | _by(found, band)
    counts = {name: sum(band(one) == name for one in found) for name in costs}
    fleets = []
    for name, cost in _by(found, lambda one: f"{one.provider} {one.resource_type}").items():
        fleet = [one for one in found if f"{one.provider} {one.resource_type}" == name]
        fleets.append(
            {"fleet": name, "machines": len(fleet), "cost": cost, "mean_percent": _mean(fleet)}
        )
    return {
        "mean_percent": _mean(found),
        "target_percent": rates.TARGET_UTILIZATION,
        "idle_below_percent": rates.IDLE_BELOW,
        "underused_below_percent": rates.UNDERUSED_BELOW,
        "machines": len(found),
        "bands": {name: {"machines": counts[name], "cost": costs[name]} for name in costs},
        "fleets": fleets,
        "total": sum(costs.values()),
    }


def model_api_usage(ledger: Ledger, call: Call) -> Results:
    """Spend on model APIs by service and model, and how much of it could be had for less.

    The three `..._cost` figures overlap: one request may both wait and repeat a known prefix.
    """
    found = _found(ledger, call.scope, (MODEL_API,))
    models = _by(found, lambda one: f"{one.model} on {one.service}")
    workloads = _by(found, lambda one: one.workload)
    share = shares(models)
    return {
        "models": [
            {"model": name, "cost": cost, "share_percent": share[name]}
            for name, cost in models.items()
        ],
        "workloads": [{"workload": name, "cost": cost} for name, cost in workloads.items()],
        "batchable_cost": _share(found, lambda one: one.batchable),
        "cacheable_cost": _share(found, lambda one: one.cacheable),
        "simple_cost": _share(found, lambda one: one.simple),
        "total": sum(models.values()),
    }


def _share(found: list[Resource], portion: Callable[[Resource], int]) -> int:
    return dollars(sum((one.cost * portion(one) / 100 for one in found), Decimal(0)))


def storage_profile(ledger: Ledger, call: Call) -> Results:
    """Spend on storage by service, and how much of it pays for data that nobody reads."""
    found = _found(ledger, call.scope, (STORAGE,))
    services = _by(found, lambda one: one.service)

    def band(one: Resource) -> str:
        if one.tier == "block":
            return "block"
        unread = one.unread_days or 0
        if unread >= rates.ARCHIVE_AFTER_DAYS:
            return "archivable"
        return "coolable" if unread >= rates.COOL_AFTER_DAYS else "active"

    bands = {"active": 0, "coolable": 0, "archivable": 0, "block": 0} | _by(found, band)
    total = sum(services.values())
    share = shares(services)
    unread = bands["coolable"] + bands["archivable"]
    return {
        "services": [
            {"service": name, "cost": cost, "share_percent": share[name]}
            for name, cost in services.items()
        ],
        "bands": bands,
        "cool_after_days": rates.COOL_AFTER_DAYS,
        "archive_after_days": rates.ARCHIVE_AFTER_DAYS,
        "unread_cost": unread,
        "unread_percent": percent(unread, total),
        "detached_cost": _share(
            [one for one in found if one.tier == "block"], lambda one: one.avoidable
        ),
        "total": total,
    }


def commitment_coverage(ledger: Ledger, call: Call) -> Results:
    """How much of the machine spend is on commitments, and how much at on-demand prices."""
    found = _found(ledger, call.scope, MACHINE_AREAS)
    costs = {"Committed": 0, "Standard": 0} | _by(found, lambda one: one.pricing)
    total = sum(costs.values())
    return {
        "committed_cost": costs["Committed"],
        "on_demand_cost": costs["Standard"],
        "coverage_percent": percent(costs["Committed"], total),
        "total": total,
    }
