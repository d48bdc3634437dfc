"""The agent under test as the suite meets it: reachable, and with credentials for customers."""

from __future__ import annotations

import contextlib
import os
from types import TracebackType
from urllib.parse import urlsplit

from support.agents.budget import Budget
from support.agents.credentials import credentials_for, mapping_secrets, variables
from support.agents.process import AgentProcess, launched, with_secrets
from support.agents.profile import Profile
from support.behaviour import Customer
from support.protocols import Speaker
from support.session import Assignment, Patience
from support.tls import Trust
from support.wire import Address

_THIS_HOST = ("127.0.0.1", "localhost", "::1")


class AgentUnderTest:
    """One agent for the length of a feature: launched where the profile says how.

    `kept_waiting` counts how often the suite's patience ran out: others are then spared the wait.
    """

    def __init__(
        self, profile: Profile, *, patience_scale: float = 1.0, budget: Budget | None = None
    ) -> None:
        self.profile = profile
        self.budget = budget or Budget(profile.questions)
        self.kept_waiting = 0
        self.url = profile.url
        self.process: AgentProcess | None = None
        waits = profile.patience
        # Waiting less than the profile grants proves nothing about what did not come.
        self.hurried = patience_scale < 1
        self._patience = Patience(
            waits.opening_s * patience_scale,
            waits.silence_s * patience_scale,
            waits.answer_s * patience_scale,
        )
        self._environment: dict[str, str] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> AgentUnderTest:
        launch = self.profile.launch
        self._environment = with_secrets(launch, dict(os.environ))
        if launch is not None:
            names = [*launch.secrets, *variables(self.profile.auth)]
            secrets = [self._environment.get(name, "") for name in names]
            self.process = self._stack.enter_context(
                launched(launch, self._environment, secrets, self.profile.url)
            )
            self.url = self.process.url
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def on_this_host(self) -> bool:
        """Whether the agent reads this host's clock: the suite launched it, and it listens here."""
        return self.process is not None and urlsplit(self.url).hostname in _THIS_HOST

    def assignment(self, customer: Customer, company: str = "") -> Assignment:
        """This customer with an address and credentials, ready for a worker.

        They belong to `company`, or to the one that the profile names for everybody.

        Raises `NotMeasured` where the questions are more than the profile allows in all: nobody
        can ask anything but through an assignment.
        """
        self.budget.take(len(customer.questions))
        profile, mapping = self.profile, self.profile.spoken
        shown = credentials_for(
            customer.name, profile.auth, self._environment, profile.name, company
        )
        secrets = mapping_secrets(mapping, self._environment)
        concealed = (*shown.secrets, *secrets.values())
        if concealed and self.process is not None:
            self.process.conceal(concealed)
        return Assignment(
            customer,
            Address(
                shown.at(self.url),
                shown.headers,
                shown.subprotocols,
                secrets=concealed,
                trust=Trust(profile.tls.verify, profile.tls.ca_file),
            ),
            shown.user_id,
            profile.protocol,
            self._patience,
            self.hurried,
            mapping,
            Speaker(customer.name, shown.user_id or "", shown.token, secrets),
        )
