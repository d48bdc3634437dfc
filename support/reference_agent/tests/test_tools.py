from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.reference_agent.billing import TENANTS, ledger_of
from support.reference_agent.money import amounts_in, apportion, claimable, counted, usd
from support.reference_agent.scope import AREAS, ENVIRONMENTS, MONTHS, PROVIDERS, Scope
from support.reference_agent.tools import TOOLS, Call, ToolError
from support.reference_agent.tools.playbook import FAMILIES, PLAYS
from support.reference_agent.tools.resources import resources_in
from support.reference_agent.tools.savings import cuts

SAVERS = ("rightsize_machines", "price_commitments", "optimize_model_apis", "tier_storage",
          "reroute_traffic")  # fmt: skip


def subset(of: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.sets(st.sampled_from(of), min_size=1).map(
        lambda chosen: tuple(one for one in of if one in chosen)
    )


scopes = st.builds(Scope, subset(PROVIDERS), subset(AREAS), subset(ENVIRONMENTS), subset(MONTHS))
tenants = st.sampled_from(TENANTS)


def use(tool: str, tenant: str, scope: Scope | None = None, **options: Any) -> dict[str, Any]:
    found = TOOLS[tool].run(ledger_of(tenant), Call(scope or Scope(), options))
    json.dumps(found)
    return found


def levers_of(tenant: str, scope: Scope) -> list[dict[str, Any]]:
    return [lever for tool in SAVERS for lever in use(tool, tenant, scope)["levers"]]


@settings(max_examples=40, deadline=None)
@given(tenants, scopes, st.sampled_from(["provider", "area", "service", "workload"]))
def test_parts_of_the_spend_add_up(tenant: str, scope: Scope, dimension: str) -> None:
    found = use("query_spend", tenant, scope, group_by=dimension)
    assert sum(row["cost"] for row in found["rows"]) == found["total"]
    if found["total"]:
        assert sum(row["share_percent"] for row in found["rows"]) == 100
    by_provider = use("compare_providers", tenant, scope)
    assert by_provider["total"] == found["total"]
    for row in by_provider["rows"]:
        assert sum(area["cost"] for area in row["areas"]) == row["cost"]


@settings(max_examples=25, deadline=None)
@given(tenants, scopes)
def test_months_add_up_to_the_total(tenant: str, scope: Scope) -> None:
    total = use("query_spend", tenant, scope, group_by="provider")["total"]
    if not total:
        with pytest.raises(ToolError):
            use("spend_trend", tenant, scope)
        return
    trend = use("spend_trend", tenant, scope)
    assert sum(month["cost"] for month in trend["months"]) == trend["total"] == total
    assert trend["peak"]["cost"] == max(month["cost"] for month in trend["months"])


@settings(max_examples=40, deadline=None)
@given(tenants, scopes)
def test_savings_never_exceed_the_spend(tenant: str, scope: Scope) -> None:
    annual = Scope(scope.providers, scope.areas, scope.environments)
    spend = use("query_spend", tenant, annual, group_by="area")["total"]
    levers = levers_of(tenant, scope)
    plan = use("consolidate_savings", tenant, scope, spend=spend, levers=levers, show=6)
    assert sum(one["saving"] for one in plan["levers"]) == plan["saving"] <= spend
    assert plan["spend_after"] == spend - plan["saving"]
    assert sum(plan["by_provider"].values()) == plan["saving"]
    major = sum(one["saving"] for one in plan["levers"] if one["major"])
    assert major + plan["minor"]["saving"] == plan["saving"]
    for lever in levers:
        assert sum(lever["by_provider"].values()) == lever["saving"] <= lever["base"]


@pytest.mark.parametrize("tenant", TENANTS)
def test_savings_of_one_resource_never_overlap(tenant: str) -> None:
    left = {one.resource_id: float(one.cost) for one in resources_in(ledger_of(tenant), Scope())}
    for cut in cuts(resources_in(ledger_of(tenant), Scope())):
        assert cut.base == pytest.approx(left[cut.resource.resource_id])
        left[cut.resource.resource_id] -= cut.saving
    assert all(cost >= 0 for cost in left.values())


def test_an_area_of_all_is_worth_the_same_as_the_area_alone() -> None:
    whole = {one["lever"]: one["saving"] for one in levers_of("meridian", Scope())}
    for area in ("Storage", "Model APIs", "Networking"):
        for lever in levers_of("meridian", Scope(areas=(area,))):
            assert lever["saving"] == whole[lever["lever"]]


@pytest.mark.parametrize("tenant", TENANTS)
def test_bands_add_up(tenant: str) -> None:
    gpus = use("gpu_utilization", tenant)
    assert sum(band["cost"] for band in gpus["bands"].values()) == gpus["total"]
    assert sum(band["machines"] for band in gpus["bands"].values()) == gpus["machines"]
    storage = use("storage_profile", tenant)
    assert sum(storage["bands"].values()) == storage["total"]
    assert sum(one["cost"] for one in storage["services"]) == storage["total"]
    apis = use("model_api_usage", tenant)
    assert sum(one["cost"] for one in apis["models"]) == apis["total"]


@pytest.mark.parametrize("tenant", TENANTS)
def test_the_return_is_the_sum_of_its_months(tenant: str) -> None:
    plan = use("consolidate_savings", tenant, spend=10**9, levers=levers_of(tenant, Scope()),
               show=6)  # fmt: skip
    roi = use("model_roi", tenant, levers=plan["levers"])
    assert roi["implementation_cost"] == sum(one["cost"] for one in plan["levers"])
    assert roi["first_year_saving"] == sum(month["saving"] for month in roi["months"])
    assert roi["first_year_net"] == roi["first_year_saving"] - roi["implementation_cost"]
    assert roi["months"][-1]["cumulative_net"] == roi["first_year_net"]
    assert roi["first_year_saving"] <= plan["saving"]
    back = roi["payback_month"]
    net = [month["cumulative_net"] for month in roi["months"]]
    assert net[back - 1] >= 0 > net[back - 2]


def test_what_does_not_pay_back_is_left_out() -> None:
    levers = levers_of("ironvale", Scope())
    plan = use("consolidate_savings", "ironvale", spend=10**9, levers=levers, show=6)
    assert plan["not_worth_it"]
    left_out = {one["lever"] for one in plan["not_worth_it"]}
    assert not left_out & {one["lever"] for one in plan["levers"]}
    assert left_out | {one["lever"] for one in plan["levers"]} == {one["lever"] for one in levers}


def test_three_years_save_more_than_one() -> None:
    found = use("price_commitments", "meridian")
    assert found["three_year_saving"] > found["saving"] > 0


def test_a_seasonal_tenant_commits_to_less() -> None:
    def part(tenant: str) -> float:
        (lever,) = use("price_commitments", tenant)["levers"]
        return float(lever["saving"] / lever["base"])

    assert part("brightcart") < 0.9 * part("harborline")


def test_stated_amounts_are_held_against_the_bill() -> None:
    wrong = use("check_stated_amount", "meridian", Scope(("Azure",)), stated=9_000_000)
    assert not wrong["agrees"]
    assert wrong["actual"] + wrong["difference"] == 9_000_000
    assert use("check_stated_amount", "meridian", stated=2_000_000)["agrees"]


@pytest.mark.parametrize(
    ("options", "target", "reached"),
    [
        ({"target_percent": 30}, 300_000, True),
        ({"target_spend": 500_000}, 500_000, False),
        ({"target_saving": 400_000}, 400_000, True),
    ],
)
def test_targets(options: dict[str, Any], target: int, reached: bool) -> None:
    found = use("check_target", "meridian", spend=1_000_000, saving=400_000, **options)
    assert (found["target_saving"], found["reached"]) == (target, reached)
    assert found["target_saving"] - found["gap"] + found["surplus"] == 400_000


def test_savings_beyond_the_spend_are_refused() -> None:
    with pytest.raises(ToolError):
        use("consolidate_savings", "meridian", spend=1, levers=levers_of("meridian", Scope()),
            show=6)  # fmt: skip


def test_named_workloads_are_priced() -> None:
    found = use("workload_spend", "larkspur", named=["imaging"])
    assert {row["workload"] for row in found["rows"]} == {
        "imaging-inference", "imaging-training", "imaging-archive",
    }  # fmt: skip
    assert sum(row["cost"] for row in found["rows"]) == found["total"]


def test_every_play_is_complete() -> None:
    assert {name for family in FAMILIES for name in family} == set(PLAYS)
    for play in PLAYS.values():
        assert set(play.technology) == set(PROVIDERS)
        assert 1 <= play.week <= 13
        assert play.start_month + play.ramp_months <= 13


@given(st.dictionaries(st.text(max_size=4), st.decimals(0, 10**7, places=2), max_size=9))
def test_apportioned_parts_add_up(parts: dict[str, Decimal]) -> None:
    whole = apportion(parts)
    assert sum(whole.values()) == int(sum(parts.values(), Decimal(0)) + Decimal("0.5"))
    assert all(abs(whole[name] - part) < 1 for name, part in parts.items())


@given(st.integers(0, 10**9))
def test_money_reads_back(amount: int) -> None:
    assert amounts_in(f"It costs {usd(amount)}, or more.") == [amount]
    assert claimable(amount) <= amount


def test_counting() -> None:
    assert [counted(n, "change") for n in (0, 1, 12, 13)] == [
        "no changes", "one change", "twelve changes", "13 changes",
    ]  # fmt: skip
