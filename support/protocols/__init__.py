"""Sans-I/O adapters: frames in, canonical events out; one protocol a file.

The native protocol is code; every other is a mapping, and those that come with the suite are in
`mappings/`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from support.protocols.base import (
    Adapter,
    Asked,
    Cancelled,
    Door,
    HttpAnswer,
    HttpRequest,
    Pinged,
    Pings,
    Resumed,
    Sent,
    Speaker,
)
from support.protocols.mapping import Mapping, MappingAdapter
from support.protocols.mapping.checks import check
from support.protocols.mapping.loading import shipped, shipped_names
from support.protocols.mapping.places import written
from support.protocols.native import NativeAdapter

ADAPTERS: dict[str, type[NativeAdapter]] = {"native": NativeAdapter}
"""Protocols that need no mapping, by the names that a profile writes."""


def protocol_names() -> list[str]:
    """Every protocol that a profile can name without a mapping of its own."""
    return [*ADAPTERS, *shipped_names()]


def adapter_of(
    protocol: str,
    mapping: Mapping | dict[str, Any] | None = None,
    speaker: Speaker | None = None,
    *,
    live: bool = True,
) -> Adapter:
    """The adapter of a protocol by its name, or of a mapping, also as a recording holds one.

    Raises `HarnessError` where there is no such protocol, and `ValueError` in a sentence where a
    recorded mapping is none.
    """
    if mapping is None and protocol in ADAPTERS:
        return ADAPTERS[protocol]()
    if mapping is not None and not isinstance(mapping, Mapping):
        mapping = _as_recorded(msgspec.json.encode(mapping))
    return MappingAdapter(mapping or shipped(protocol), speaker, live=live)


@lru_cache(maxsize=32)
def _as_recorded(encoded: bytes) -> Mapping:
    """A mapping that a recording brought along; whoever wrote that may have written anything."""
    mapping = msgspec.json.decode(encoded, type=Mapping)
    if faults := check(mapping):
        path, sentence = faults[0]
        raise ValueError(f"{written(path)}: {sentence}" if path else sentence)
    return mapping


__all__ = [
    "ADAPTERS",
    "Adapter",
    "Asked",
    "Cancelled",
    "Door",
    "HttpAnswer",
    "HttpRequest",
    "Mapping",
    "MappingAdapter",
    "NativeAdapter",
    "Pinged",
    "Pings",
    "Resumed",
    "Sent",
    "Speaker",
    "adapter_of",
    "protocol_names",
]
