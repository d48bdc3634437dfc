"""Mappings: how a protocol is spoken and read, written down in TOML; no code."""

from __future__ import annotations

from support.protocols.mapping.adapter import MappingAdapter
from support.protocols.mapping.model import Mapping

__all__ = ["Mapping", "MappingAdapter"]
