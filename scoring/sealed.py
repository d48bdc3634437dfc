"""Values that nobody may change, at the cost of a plain object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def sealed(cls: type[Any]) -> type[Any]:
    """A dataclass with slots that is frozen for the type checker alone.

    For what is made once for each message: frozen at run time, making it would take three times
    as long.
    """
    return dataclass(slots=True)(cls)
