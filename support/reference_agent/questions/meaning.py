"""What a question means, once understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from support.reference_agent.scope import Scope


class Ask(Enum):
    """Something a question may ask for; one question may ask for several."""

    SPEND = "spending analysis"
    COMPARE = "provider comparison"
    TREND = "trend"
    GPU = "GPU utilization"
    MODEL_API = "model API cost"
    STORAGE = "storage"
    COMMITMENT = "commitments"
    SAVINGS = "savings"
    ROI = "12-month ROI"
    RISKS = "risks"


#: Asks that the bill alone answers, without a plan.
LOOKUPS = frozenset({Ask.SPEND, Ask.COMPARE, Ask.TREND})


class Subject(Enum):
    """Whether there is anything for the team to do."""

    COST = "cost"
    COURTESY = "courtesy"
    FOREIGN = "another organization's data"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount the user states as fact: USD over the months of `scope`."""

    stated: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class Target:
    """What the user wants to reach; exactly one of the three is set. Amounts are USD a year."""

    saving: int | None = None
    spend: int | None = None
    percent: int | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """The one that is set, named as the tool `check_target` names it."""
        named = {
            "target_saving": self.saving,
            "target_spend": self.spend,
            "target_percent": self.percent,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `outside` are years it names for which there is no bill.

    `migration` tells that it speaks of moving from one provider to another, and
    `command` that it asks for a change to be made; `forbidden` that its industry rules it out.
    """

    subject: Subject
    scope: Scope = field(default_factory=Scope)
    asks: tuple[Ask, ...] = ()
    claims: tuple[Claim, ...] = ()
    target: Target | None = None
    industry: str | None = None
    outside: tuple[int, ...] = ()
    follow_up: bool = False
    migration: bool = False
    command: bool = False
    forbidden: bool = False

    @property
    def broad(self) -> bool:
        """Whether it takes the long answer: a plan for the whole bill, or many things at once."""
        plan = Ask.SAVINGS in self.asks or len(self.asks) >= 3
        return self.scope.is_everything and plan and not self.lookup

    @property
    def in_parts(self) -> bool:
        """Whether it lists several things that each want a part of the answer."""
        return self.broad and len(self.asks) >= 3

    @property
    def lookup(self) -> bool:
        """Whether the bill alone answers it."""
        return set(self.asks) <= LOOKUPS
