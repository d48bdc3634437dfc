"""The tools of the team: each works on one tenant's bill and returns figures ready for JSON."""

from __future__ import annotations

from support.reference_agent.tools import checks, plan, risks, savings, spend, usage, workloads
from support.reference_agent.tools.toolbox import Call, Results, Tool, ToolError

TOOLS = {
    tool.name: tool
    for tool in (
        Tool("query_spend", "break the spend down", spend.query_spend),
        Tool("compare_providers", "compare the providers", spend.compare_providers),
        Tool("workload_spend", "price the named workloads", workloads.workload_spend),
        Tool("spend_trend", "follow the spend over the months", spend.spend_trend),
        Tool("check_stated_amount", "check the stated amount", checks.check_stated_amount),
        Tool("gpu_utilization", "measure GPU utilization", usage.gpu_utilization),
        Tool("model_api_usage", "analyze model API cost", usage.model_api_usage),
        Tool("storage_profile", "analyze storage", usage.storage_profile),
        Tool("commitment_coverage", "measure commitment coverage", usage.commitment_coverage),
        Tool("rightsize_machines", "size the machines", savings.rightsize_machines),
        Tool("price_commitments", "price commitments", savings.price_commitments),
        Tool("optimize_model_apis", "optimize the model APIs", savings.optimize_model_apis),
        Tool("tier_storage", "tier the storage", savings.tier_storage),
        Tool("reroute_traffic", "reroute network traffic", savings.reroute_traffic),
        Tool("consolidate_savings", "add up the savings", plan.consolidate_savings),
        Tool("check_target", "check the target", checks.check_target),
        Tool("model_roi", "work out the return", plan.model_roi),
        Tool("assess_risks", "assess the risks", risks.assess_risks),
    )
}

__all__ = ["TOOLS", "Call", "Results", "Tool", "ToolError"]
