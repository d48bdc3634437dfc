"""The fictional organizations whose bills ship with the reference agent, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A workload: `count` alike resources of one product.

    `weight` is its share of the tenant's year, in percent. `utilization` is the mean busy share of
    the machines in percent. `unread_days` is how long stored data has gone unread. `batch`,
    `cache` and `simple` are the percentages of requests to a model that could wait for a batch,
    that repeat a known prefix, and that a smaller model answers as well. `avoidable` is the
    percentage of traffic or volumes that serves nothing. `growth` is percent a month.
    """

    product: str
    workload: str
    count: int
    weight: float
    utilization: float | None = None
    env: str = "prod"
    pricing: str = "Standard"
    interruptible: bool = False
    unread_days: int | None = None
    batch: int = 0
    cache: int = 0
    simple: int = 0
    avoidable: int = 0
    growth: float = 0.5


@dataclass(frozen=True, slots=True)
class TenantPlan:
    """One organization: `annual` is the intended spend in USD, `season` a factor for each month."""

    name: str
    title: str
    industry: str
    annual: int
    regions: dict[str, str]
    lines: tuple[Line, ...]
    season: tuple[float, ...] = field(default=(1.0,) * 12)


US = {"AWS": "us-east-1", "Azure": "eastus2", "GCP": "us-central1"}
GOV = {"AWS": "us-gov-west-1", "Azure": "usgovvirginia", "GCP": "us-east4"}
RETAIL_SEASON = (0.86, 0.84, 0.88, 0.9, 0.92, 0.93, 0.95, 0.97, 1.0, 1.12, 1.52, 1.46)

MERIDIAN = TenantPlan(
    "meridian",
    "Meridian Industries",
    "enterprise",
    2_000_000,
    US,
    (
        Line("aws-p4d", "foundation-training", 4, 9.4, 34, interruptible=True),
        Line("aws-p4d", "ranking-training", 2, 3.5, 66, pricing="Committed", growth=0),
        Line("aws-g5", "assistant-inference", 8, 7.2, 49, growth=1.0),
        Line("aws-g5", "experiments", 5, 3.0, 6, env="dev"),
        Line("aws-m6i", "feature-pipeline", 10, 5.0, 33),
        Line("aws-m6i", "sandbox", 4, 1.5, 44, env="dev"),
        Line("aws-llm", "support-assistant", 1, 6.0, cache=30, simple=25, batch=10, growth=3.0),
        Line("aws-llm", "document-summaries", 1, 2.6, batch=60, simple=15, growth=2.0),
        Line("aws-slm", "intent-routing", 1, 0.8, cache=20, growth=2.0),
        Line("aws-s3", "training-corpus", 4, 3.4, unread_days=150),
        Line("aws-s3", "model-artifacts", 2, 1.5, unread_days=21),
        Line("aws-s3-ia", "audit-logs", 1, 0.5, unread_days=190, growth=0.8),
        Line("aws-ebs", "training-scratch", 4, 0.9, avoidable=40),
        Line("aws-rds", "vector-store", 2, 1.8, 31),
        Line("aws-nat", "corpus-loading", 1, 0.6, avoidable=70),
        Line("aws-egress", "cross-region", 1, 0.8, avoidable=25),
        Line("azure-nd", "vision-training", 3, 6.4, 37, interruptible=True),
        Line("azure-nc", "copilot-inference", 4, 4.0, 58, growth=1.0),
        Line("azure-nc", "lab", 2, 1.0, 7, env="dev"),
        Line("azure-d", "data-prep", 6, 2.5, 35),
        Line("azure-d", "integration", 2, 1.0, 62, pricing="Committed", growth=0),
        Line("azure-llm", "sales-copilot", 1, 6.1, cache=35, simple=28, batch=8, growth=3.5),
        Line("azure-llm", "contract-review", 1, 2.5, batch=55, cache=10, simple=10, growth=2.0),
        Line("azure-slm", "moderation", 1, 0.5, cache=15, growth=2.0),
        Line("azure-blob", "image-archive", 3, 2.4, unread_days=190),
        Line("azure-blob", "telemetry", 2, 1.1, unread_days=48),
        Line("azure-disk", "vision-volumes", 2, 0.6, avoidable=35),
        Line("azure-sql", "analytics", 2, 1.4, 29),
        Line("azure-net", "region-pair", 1, 0.6, avoidable=30),
        Line("gcp-a2", "forecast-training", 2, 4.5, 30, interruptible=True),
        Line("gcp-g2", "search-inference", 4, 2.8, 63, growth=1.0),
        Line("gcp-n2", "etl", 4, 1.6, 36),
        Line("gcp-llm", "catalog-enrichment", 1, 3.4, batch=62, simple=15, growth=2.5),
        Line("gcp-llm", "analyst-assistant", 1, 1.6, cache=30, simple=25, growth=3.0),
        Line("gcp-slm", "tagging", 1, 0.4, batch=40, growth=2.0),
        Line("gcp-gcs", "event-history", 3, 2.6, unread_days=170),
        Line("gcp-gcs", "features", 2, 1.0, unread_days=60),
        Line("gcp-pd", "forecast-volumes", 2, 0.5, avoidable=45),
        Line("gcp-sql", "experiment-tracking", 2, 1.9, 34),
        Line("gcp-net", "etl-traffic", 1, 0.6, avoidable=55),
    ),
)

