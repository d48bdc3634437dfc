from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from support.reference_agent.billing import INDUSTRIES, PARQUET
from support.reference_agent.data import generate
from support.reference_agent.data.tenants import TENANT_PLANS

FOCUS_COLUMNS = {
    "BillingAccountId", "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart",
    "ChargePeriodEnd", "ChargeCategory", "BilledCost", "EffectiveCost", "ListCost",
    "ContractedCost", "BillingCurrency", "ConsumedQuantity", "ConsumedUnit", "PricingCategory",
    "CommitmentDiscountStatus", "ProviderName", "PublisherName", "RegionId", "ResourceId",
    "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "SkuId", "SubAccountId",
    "SubAccountName", "Tags",
}  # fmt: skip


def asked(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as database:
        return database.execute(query, [str(PARQUET)]).fetchall()


def test_every_column_is_of_focus_or_marked_as_custom() -> None:
    names = {str(row[0]) for row in asked("DESCRIBE SELECT * FROM read_parquet(?)")}
    assert names >= FOCUS_COLUMNS
    custom = names - FOCUS_COLUMNS - {"ServiceSubcategory"}
    assert custom
    assert all(name.startswith("x_") for name in custom)


def test_the_main_tenant_spends_about_two_million() -> None:
    (row,) = asked("SELECT sum(EffectiveCost) FROM read_parquet(?) WHERE x_Tenant = 'meridian'")
    assert Decimal(1_950_000) < Decimal(str(row[0])) < Decimal(2_050_000)


def test_spends_of_the_tenants_differ_clearly() -> None:
    rows = asked("SELECT sum(EffectiveCost) FROM read_parquet(?) GROUP BY x_Tenant ORDER BY 1")
    spends = [float(str(row[0])) for row in rows]
    assert len(spends) == len(TENANT_PLANS) == 6
    assert all(high / low > 1.1 for low, high in pairwise(spends))


def test_what_is_billed_is_what_is_used() -> None:
    rows = asked(
        "SELECT x_Tenant, sum(BilledCost) - sum(EffectiveCost) FROM read_parquet(?) GROUP BY 1"
    )
    assert {row[1] for row in rows} == {Decimal("0.00")}


def test_a_months_rows_of_a_workload_add_up_to_whole_dollars() -> None:
    rows = asked(
        "SELECT sum(EffectiveCost) FROM read_parquet(?) "
        "WHERE ChargeCategory = 'Usage' "
        "GROUP BY x_Tenant, Tags, SkuId, ChargePeriodStart"
    )
    assert all(Decimal(str(row[0])) % 1 == 0 for row in rows)


def test_twelve_months_of_every_resource() -> None:
    rows = asked(
        "SELECT count(DISTINCT ChargePeriodStart) FROM read_parquet(?) "
        "GROUP BY x_Tenant, ResourceId"
    )
    assert {row[0] for row in rows} == {12}


def test_retail_peaks_in_november() -> None:
    (row,) = asked(
        "SELECT month(ChargePeriodStart) FROM read_parquet(?) WHERE x_Tenant = 'brightcart' "
        "GROUP BY 1 ORDER BY sum(EffectiveCost) DESC LIMIT 1"
    )
    assert row == (11,)


def test_industries_are_those_of_the_plans() -> None:
    assert {plan.name: plan.industry for plan in TENANT_PLANS} == INDUSTRIES


def test_the_shipped_file_is_small_and_the_seed_makes_it_again(tmp_path: Path) -> None:
    target = tmp_path / "again.parquet"
    generate.write(target)
    assert PARQUET.stat().st_size < 1_000_000
    with duckdb.connect() as database:
        query = (
            "SELECT count(*) FROM (SELECT * FROM read_parquet($1) EXCEPT ALL "
            "SELECT * FROM read_parquet($2))"
        )
        assert database.execute(query, [str(PARQUET), str(target)]).fetchone() == (0,)
        assert database.execute(query, [str(target), str(PARQUET)]).fetchone() == (0,)


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_makes_other_rows(seed: int) -> None:
    assert next(generate.rows(seed)) != next(generate.rows())
