"""Providers of cloud and AI services that an answer speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.text import Text

_NAMES = {
    "AWS": "aws amazon ec2 s3 eks sagemaker fargate bedrock ebs glacier cloudfront cloudwatch",
    "Azure": "azure microsoft ptu ptus aks",
    "GCP": "gcp google bigquery gke vertex",
    "OpenAI": "openai gpt chatgpt",
    "Anthropic": "anthropic claude",
    "Databricks": "databricks dbu dbus",
    "Snowflake": "snowflake",
    "Oracle": "oracle oci",
    "Cloudflare": "cloudflare",
    "Datadog": "datadog",
    "IBM": "ibm watsonx",
}
_PROVIDER = {word: name for name, words in _NAMES.items() for word in words.split()}
CLOUDS = frozenset(("AWS", "Azure", "GCP", "Oracle", "IBM"))


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider by its usual name, where it is first named by itself or by a service."""

    name: str
    start: int
    end: int


def find_providers(text: Text) -> tuple[Provider, ...]:
    """Every provider once, in order of first mention."""
    found: dict[str, Provider] = {}
    named = _PROVIDER.keys() & set(text.tokens)
    for word in named:
        at = text.tokens.index(word)
        name = _PROVIDER[word]
        if name not in found or text.starts[at] < found[name].start:
            found[name] = Provider(name, text.starts[at], text.ends[at])
    return tuple(sorted(found.values(), key=lambda each: each.start))
