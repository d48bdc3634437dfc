"""What one customer's session is to be: who, where, how it is spoken, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, field

from support.behaviour import Customer, Listen, Resume, StayAway
from support.protocols import Mapping, Speaker
from support.wire import Address


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the harness waits, in seconds; these are its own limits, never promises."""

    opening_s: float = 10.0
    silence_s: float = 30.0
    answer_s: float = 150.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """One customer for a worker to act out; `address` carries that customer's credentials.

    `user_id` is who the agent should take the customer for, where the profile can say.
    """

    customer: Customer
    address: Address
    user_id: str | None = None
    protocol: str = "native"
    patience: Patience = field(default_factory=Patience)
    hurried: bool = False
    """Whether the patience is less than the agent's profile grants."""
    mapping: Mapping | None = None
    """How the protocol is spoken, where it is not one that the suite speaks by itself."""
    speaker: Speaker = field(default_factory=Speaker)

    @property
    def bound_s(self) -> float:
        """Seconds after which the session is over whatever happens."""
        waits = sum(
            action.seconds
            if isinstance(action, Listen | StayAway)
            else self.patience.opening_s
            if isinstance(action, Resume)
            else self.patience.answer_s
            for action in self.customer.actions
        )
        linger = self.mapping.end.linger_s or 0.0 if self.mapping else 0.0
        return self.patience.opening_s + waits + linger + 5
