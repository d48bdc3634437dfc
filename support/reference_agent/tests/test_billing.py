from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from support.reference_agent.billing import (
    DEFAULT_TENANT,
    INDUSTRIES,
    PARQUET,
    TENANTS,
    Ledger,
    UnknownTenantError,
    ledger_of,
)

TOTAL = "SELECT sum(cost) AS total FROM usage"


def test_totals_are_those_of_the_file() -> None:
    with duckdb.connect() as database:
        expected = dict(
            database.execute(
                "SELECT x_Tenant, sum(EffectiveCost) FROM read_parquet(?) GROUP BY 1",
                [str(PARQUET)],
            ).fetchall()
        )
    assert {name: ledger_of(name).rows(TOTAL)[0]["total"] for name in TENANTS} == expected


@pytest.mark.parametrize("tenant", TENANTS)
def test_no_other_tenant_can_be_reached(tenant: str) -> None:
    ledger = ledger_of(tenant)
    tables = ledger.rows("SELECT table_name FROM information_schema.tables")
    assert [row["table_name"] for row in tables] == ["usage"]
    for other in set(TENANTS) - {tenant}:
        mine = {row["resource_id"] for row in ledger.rows("SELECT resource_id FROM usage")}
        theirs = {row["resource_id"] for row in ledger_of(other).rows("FROM usage")}
        assert mine
        assert not mine & theirs


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE usage",
        "UPDATE usage SET cost = 0",
        "INSERT INTO usage SELECT * FROM usage",
        "SET enable_external_access = true",
        "ATTACH 'elsewhere.db'",
        "COPY usage TO 'stolen.csv'",
        "SELECT 1; SELECT 2",
    ],
)
def test_only_one_select_is_let_through(query: str) -> None:
    with pytest.raises(PermissionError):
        ledger_of(DEFAULT_TENANT).rows(query)


def test_files_are_out_of_reach() -> None:
    with pytest.raises(duckdb.PermissionException):
        ledger_of(DEFAULT_TENANT).rows("SELECT * FROM read_parquet(?)", [str(PARQUET)])


def test_an_unknown_tenant_has_no_ledger() -> None:
    with pytest.raises(UnknownTenantError):
        Ledger("nobody")


def test_every_tenant_has_an_industry() -> None:
    assert ledger_of("northmere").industry == INDUSTRIES["northmere"] == "public sector"


def test_many_threads_may_ask_at_once() -> None:
    ledger = ledger_of(DEFAULT_TENANT)
    expected = ledger.rows(TOTAL)
    gate = threading.Barrier(8)

    def asked(_: int) -> bool:
        gate.wait(10)
        return all(ledger.rows(TOTAL) == expected for _ in range(20))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(asked, range(8)))


async def _in_tasks() -> list[object]:
    ledger = ledger_of(DEFAULT_TENANT)
    return list(await asyncio.gather(*(asyncio.to_thread(ledger.rows, TOTAL) for _ in range(30))))


def test_many_tasks_may_ask_at_once() -> None:
    found = asyncio.run(_in_tasks())
    assert all(rows == found[0] for rows in found)
