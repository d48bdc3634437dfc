"""The resources in scope, each with its cost and how it is used: the base of every saving."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from support.reference_agent.billing import Ledger
from support.reference_agent.scope import Scope

_RESOURCES = """
SELECT provider, area, service, resource_id, resource, resource_type, workload, environment,
       pricing, model, tier, interruptible, unread_days, batchable, cacheable, simple, avoidable,
       sum(cost) AS cost, min(cost) * count(*) / sum(cost) AS steadiness,
       CAST(avg(utilization) AS DOUBLE) AS utilization
FROM usage
WHERE list_contains($1, provider) AND list_contains($2, area)
  AND list_contains($3, environment) AND list_contains($4, month)
GROUP BY ALL ORDER BY resource_id
"""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource over some months: `cost` in USD, `utilization` in percent.

    `steadiness` is its cheapest month over its mean month, 0 to 1: the part of its use that never
    goes away. The percentages `batchable` to `avoidable` are measured shares of its requests,
    traffic or volume.
    """

    provider: str
    area: str
    service: str
    resource_id: str
    resource: str
    resource_type: str
    workload: str
    environment: str
    pricing: str
    model: str | None
    tier: str | None
    interruptible: bool
    unread_days: int | None
    batchable: int
    cacheable: int
    simple: int
    avoidable: int
    cost: Decimal
    steadiness: float
    utilization: float | None

    @property
    def on_demand(self) -> bool:
        """Whether nothing binds the owner to keep paying for it."""
        return self.pricing == "Standard"


def resources_in(ledger: Ledger, scope: Scope) -> list[Resource]:
    """The resources in scope over the months in scope."""
    found = ledger.rows(_RESOURCES, scope.parameters)
    return [Resource(**row | {"steadiness": float(row["steadiness"])}) for row in found]
