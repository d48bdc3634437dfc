"""One tenant's bill, read-only: the only way from the agent's tools to the billing data.

A `Ledger` is a DuckDB database in memory that holds the rows of one tenant and nothing else; files
and settings are closed before the first question. No query, however wrong, can reach the rows of
another tenant, because they are not there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb

PARQUET = Path(__file__).parent / "data" / "focus.parquet"
DEFAULT_TENANT = "meridian"

#: The line of business of each tenant; it decides which rules and risks an answer names.
INDUSTRIES = {
    "meridian": "enterprise",
    "harborline": "financial services",
    "larkspur": "healthcare",
    "brightcart": "retail",
    "ironvale": "manufacturing",
    "northmere": "public sector",
}
TENANTS = tuple(INDUSTRIES)

#: Answers of the database that a ledger keeps, a few kilobytes each.
REMEMBERED = 128

# Costs are amortized (FOCUS EffectiveCost): a commitment counts where it is used, not when bought.
_LOAD = """
CREATE TABLE usage AS
SELECT
    ProviderName AS provider, x_CostArea AS area, ServiceName AS service,
    ResourceId AS resource_id, ResourceName AS resource, ResourceType AS resource_type,
    PricingCategory AS pricing, json_extract_string(Tags, '$.env') AS environment,
    json_extract_string(Tags, '$.workload') AS workload, month(ChargePeriodStart) AS month,
    EffectiveCost AS cost, x_ModelName AS model, x_StorageTier AS tier,
    x_UtilizationPercent AS utilization, x_Interruptible AS interruptible,
    x_DaysSinceAccess AS unread_days, x_BatchablePercent AS batchable,
    x_CacheablePercent AS cacheable, x_SimplePercent AS simple, x_AvoidablePercent AS avoidable
FROM read_parquet(?)
WHERE x_Tenant = ? AND ChargeCategory = 'Usage'
"""

Row = dict[str, Any]


class UnknownTenantError(LookupError):
    """There is no billing data under that name."""


class Ledger:
    """The bill of `tenant`; safe to share between runs and threads (a cursor for each query).

    The table `usage` has one row for each resource and month, with costs in USD.
    """

    def __init__(self, tenant: str, source: Path = PARQUET) -> None:
        if tenant not in INDUSTRIES:
            raise UnknownTenantError(tenant)
        self.tenant = tenant
        # One thread is enough for a few thousand rows and keeps many ledgers cheap.
        self._database = duckdb.connect(":memory:", config={"threads": 1})
        self._database.execute(_LOAD, [str(source), tenant])
        self._database.execute("SET enable_external_access = false")
        self._database.execute("SET lock_configuration = true")
        # The bill does not change while a ledger lives, and agents often ask the same of it.
        self._answers = lru_cache(maxsize=REMEMBERED)(self._ask)

    @property
    def industry(self) -> str:
        """The tenant's line of business."""
        return INDUSTRIES[self.tenant]

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows that one SELECT yields, as dictionaries; anything but a SELECT is refused."""
        return [dict(row) for row in self._answers(query, json.dumps(list(parameters)))]

    def _ask(self, query: str, parameters: str) -> tuple[Row, ...]:
        cursor = self._database.cursor()
        try:
            statements = cursor.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise PermissionError("only a single SELECT may be asked of a ledger")
            found = cursor.execute(statements[0], json.loads(parameters))
            names = [column[0] for column in found.description]
            return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
        finally:
            cursor.close()


@cache
def ledger_of(tenant: str) -> Ledger:
    """The one shared ledger of `tenant`, opened at first use."""
    return Ledger(tenant)
