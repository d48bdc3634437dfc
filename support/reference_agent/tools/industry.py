"""What a line of business adds to any plan: its rule, its risk, and what it must not touch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Industry:
    """Fragments of sentences about one line of business."""

    rule: str
    risk: str
    mitigation: str
    measure: str


INDUSTRIES = {
    "enterprise": Industry(
        "Changes pass the architecture board",
        "business units resist central changes",
        "show each unit its own savings and let it keep a tenth for new AI work",
        "every dollar of AI spend tagged to an owner",
    ),
    "financial services": Industry(
        "Fraud and risk models stay under model risk management (SR 11-7) and PCI DSS",
        "a cheaper model changes a fraud or credit decision",
        "independent validation and an audit trail before any model swap",
        "fraud-scoring latency and detection rate unchanged",
    ),
    "healthcare": Industry(
        "Patient data (PHI) stays in HIPAA-eligible services under a business associate agreement",
        "PHI reaches a service outside the HIPAA boundary, or clinical quality drops",
        "privacy officer sign-off and a clinician's blind review before any model swap",
        "clinical turnaround time unchanged and no PHI finding",
    ),
    "retail": Industry(
        "No change goes live in the peak season, October to December (Black Friday to holidays)",
        "capacity falls short in the holiday peak",
        "commit only to the off-peak floor and freeze changes from October",
        "cost per order down and checkout latency unchanged in the peak",
    ),
    "manufacturing": Industry(
        "Plant and edge systems (OT) change only in planned maintenance windows",
        "an edge change stops a production line",
        "pilot in one plant, keep inference at the edge able to run offline",
        "no unplanned line stop and defect-detection rate unchanged",
    ),
    "public sector": Industry(
        "Workloads stay in FedRAMP-authorized government regions and purchases follow procurement "
        "rules",
        "a commitment outlives the fiscal-year appropriation",
        "one-year terms that end with the fiscal year, bought through the existing contract",
        "service levels for residents unchanged and spend within the appropriation",
    ),
}