HARBORLINE = TenantPlan(
    "harborline",
    "Harborline Capital",
    "financial services",
    1_240_000,
    US,
    (
        Line("aws-g5", "fraud-scoring", 8, 19.0, 46, growth=0.8),
        Line("aws-p4d", "risk-model-training", 3, 12.0, 33, interruptible=True),
        Line("aws-g5", "quant-lab", 4, 5.0, 8, env="dev"),
        Line("aws-m6i", "market-data", 8, 9.0, 36),
        Line("aws-llm", "adviser-assistant", 1, 11.0, cache=32, simple=20, growth=3.0),
        Line("aws-llm", "kyc-document-review", 1, 7.0, batch=58, simple=12, growth=2.0),
        Line("aws-s3", "trade-archive", 4, 6.0, unread_days=230),
        Line("aws-ebs", "backtest-volumes", 3, 2.0, avoidable=42),
        Line("aws-rds", "case-store", 3, 5.0, 34),
        Line("aws-egress", "market-feeds", 1, 2.0, avoidable=20),
        Line("azure-nc", "surveillance-inference", 3, 7.0, 55, growth=1.0),
        Line("azure-llm", "compliance-copilot", 1, 8.0, cache=28, simple=22, batch=15, growth=3.0),
        Line("azure-blob", "voice-recordings", 3, 4.0, unread_days=210),
        Line("azure-sql", "reporting", 2, 3.0, 30),
    ),
)

LARKSPUR = TenantPlan(
    "larkspur",
    "Larkspur Health Network",
    "healthcare",
    760_000,
    US,
    (
        Line("azure-nc", "imaging-inference", 5, 16.0, 41),
        Line("azure-nd", "imaging-training", 1, 11.0, 28, interruptible=True),
        Line("azure-nc", "research-lab", 2, 4.0, 9, env="dev"),
        Line("azure-d", "ehr-integration", 5, 9.0, 37),
        Line("azure-llm", "clinical-notes", 1, 17.0, cache=26, simple=18, growth=3.5),
        Line("azure-llm", "coding-review", 1, 7.0, batch=66, growth=2.0),
        Line("azure-blob", "imaging-archive", 4, 13.0, unread_days=260, growth=1.5),
        Line("azure-disk", "pacs-volumes", 3, 2.5, avoidable=38),
        Line("azure-sql", "patient-index", 2, 5.0, 33),
        Line("aws-llm", "patient-messages", 1, 6.0, cache=30, simple=30, growth=2.5),
        Line("aws-s3", "genomics", 3, 6.0, unread_days=140),
        Line("aws-m6i", "claims-batch", 3, 3.5, 34),
    ),
)

