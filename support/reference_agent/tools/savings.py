"""What can be saved: each saving applies to what the earlier ones leave, so none overlaps another.

All figures are USD a year at the billed year's volume. A saving below `WORTH_A_LINE` at one
provider is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from support.reference_agent.billing import Ledger
from support.reference_agent.data.catalog import DATABASE, MODEL_API, NETWORK, STORAGE
from support.reference_agent.money import claimable, dollars
from support.reference_agent.scope import MACHINE_AREAS, MONTHS, PROVIDERS
from support.reference_agent.tools import rates
from support.reference_agent.tools.playbook import PLAYS, SEQUENCE
from support.reference_agent.tools.resources import Resource, resources_in
from support.reference_agent.tools.toolbox import Call, Results

WORTH_A_LINE = 300

#: The fraction of a resource's remaining cost that a lever saves; 0 where it does not apply.
Rule = Callable[[Resource], float]


@dataclass(frozen=True, slots=True)
class Cut:
    """What one lever saves on one resource: `saving` of the `base` that was left, USD a year."""

    lever: str
    resource: Resource
    base: float
    saving: float


def _machine(resource: Resource) -> bool:
    return resource.area in MACHINE_AREAS and resource.on_demand


def _idle(resource: Resource) -> bool:
    return resource.utilization is not None and resource.utilization < rates.IDLE_BELOW


def _rule_idle(resource: Resource) -> float:
    return rates.IDLE_REALIZED if _machine(resource) and _idle(resource) else 0.0


def _rule_schedule(resource: Resource) -> float:
    awake = _machine(resource) and not _idle(resource)
    return rates.SCHEDULE_SAVING if awake and resource.environment != "prod" else 0.0


def _rule_rightsize(resource: Resource) -> float:
    busy = resource.utilization
    if busy is None or not _machine(resource) or _idle(resource) or busy >= rates.UNDERUSED_BELOW:
        return 0.0
    return (1 - busy / rates.TARGET_UTILIZATION) * rates.RIGHTSIZE_REALIZED


def _rule_spot(resource: Resource) -> float:
    suits = _machine(resource) and resource.interruptible and not _idle(resource)
    return rates.SPOT_SAVING if suits else 0.0


def _rule_commit(term: dict[str, float]) -> Rule:
    def rule(resource: Resource) -> float:
        steady = _machine(resource) and resource.environment == "prod" and not _idle(resource)
        if not steady or resource.interruptible:
            return 0.0
        return term[resource.provider] * resource.steadiness * rates.COMMITMENT_COVERAGE

    return rule


def _rule_archive(resource: Resource) -> float:
    if resource.tier == "block" or (resource.unread_days or 0) < rates.ARCHIVE_AFTER_DAYS:
        return 0.0
    cool = resource.tier == "cool"
    rate = rates.ARCHIVE_FROM_COOL_SAVING if cool else rates.ARCHIVE_SAVING[resource.provider]
    return rate * rates.TIERING_REALIZED


def _rule_cool(resource: Resource) -> float:
    unread = resource.unread_days or 0
    if resource.tier != "hot" or not rates.COOL_AFTER_DAYS <= unread < rates.ARCHIVE_AFTER_DAYS:
        return 0.0
    return rates.COOL_SAVING[resource.provider] * rates.TIERING_REALIZED


RULES: dict[str, Rule] = {
    "idle": _rule_idle,
    "schedule": _rule_schedule,
    "rightsize": _rule_rightsize,
    "spot": _rule_spot,
    "commit": _rule_commit(rates.ONE_YEAR),
    "batch": lambda one: rates.BATCH_SAVING * one.batchable / 100,
    "cache": lambda one: rates.CACHE_SAVING * one.cacheable / 100,
    "route": lambda one: rates.ROUTE_SAVING * one.simple / 100,
    "cool": _rule_cool,
    "archive": _rule_archive,
    "detached": lambda one: one.avoidable / 100 if one.tier == "block" else 0.0,
    "network": lambda one: one.avoidable / 100 if one.area == NETWORK else 0.0,
}


def cuts(found: Iterable[Resource], rules: dict[str, Rule] = RULES) -> Iterator[Cut]:
    """Every lever that applies to every resource, in sequence on the remaining cost."""
    for resource in found:
        left = float(resource.cost)
        for lever in SEQUENCE:
            saving = left * rules[lever](resource)
            if saving > 0:
                yield Cut(lever, resource, left, saving)
                left -= saving


def _technology(lever: str, mine: list[Cut]) -> dict[str, str]:
    """The product to use at each provider, from the one with the largest saving down."""
    databases = all(cut.resource.area == DATABASE for cut in mine)
    names = PLAYS[lever].database_technology if databases else {}
    weight = {
        name: sum(cut.saving for cut in mine if cut.resource.provider == name) for name in PROVIDERS
    }
    ranked = sorted((name for name in PROVIDERS if weight[name]), key=lambda name: -weight[name])
    return {name: (names or PLAYS[lever].technology)[name] for name in ranked}


def _workloads(mine: list[Cut]) -> list[str]:
    """The workloads touched, from the one with the largest saving down."""
    savings: dict[str, float] = {}
    for cut in mine:
        savings[cut.resource.workload] = savings.get(cut.resource.workload, 0.0) + cut.saving
    return sorted(savings, key=lambda name: (-savings[name], name))


def summarize(lever: str, mine: list[Cut]) -> Results | None:
    """One lever over all its resources, or None where it is not worth a line."""
    by_provider = {}
    for provider in PROVIDERS:
        saving = claimable(sum(cut.saving for cut in mine if cut.resource.provider == provider))
        if saving >= WORTH_A_LINE:
            by_provider[provider] = saving
    kept = [cut for cut in mine if cut.resource.provider in by_provider]
    if not kept:
        return None
    return {
        "lever": lever,
        "saving": sum(by_provider.values()),
        "by_provider": by_provider,
        "base": dollars(sum(cut.base for cut in kept)),
        "resources": len(kept),
        "workloads": _workloads(kept),
        "technology": _technology(lever, kept),
    }


def _levers(
    ledger: Ledger,
    call: Call,
    areas: tuple[str, ...],
    names: tuple[str, ...],
    rules: dict[str, Rule] = RULES,
) -> list[Results]:
    year = replace(call.scope, months=MONTHS)
    found = [one for one in resources_in(ledger, year) if one.area in areas]
    made = list(cuts(found, rules))
    each = [summarize(name, [cut for cut in made if cut.lever == name]) for name in names]
    return [lever for lever in each if lever is not None]


def _report(levers: list[Results]) -> Results:
    return {"levers": levers, "saving": sum(lever["saving"] for lever in levers)}


def rightsize_machines(ledger: Ledger, call: Call) -> Results:
    """Idle, oversized and needlessly running machines, and training that can run on spot."""
    names = ("idle", "schedule", "rightsize", "spot")
    return _report(_levers(ledger, call, MACHINE_AREAS, names))


def price_commitments(ledger: Ledger, call: Call) -> Results:
    """Commitments on what stays on demand after rightsizing, for one year and for three.

    Only the one-year saving is a lever; the three-year one is for comparison.
    """
    levers = _levers(ledger, call, MACHINE_AREAS, ("commit",))
    longer = RULES | {"commit": _rule_commit(rates.THREE_YEAR)}
    three = _levers(ledger, call, MACHINE_AREAS, ("commit",), longer)
    return _report(levers) | {"three_year_saving": sum(lever["saving"] for lever in three)}


def optimize_model_apis(ledger: Ledger, call: Call) -> Results:
    """Batch prices, prompt caching and smaller models for the model APIs."""
    return _report(_levers(ledger, call, (MODEL_API,), ("batch", "cache", "route")))


def tier_storage(ledger: Ledger, call: Call) -> Results:
    """Cooler tiers for data nobody reads, and disks attached to nothing."""
    return _report(_levers(ledger, call, (STORAGE,), ("cool", "archive", "detached")))


def reroute_traffic(ledger: Ledger, call: Call) -> Results:
    """Traffic that need not pass a paid gateway or cross a region."""
    return _report(_levers(ledger, call, (NETWORK,), ("network",)))
