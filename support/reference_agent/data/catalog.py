"""What the fictional tenants buy: one entry for each product, with a rough list price.

Prices are in USD, of the order of US list prices and not kept up to date: they only turn a cost
into a plausible consumed quantity, and no answer depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass

GPU = "GPU compute"
COMPUTE = "General compute"
MODEL_API = "Model APIs"
STORAGE = "Storage"
DATABASE = "Databases"
NETWORK = "Networking"

PUBLISHERS = {
    "AWS": "Amazon Web Services",
    "Azure": "Microsoft",
    "GCP": "Google Cloud",
}

#: FOCUS ServiceCategory and ServiceSubcategory of each cost area.
FOCUS_CATEGORIES = {
    GPU: ("Compute", "Virtual Machines"),
    COMPUTE: ("Compute", "Virtual Machines"),
    MODEL_API: ("AI and Machine Learning", "Generative AI"),
    STORAGE: ("Storage", "Object Storage"),
    DATABASE: ("Databases", "Relational Databases"),
    NETWORK: ("Networking", "Network Connectivity"),
}


@dataclass(frozen=True, slots=True)
class Product:
    """One purchasable thing: `price` is USD for one `unit`; `tier` is a storage tier."""

    provider: str
    area: str
    service: str
    sku: str
    unit: str
    price: float
    model: str | None = None
    tier: str | None = None


TOKENS = "1M Tokens"
GB_MONTH = "GB-Months"

PRODUCTS = {
    "aws-p4d": Product("AWS", GPU, "Amazon EC2", "p4d.24xlarge", "Hours", 21.96),
    "aws-g5": Product("AWS", GPU, "Amazon EC2", "g5.12xlarge", "Hours", 5.672),
    "aws-m6i": Product("AWS", COMPUTE, "Amazon EC2", "m6i.4xlarge", "Hours", 0.768),
    "aws-outposts": Product("AWS", COMPUTE, "AWS Outposts", "or-m5-edge", "Hours", 6.1),
    "aws-llm": Product(
        "AWS", MODEL_API, "Amazon Bedrock", "claude-sonnet", TOKENS, 6.0, model="Claude Sonnet"
    ),
    "aws-slm": Product(
        "AWS", MODEL_API, "Amazon Bedrock", "claude-haiku", TOKENS, 1.6, model="Claude Haiku"
    ),
    "aws-s3": Product("AWS", STORAGE, "Amazon S3", "s3-standard", GB_MONTH, 0.023, tier="hot"),
    "aws-s3-ia": Product(
        "AWS", STORAGE, "Amazon S3", "s3-standard-ia", GB_MONTH, 0.0125, tier="cool"
    ),
    "aws-ebs": Product("AWS", STORAGE, "Amazon EBS", "gp3", GB_MONTH, 0.08, tier="block"),
    "aws-rds": Product("AWS", DATABASE, "Amazon RDS", "db.r6g.2xlarge", "Hours", 0.9),
    "aws-nat": Product("AWS", NETWORK, "Amazon VPC", "nat-gateway", "GB", 0.045),
    "aws-egress": Product("AWS", NETWORK, "AWS Data Transfer", "egress", "GB", 0.09),
    "azure-nd": Product("Azure", GPU, "Azure Virtual Machines", "ND96asr v4", "Hours", 27.2),
    "azure-nc": Product("Azure", GPU, "Azure Virtual Machines", "NC24ads A100 v4", "Hours", 3.673),
    "azure-edge": Product("Azure", GPU, "Azure Stack Edge", "Pro 2 GPU", "Hours", 1.9),
    "azure-d": Product("Azure", COMPUTE, "Azure Virtual Machines", "D16s v5", "Hours", 0.768),
    "azure-llm": Product("Azure", MODEL_API, "Azure OpenAI", "gpt-4o", TOKENS, 5.0, model="GPT-4o"),
    "azure-slm": Product(
        "Azure", MODEL_API, "Azure OpenAI", "gpt-4o-mini", TOKENS, 0.3, model="GPT-4o mini"
    ),
    "azure-blob": Product(
        "Azure", STORAGE, "Azure Blob Storage", "hot-lrs", GB_MONTH, 0.0184, tier="hot"
    ),
    "azure-disk": Product(
        "Azure", STORAGE, "Azure Managed Disks", "premium-ssd", GB_MONTH, 0.132, tier="block"
    ),
    "azure-sql": Product("Azure", DATABASE, "Azure SQL Database", "gp-gen5-8", "Hours", 1.47),
    "azure-net": Product("Azure", NETWORK, "Azure Bandwidth", "inter-region", "GB", 0.05),
    "gcp-a2": Product("GCP", GPU, "Compute Engine", "a2-highgpu-8g", "Hours", 29.39),
    "gcp-g2": Product("GCP", GPU, "Compute Engine", "g2-standard-24", "Hours", 2.0),
    "gcp-n2": Product("GCP", COMPUTE, "Compute Engine", "n2-standard-16", "Hours", 0.777),
    "gcp-llm": Product(
        "GCP", MODEL_API, "Vertex AI", "gemini-pro", TOKENS, 3.5, model="Gemini Pro"
    ),
    "gcp-slm": Product(
        "GCP", MODEL_API, "Vertex AI", "gemini-flash", TOKENS, 0.35, model="Gemini Flash"
    ),
    "gcp-gcs": Product("GCP", STORAGE, "Cloud Storage", "standard", GB_MONTH, 0.020, tier="hot"),
    "gcp-pd": Product("GCP", STORAGE, "Persistent Disk", "pd-ssd", GB_MONTH, 0.17, tier="block"),
    "gcp-sql": Product("GCP", DATABASE, "Cloud SQL", "db-highmem-8", "Hours", 0.82),
    "gcp-net": Product("GCP", NETWORK, "Cloud NAT", "nat-data", "GB", 0.045),
}
