"""The words people use for the things the agent knows: providers, cost areas, asks, industries."""

from __future__ import annotations

import re

from support.reference_agent.data.catalog import (
    COMPUTE,
    DATABASE,
    GPU,
    MODEL_API,
    NETWORK,
    STORAGE,
)


def words(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words, in any case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


#: Words that name a provider outright. All of them may stand in one question.
PROVIDER_NAMES = {
    "AWS": words(r"aws|amazon"),
    "Azure": words(r"azure|microsoft"),
    "GCP": words(r"gcp|google(?: cloud)?"),
}

#: Products that only one provider sells; they count where no provider is named outright.
PROVIDER_PRODUCTS = {
    "AWS": words(r"bedrock|claude|s3|glacier|ec2|ebs|rds|sagemaker|eks|p4d\w*|p5|g5\w*"),
    "Azure": words(r"openai|gpt[-\w.]*|blob|aks|managed disks?"),
    "GCP": words(r"vertex|gemini|gcs|gke|nearline|coldline|compute engine|cloud sql"),
}

AREA_WORDS = {
    GPU: words(
        r"gpus?|a100s?|h100s?|l4s?|nvidia|accelerators?|p4d\w*|p5|g5\w*|compute|ec2"
        r"|compute engine|sagemaker|(?:model |ai |ml )?training (?:runs?|jobs?|costs?|spend"
        r"|fleet|clusters?|compute)|(?:model |ai |ml )?inference"
    ),
    COMPUTE: words(
        r"compute|cpus?|virtual machines?|vms?|ec2|compute engine|servers?|kubernetes"
        r"|eks|aks|gke"
    ),
    MODEL_API: words(
        r"apis?|inference|llms?|tokens?|prompts?|bedrock|openai|gpt[-\w.]*|claude|vertex"
        r"|gemini|chatbots?|language models?|foundation models?"
        r"|model (?:calls?|costs?|spend|usage)"
    ),
    STORAGE: words(
        r"storage|s3|blobs?|gcs|buckets?|archiv\w+|glacier|disks?|ebs|snapshots?"
        r"|data lakes?|volumes?|nearline|coldline|backups?"
    ),
    DATABASE: words(r"databases?|rds|(?:cloud )?sql|vector stores?"),
    NETWORK: words(
        r"(?<!hospital )(?<!health )network\w*|egress|bandwidth|nat|data transfers?|traffic"
    ),
}

#: "General compute" and "CPU" leave GPUs out, where "compute" alone does not.
ONLY_GENERAL = words(r"general compute|cpus?|non-gpu")
ONLY_GPU = words(r"gpu compute|compute gpus?")

ENVIRONMENT_WORDS = {
    "prod": words(
        r"in production|(?:only|just) production|production only|prod"
        r"|production (?:environments?|workloads?|accounts?|costs?"
        r"|spend|machines?|servers?|gpus?)"
    ),
    "staging": words(r"staging|non-?prod(?:uction)?"),
    "dev": words(
        r"non-?prod(?:uction)?|dev|development (?:environments?|workloads?|accounts?"
        r"|costs?|spend|machines?|servers?|gpus?|clusters?)"
    ),
}

#: The bill as a whole.
EVERYTHING = words(
    r"(?:ai|ml|cloud|total|overall|entire|whole|annual|yearly)(?:[\s/&-]+\w+){0,2}?\s+"
    r"(?:bills?|spend|spending|costs?|budgets?|infrastructure|stack|estate|platform)"
    r"|across (?:all|the board|our (?:clouds|providers))|all (?:our |three )?(?:clouds|providers)"
    r"|everything|multi-?cloud"
)

COST = words(
    r"cost\w*|spen[dt]\w*|bills?|billing|budgets?|sav(?:e|es|ing|ings)|cheap\w*|expens\w+|price\w*"
    r"|pricing|roi|payback|pay back|finops|invoices?|overspen\w+|waste\w*|wasting|money|dollars?"
    r"|charges?|discounts?|commitments?|reserv\w+|optimi[sz]\w+|reduc\w+|cut\w*|lower\w*|afford"
    r"|business case|return on|trim|idle|utili[sz]\w+|under-?us\w+|rightsiz\w+|oversized|paying|pay"
)
OWNERSHIP = words(r"we|we're|we've|our|ours|us|my|i|i'm")
CLOUD = words(
    r"ai|ml|cloud\w*|infrastructure|models?|workloads?|machine learning|inference"
    r"|training|spot|capacity|reserved|instances?|clusters?|data cent(?:er|re)s?|saas|compute"
)
#: Bills of another kind, about which there is no data.
ELSEWHERE = words(
    r"electric\w*|flights?|mortgage|rent|grocer\w+|restaurants?|phone|taxes|tax|cars?|holidays?"
    r"|vacation|hotel\w*|insurance|weather|recipes?|cook\w*|poems?|jokes?|football|movies?|salar\w+"
    r"|payroll|office space|stocks?|bitcoin"
)

FOLLOW_UP = re.compile(
    r"^\W*(?:and|also|but|so|then|ok(?:ay)?|only|just|what about|how about|what if|why|why not"
    r"|now|same|instead|which of|which one|is that|how risky|how long|how soon|who|when|can you"
    r"|could you|tell me more|more|break|show|explain|the|that|those|these|it|for|in|by)\b",
    re.IGNORECASE,
)

#: Asks for more of the same.
MORE = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?)\W+)?(?:why|how|how so|how come|really|go on|more|tell me more"
    r"|more details?|explain|(?:can|could) you explain(?: (?:that|this|it))?|what next|what else"
    r"|where do we start|what do we do first|who does what|by when|when)\W*$",
    re.IGNORECASE,
)
#: A move from one provider to another.
MIGRATION = re.compile(
    r"\b(?:mov(?:e|ed|ing)|migrat\w+|switch(?:ed|ing)?)\b.{0,60}\b(?:to|from)\W+(?:\w+\W+){0,2}?"
    r"(?:aws|amazon|azure|microsoft|gcp|google)",
    re.IGNORECASE,
)