BRIGHTCART = TenantPlan(
    "brightcart",
    "Brightcart Stores",
    "retail",
    930_000,
    US,
    (
        Line("gcp-g2", "recommendations", 8, 17.0, 44),
        Line("gcp-a2", "demand-forecast", 2, 10.0, 32, interruptible=True),
        Line("gcp-g2", "merchandising-lab", 3, 4.0, 7, env="dev"),
        Line("gcp-n2", "clickstream", 8, 11.0, 38),
        Line("gcp-llm", "product-copy", 1, 9.0, batch=70, simple=12, growth=1.0),
        Line("gcp-llm", "shopping-assistant", 1, 10.0, cache=34, simple=28, growth=1.5),
        Line("gcp-gcs", "clickstream-history", 4, 7.0, unread_days=180),
        Line("gcp-pd", "forecast-volumes", 2, 1.5, avoidable=40),
        Line("gcp-sql", "catalog", 3, 5.0, 35),
        Line("gcp-net", "storefront-traffic", 1, 3.0, avoidable=30),
        Line("aws-g5", "visual-search", 3, 7.0, 39),
        Line("aws-llm", "returns-assistant", 1, 6.0, cache=25, simple=35, growth=1.0),
        Line("aws-s3", "product-images", 3, 5.0, unread_days=120),
        Line("aws-m6i", "pricing-engine", 3, 4.5, 37),
    ),
    RETAIL_SEASON,
)

IRONVALE = TenantPlan(
    "ironvale",
    "Ironvale Manufacturing",
    "manufacturing",
    480_000,
    US,
    (
        Line("azure-edge", "plant-inspection", 6, 17.0, 35, pricing="Committed", growth=0),
        Line("azure-nc", "defect-training", 2, 14.0, 30, interruptible=True),
        Line("azure-nc", "digital-twin-lab", 1, 4.0, 8, env="dev"),
        Line("azure-d", "historian-sync", 5, 10.0, 34),
        Line("azure-llm", "maintenance-assistant", 1, 10.0, cache=30, simple=32, growth=2.0),
        Line("azure-blob", "inspection-images", 4, 10.0, unread_days=200, growth=1.2),
        Line("azure-disk", "historian-volumes", 2, 2.0, avoidable=36),
        Line("azure-sql", "quality-records", 2, 5.0, 31),
        Line("azure-net", "plant-backhaul", 1, 4.0, avoidable=35),
        Line("aws-outposts", "line-control-edge", 3, 10.0, 39, pricing="Committed", growth=0),
        Line("aws-g5", "predictive-maintenance", 3, 8.0, 43),
        Line("aws-s3", "sensor-archive", 3, 6.0, unread_days=170),
    ),
)

NORTHMERE = TenantPlan(
    "northmere",
    "Northmere County Services",
    "public sector",
    310_000,
    GOV,
    (
        Line("aws-g5", "permit-triage", 2, 14.0, 37),
        Line("aws-m6i", "case-management", 5, 17.0, 32),
        Line("aws-m6i", "staging", 2, 5.0, 45, env="staging"),
        Line("aws-llm", "resident-assistant", 1, 15.0, cache=38, simple=34, growth=2.0),
        Line("aws-llm", "records-redaction", 1, 8.0, batch=72, growth=1.0),
        Line("aws-s3", "records-archive", 4, 12.0, unread_days=300),
        Line("aws-ebs", "case-volumes", 2, 3.0, avoidable=44),
        Line("aws-rds", "case-store", 2, 7.0, 28),
        Line("azure-d", "benefits-portal", 3, 9.0, 36),
        Line("azure-llm", "staff-copilot", 1, 6.0, cache=24, simple=30, growth=2.0),
        Line("azure-blob", "public-records", 2, 4.0, unread_days=220),
    ),
)

TENANT_PLANS = (MERIDIAN, HARBORLINE, LARKSPUR, BRIGHTCART, IRONVALE, NORTHMERE)
