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
    refusal: str = ""


INDUSTRIES = {
    "enterprise": Industry(
        "Changes pass the architecture board",
        "business units resist central changes",
        "show each unit its own savings and let it keep a tenth for new AI work",
        "every dollar of AI spend tagged to an owner",
    ),
    "financial services": Industry(
        "Every change goes live in an approved change window, none in the year-end change freeze. "
        "Fraud and risk models stay under model risk management (SR 11-7) and PCI DSS",
        "a cheaper model changes a fraud or credit decision",
        "independent validation and an audit trail before any model swap",
        "fraud-scoring latency and detection rate unchanged",
        "No: nothing may be deployed during the year-end change freeze, and no model without "
        "independent validation.",
    ),
    "healthcare": Industry(
        "Patient data (PHI) stays in its US regions, in HIPAA-eligible services under a business "
        "associate agreement",
        "PHI reaches a service outside the HIPAA boundary, or clinical quality drops",
        "privacy officer sign-off and a clinician's blind review before any model swap",
        "clinical turnaround time unchanged and no PHI finding",
        "No: patient data must not be moved out of its US regions, and never to a service without "
        "a business associate agreement.",
    ),
    "retail": Industry(
        "No change goes live in the peak season, October to December (Black Friday to holidays)",
        "capacity falls short in the holiday peak",
        "commit only to the off-peak floor and freeze changes from October",
        "cost per order down and checkout latency unchanged in the peak",
        "No: nothing is rolled out and no capacity is reduced in the peak season.",
    ),
    "manufacturing": Industry(
        "Plant and edge systems (OT) change only in planned maintenance windows",
        "an edge change stops a production line",
        "pilot in one plant, keep inference at the edge able to run offline",
        "no unplanned line stop and defect-detection rate unchanged",
        "No: inspection inference and line control must not be moved to the cloud, and nothing is "
        "updated while the line runs.",
    ),
    "public sector": Industry(
        "Workloads stay in FedRAMP-authorized government regions. Purchases above the procurement "
        "threshold of $50,000 go to tender",
        "a commitment outlives the fiscal-year appropriation",
        "one-year terms that end with the fiscal year, bought through the existing contract",
        "service levels for residents unchanged and spend within the appropriation",
        "No: a purchase must not be split to stay below the procurement threshold, no multi-year "
        "term may be bought, and residents' data must not be moved to a commercial region.",
    ),
}