#: A change to be made, where only advice is to be had.
COMMAND = re.compile(
    r"\b(?:can|could|will|would) you (?:please |just |now )?(?:delete|stop|shut|resize|buy"
    r"|terminate|turn off|cancel|switch off)\b"
    r"|^\W*(?:please )?(?:delete|terminate|shut down|turn off|buy) ",
    re.IGNORECASE,
)

OTHER_ORGANIZATIONS = words(
    r"(?:other|another|different|all) (?:tenants?|customers?|compan(?:y|ies)|organi[sz]ations?"
    r"|clients?|users?|accounts?)(?:'s?)?"
)
COURTESY = re.compile(
    r"^\W*(?:thanks?|thank you|great|perfect|cheers|bye|goodbye)\b", re.IGNORECASE
)

INDUSTRY_WORDS = {
    "financial services": words(
        r"banks?|banking"
        r"|financial (?:services?|institution)s?|insurers?|fintech|trading|fraud"
        r"|credit (?:risk|scoring|card)s?|payment processing|capital markets|sr 11-7"
        r"|pci(?: dss)?|wealth"
    ),
    "healthcare": words(
        r"healthcare|health (?:system|network|plan|care|data)|hospitals?"
        r"|clinic\w*|patients?|medical|hipaa|phi|imaging|radiolog\w+|pharma\w*"
        r"|diagnostics?"
    ),
    "retail": words(
        r"retail\w*|our stores|e-?commerce|black friday|holiday season|peak season|shoppers?"
        r"|merchandis\w+|cyber monday|recommendation engine"
    ),
    "manufacturing": words(
        r"manufactur\w*|factor(?:y|ies)|plants?|assembly|production lines?|predictive maintenance"
        r"|edge sites?|shop ?floor|quality inspection"
    ),
    "public sector": words(
        r"public sector|government\w*|agenc(?:y|ies)|county|federal|municipal\w*|citizens?"
        r"|fedramp|govcloud|taxpayers?|residents?"
    ),
}
