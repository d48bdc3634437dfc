"""The agent under test as the suite meets it: reachable, and with credentials for customers."""

from __future__ import annotations

import base64
import contextlib
import os
import time
from types import TracebackType
from urllib.parse import urlsplit

import jwt

from support.agents.budget import Budget
from support.agents.process import AgentProcess, launched, with_secrets
from support.agents.profile import Profile
from support.behaviour import Customer
from support.session import Assignment, Patience
from support.verdict import HarnessError
from support.wire import Address

_TOKEN_LIFE_S = 3600

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
            names = [*launch.secrets, self.profile.auth.secret_env]
            secrets = [self._environment.get(name, "") for name in names]
            self.process = self._stack.enter_context(launched(launch, self._environment, secrets))
            self.url = self.profile.url or self.process.url
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
        name = customer.name.lower().replace(" ", "-")
        user_id, address = None, Address(self.url)
        match self.profile.auth.kind:
            case "jwt":
                belongs = company or self.profile.auth.company
                user_id = self.profile.auth.user.format(customer=name, company=belongs)
                address = self._address(self._signed(user_id))
            case "token":
                address = self._address(self._filled_in(name, company))
        return Assignment(
            customer,
            address,
            user_id,
            self.profile.protocol,
            self._patience,
            self.hurried,
        )

    def _filled_in(self, name: str, company: str) -> str:
        """The customer's token, from the template in the environment."""
        variable = self.profile.auth.secret_env
        template = self._environment.get(variable, "")
        if "{customer}" not in template or template.strip() != template:
            raise HarnessError(
                f"the environment variable {variable} holds no template of the customers' tokens "
                f"at {self.profile.name}; expected text without blanks around it in which "
                "{customer} stands for the customer's name"
            )
        belongs = company or self.profile.auth.company
        if "{company}" in template and not belongs:
            raise HarnessError(
                f"the template in {variable} holds {{company}}, and the profile of "
                f"{self.profile.name} names no `company` under [auth]"
            )
        return template.replace("{customer}", name).replace("{company}", belongs)

    def _signed(self, user_id: str) -> str:
        auth = self.profile.auth
        secret = self._environment.get(auth.secret_env)
        if not secret:
            raise HarnessError(
                f"the environment variable {auth.secret_env} is not set; it must hold the key "
                f"with which {self.profile.name} checks its customers' tokens"
            )
        claims: dict[str, object] = {"sub": user_id, "exp": int(time.time()) + _TOKEN_LIFE_S}
        if auth.audience:
            claims["aud"] = auth.audience
        return jwt.encode(claims, secret, algorithm="HS256")

    def _address(self, token: str) -> Address:
        encoded = base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")
        secrets = (token, encoded, self._environment[self.profile.auth.secret_env])
        if self.process is not None:
            self.process.conceal(secrets)
        if self.profile.auth.carrier == "header":
            return Address(self.url, {"Authorization": f"Bearer {token}"}, secrets=secrets)
        offered = ("jwt-auth", f"jwt.{encoded}")
        return Address(self.url, subprotocols=offered, secrets=secrets)
