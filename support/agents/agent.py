"""The agent under test as the suite meets it: reachable, and with credentials for customers."""

from __future__ import annotations

import base64
import contextlib
import os
import time
from types import TracebackType

import jwt

from support.agents.process import AgentProcess, launched, with_secrets
from support.agents.profile import Profile
from support.behaviour import Customer
from support.session import Assignment, Patience
from support.verdict import HarnessError
from support.wire import Address

_TOKEN_LIFE_S = 3600


class AgentUnderTest:
    """One agent for the length of a feature: launched where the profile says how.

    `kept_waiting` counts how often the suite's patience ran out: others are then spared the wait.
    """

    def __init__(self, profile: Profile, *, patience_scale: float = 1.0) -> None:
        self.profile = profile
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

    def assignment(self, customer: Customer) -> Assignment:
        """This customer with an address and credentials, ready for a worker."""
        user_id = self.profile.auth.user.format(customer=customer.name.lower().replace(" ", "-"))
        signed = self.profile.auth.kind == "jwt"
        return Assignment(
            customer,
            self._address(self._token(user_id)) if signed else Address(self.url),
            user_id if signed else None,
            self.profile.protocol,
            self._patience,
            self.hurried,
        )

    def _token(self, user_id: str) -> str:
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
