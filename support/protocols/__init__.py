"""Sans-I/O adapters: frames in, canonical events out; one protocol a file."""

from __future__ import annotations

from support.protocols.base import Adapter, Asked, Cancelled, Pinged, Pings, Resumed, Sent
from support.protocols.native import NativeAdapter

ADAPTERS: dict[str, type[NativeAdapter]] = {"native": NativeAdapter}
"""Protocol names as a profile writes them."""

__all__ = [
    "ADAPTERS",
    "Adapter",
    "Asked",
    "Cancelled",
    "NativeAdapter",
    "Pinged",
    "Pings",
    "Resumed",
    "Sent",
]
