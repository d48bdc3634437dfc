"""What a tool is, and how one is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from support.reference_agent.billing import Ledger
from support.reference_agent.money import apportion
from support.reference_agent.scope import Scope

Results = dict[str, Any]


class ToolError(Exception):
    """A tool could not do its work; the message is fit for the user to read."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a tool is asked: a scope, and `options` that are ready for JSON."""

    scope: Scope = field(default_factory=Scope)
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """The whole call, ready for JSON."""
        return self.scope.arguments | self.options


@dataclass(frozen=True, slots=True)
class Tool:
    """A named piece of work on one tenant's ledger, with results that are ready for JSON.

    `purpose` completes the sentence "could not ...".
    """

    name: str
    purpose: str
    run: Callable[[Ledger, Call], Results]


def percent(part: float, whole: float) -> int:
    """`part` of `whole` in whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def shares(costs: Mapping[str, int]) -> dict[str, int]:
    """Each part's share in whole percent; together they are 100, as the parts are the whole."""
    whole = sum(costs.values())
    if not whole:
        return dict.fromkeys(costs, 0)
    return apportion({name: Decimal(100 * cost) / whole for name, cost in costs.items()})
