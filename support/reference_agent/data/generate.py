"""Writes the shipped billing data: `python -m support.reference_agent.data.generate`.

One row is one resource in one month, in the columns of the FinOps FOCUS 1.x specification;
columns that FOCUS does not know carry its `x_` prefix for custom ones. Costs are USD with cents.
The same seed gives the same rows. The cents of a workload's rows in one month always add up to
whole dollars, so that a total by provider, service, cost area, environment or month needs no
rounding.
"""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from support.reference_agent.data.catalog import FOCUS_CATEGORIES, PRODUCTS, PUBLISHERS, Product
from support.reference_agent.data.tenants import TENANT_PLANS, Line, TenantPlan

PARQUET = Path(__file__).with_name("focus.parquet")
YEAR = 2025
SEED = 20250101
COMMITTED_DISCOUNT = 0.28
#: How the unread time of the resources of one workload spreads around its mean.
UNREAD_SPREAD = (0.55, 1.4, 0.9, 2.1)

MONEY = "DECIMAL(14,2)"
TYPES = {
    "BilledCost": MONEY,
    "EffectiveCost": MONEY,
    "ListCost": MONEY,
    "ContractedCost": MONEY,
    "ConsumedQuantity": "DECIMAL(18,3)",
    "x_UtilizationPercent": "DECIMAL(5,1)",
    "BillingPeriodStart": "TIMESTAMP",
    "BillingPeriodEnd": "TIMESTAMP",
    "ChargePeriodStart": "TIMESTAMP",
    "ChargePeriodEnd": "TIMESTAMP",
    "x_DaysSinceAccess": "INTEGER",
    "x_BatchablePercent": "INTEGER",
    "x_CacheablePercent": "INTEGER",
    "x_SimplePercent": "INTEGER",
    "x_AvoidablePercent": "INTEGER",
    "x_Interruptible": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Charge:
    """One resource's use in one month (0..11), costing `cents`."""

    tenant: TenantPlan
    line: Line
    number: int
    month: int
    cents: int
    utilization: float | None

    @property
    def product(self) -> Product:
        """What was used."""
        return PRODUCTS[self.line.product]

    @property
    def cell(self) -> tuple[str, str, str, int]:
        """The group of charges whose sum is whole dollars: a workload's month on one product."""
        return (self.tenant.name, self.line.product, self.line.workload, self.month)


def charges_of(tenant: TenantPlan, rng: random.Random) -> Iterator[Charge]:
    """All charges of a tenant's year, near `annual` in sum."""
    share = tenant.annual * 100 / sum(line.weight for line in tenant.lines)
    for line in tenant.lines:
        curve = [(1 + line.growth / 100) ** month * tenant.season[month] for month in range(12)]
        for number in range(1, line.count + 1):
            size = rng.uniform(0.85, 1.15) if line.count > 1 else 1.0
            busy = None if line.utilization is None else line.utilization * rng.uniform(0.92, 1.08)
            for month in range(12):
                mean = line.weight * share / line.count * curve[month] / sum(curve)
                cents = round(mean * size * rng.uniform(0.97, 1.03))
                used = None if busy is None else round(busy * rng.uniform(0.95, 1.05), 1)
                yield Charge(tenant, line, number, month, cents, used)


def to_whole_dollars(charges: list[Charge]) -> list[Charge]:
    """The same charges, the last of each cell topped up to the cell's next whole dollar."""
    last: dict[tuple[str, str, str, int], int] = {}
    total: dict[tuple[str, str, str, int], int] = {}
    for index, charge in enumerate(charges):
        last[charge.cell] = index
        total[charge.cell] = total.get(charge.cell, 0) + charge.cents
    settled = list(charges)
    for cell, index in last.items():
        settled[index] = replace(settled[index], cents=settled[index].cents + -total[cell] % 100)
    return settled


def period(month: int) -> tuple[str, str]:
    """First moment of a month (0..11) and of the next one."""
    start = datetime(YEAR, month + 1, 1, tzinfo=UTC)
    end = datetime(YEAR + (month == 11), (month + 1) % 12 + 1, 1, tzinfo=UTC)
    return f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"


def row_of(charge: Charge) -> dict[str, Any]:
    """The FOCUS row of a charge."""
    line, product, tenant = charge.line, charge.product, charge.tenant
    committed = line.pricing == "Committed"
    dollars = charge.cents / 100
    listed = round(dollars / (1 - COMMITTED_DISCOUNT), 2) if committed else dollars
    start, end = period(charge.month)
    category, subcategory = FOCUS_CATEGORIES[product.area]
    name = f"{line.workload}-{charge.number:02d}"
    account = f"{tenant.name}-{product.provider.lower()}"
    unread = line.unread_days
    if unread is not None:
        unread = round(unread * UNREAD_SPREAD[(charge.number - 1) % len(UNREAD_SPREAD)])
    return {
        "BillingAccountId": account,
        "BillingCurrency": "USD",
        "BillingPeriodStart": start,
        "BillingPeriodEnd": end,
        "ChargePeriodStart": start,
        "ChargePeriodEnd": end,
        "ChargeCategory": "Usage",
        "BilledCost": 0 if committed else dollars,
        "EffectiveCost": dollars,
        "ListCost": listed,
        "ContractedCost": listed,
        "ConsumedQuantity": round(listed / product.price, 3),
        "ConsumedUnit": product.unit,
        "PricingCategory": line.pricing,
        "CommitmentDiscountStatus": "Used" if committed else None,
        "ProviderName": product.provider,
        "PublisherName": PUBLISHERS[product.provider],
        "RegionId": tenant.regions[product.provider],
        "ResourceId": f"{account}/{product.sku}/{name}".replace(" ", "-").lower(),
        "ResourceName": name,
        "ResourceType": product.sku,
        "ServiceCategory": category,
        "ServiceSubcategory": subcategory,
        "ServiceName": product.service,
        "SkuId": f"{line.product}-{line.pricing.lower()}",
        "SubAccountId": f"{tenant.name}-{line.env}",
        "SubAccountName": f"{tenant.title} {line.env}",
        "Tags": json.dumps({"env": line.env, "workload": line.workload}),
        "x_Tenant": tenant.name,
        "x_CostArea": product.area,
        "x_ModelName": product.model,
        "x_UtilizationPercent": charge.utilization,
        "x_Interruptible": line.interruptible,
        "x_StorageTier": product.tier,
        "x_DaysSinceAccess": unread,
        "x_BatchablePercent": line.batch,
        "x_CacheablePercent": line.cache,
        "x_SimplePercent": line.simple,
        "x_AvoidablePercent": line.avoidable,
    }


def purchase_of(use: dict[str, Any]) -> dict[str, Any]:
    """The purchase row that pays for a committed use: billed here, amortized there."""
    return use | {
        "ChargeCategory": "Purchase",
        "BilledCost": use["EffectiveCost"],
        "EffectiveCost": 0,
        "ListCost": use["EffectiveCost"],
        "ContractedCost": use["EffectiveCost"],
        "ConsumedQuantity": None,
        "ConsumedUnit": None,
        "CommitmentDiscountStatus": None,
        "x_UtilizationPercent": None,
    }


def rows(seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Every row of every tenant, in a fixed order."""
    for tenant in TENANT_PLANS:
        charges = list(charges_of(tenant, random.Random(f"{seed}/{tenant.name}")))
        for charge in to_whole_dollars(charges):
            use = row_of(charge)
            yield use
            if use["PricingCategory"] == "Committed":
                yield purchase_of(use)


def write(target: Path = PARQUET, seed: int = SEED) -> int:
    """Writes all rows to `target` and returns how many there are."""
    table = list(rows(seed))
    columns = {name: TYPES.get(name, "VARCHAR") for name in table[0]}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        text = Path(folder) / "focus.csv"
        with text.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(table)
        database.read_csv(str(text), columns=columns).write_parquet(str(target), compression="zstd")
    return len(table)


if __name__ == "__main__":
    print(f"{write()} rows in {PARQUET.name}, {PARQUET.stat().st_size / 1024:.0f} KiB")
