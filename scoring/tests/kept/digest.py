"""A judgement in twelve characters: equal judgements, reasons and places included, are equal."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Set
from typing import Any


def digest(judgement: object) -> str:
    """Twelve characters that stand for all that a judgement says."""
    said = json.dumps(_plain(judgement), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _plain(value: object) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}")  # the last binary digits are the machine's, not the judge's
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted((_plain(each) for each in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
