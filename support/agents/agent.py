"""The agent under test as the suite meets it: reachable, and with credentials for customers."""

from __future__ import annotations

import contextlib
import os
from urllib.parse import urlsplit

import msgspec

from support.agents.budget import Budget
from support.agents.credentials import (
    Credentials,
    credentials_for,
    mapping_secrets,
    variables,
)
from support.agents.process import AgentProcess, launched, with_secrets
from support.agents.profile import Auth, Profile
from support.assignment import Assignment, Patience
from support.behaviour import Customer
from support.protocols import Speaker
from support.redaction import conceal
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
        self._environment = with_secrets(self.profile.launch, dict(os.environ))
        conceal(self._environment.get(name, "") for name in variables(self.profile.auth))
        self._launch()
        return self

    def relaunch(self) -> None:
        """Stops what is left of the agent and launches it again, maybe at another address.

        Customers' credentials stay good. Raises `HarnessError` where it does not come up.
        """
        self._stack.close()
        self._launch()

    def _launch(self) -> None:
        launch = self.profile.launch
        if launch is not None:
            names = [*launch.secrets, *variables(self.profile.auth)]
            secrets = [self._environment.get(name, "") for name in names]
            self.process = self._stack.enter_context(
                launched(launch, self._environment, secrets, self.profile.url)
            )
            self.url = self.process.url

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def on_this_host(self) -> bool:
        """Whether the agent reads this host's clock: the suite launched it, and it listens here."""
        return self.process is not None and urlsplit(self.url).hostname in _THIS_HOST

    @property
    def signing_key(self) -> str:
        """The key with which the suite signs customers' passes; empty where it has none."""
        auth = self.profile.auth
        return self._environment.get(auth.secret_env, "") if auth.kind == "jwt" else ""

    def sample_token(self) -> str:
        """A genuine customer's pass, as it would be shown; empty where customers need none."""
        return self._credentials("customer 1").token

    def browser_credentials(self, customer: Customer) -> Credentials:
        """What the customer shows where a browser connects, which can set no headers."""
        carrier = msgspec.structs.replace(self.profile.auth, carrier="subprotocol", field="")
        return self._credentials(customer.name, carrier)

    def _credentials(self, name: str, auth: Auth | None = None) -> Credentials:
        profile = self.profile
        return credentials_for(name, auth or profile.auth, self._environment, profile.name)

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
        conceal(concealed)
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
