"""Speaking: what we send, filled in, written as frames, and remembered until it is sent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping as Table
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from support.protocols.base import Data, Speaker
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.functions import text_of
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.templates import UnfilledError, filled
from support.redaction import SHORTEST_GIVEN

Meaning = Table[str, Any]


class Voice:
    """The customer's side of one session.

    `failure` says in a sentence what could not be said. A voice that is not `live` says nothing:
    the recording has what was said.
    """

    def __init__(
        self, mapping: Mapping, speaker: Speaker, codec: Codec, finder: Finder, *, live: bool
    ) -> None:
        self.failure: str | None = None
        self.last: Any = 0
        self.live = live
        self._mapping, self._speaker, self._codec, self._finder = mapping, speaker, codec, finder
        self._kept = finder.scope.kept
        self._kept.update(mapping.values)
        self._count = 0
        self._due: deque[tuple[Data, Meaning]] = deque()
        self._handed: deque[tuple[Data, Meaning]] = deque()
        self._new_secrets: list[str] = []
        for name, secret in {**speaker.secrets, "token": speaker.token}.items() if live else ():
            self._conceal(name, secret)

    # -- frames

    def say(self, template: Any, where: str, names: dict[str, Any], meaning: Meaning) -> None:
        """Puts a message among those that are to be sent."""
        if not self.live or self.failure:
            return
        self._count += 1
        try:
            message = filled(template, self._finder, names | {"count": self._count})
            self._due.append((self._codec.encode(message), meaning))
        except UnfilledError as error:
            self.failure = f"the mapping cannot fill in {where}: {self.missing(error)}"
        except ValueError as error:
            self.failure = f"the mapping cannot write {where} as a frame: {error}"

    def items(self, parts: list[tuple[Any, dict[str, Any]]]) -> list[Any]:
        """Several templates filled in, each with names of its own."""
        if not self.live or self.failure:
            return []
        try:
            return [filled(template, self._finder, self.names() | own) for template, own in parts]
        except UnfilledError as error:
            self.failure = f"the mapping cannot fill in [tools] item: {self.missing(error)}"
            return []

    def passed(self, index: Any) -> None:
        """A message with this index was seen; what is told again has a smaller one."""
        if isinstance(index, int) and isinstance(self.last, int):
            self.last = max(index, self.last)
        elif index is not None:
            self.last = index

    def due(self) -> list[Data]:
        """The frames to send now; each is returned once."""
        frames = [data for data, _ in self._due]
        self._handed.extend(self._due)
        self._due.clear()
        return frames

    def meaning_of(self, data: Data) -> Meaning | None:
        """What a frame that was handed out meant; None where it is none of those."""
        for position, (ours, meaning) in enumerate(self._handed):
            if ours == data:
                del self._handed[position]
                return meaning
        return None

    def names(self, run: Run | None = None) -> dict[str, Any]:
        """What placeholders may stand for."""
        now = time.time()
        names: dict[str, Any] = {
            **self._kept,
            "user": self._speaker.user or self._speaker.customer,
            "customer": self._speaker.customer,
            "token": self._speaker.token or None,
            "secret": dict(self._speaker.secrets),
            "now": now,
            "now_ms": int(now * 1000),
            "now_iso": datetime.fromtimestamp(now, UTC).isoformat(),
            "uuid": str(uuid4()),
            "last": self.last,
        }
        if run is not None and run.question is not None:
            question = run.question
            names |= {
                "question": question.text,
                "run_id": question.run_id,
                "thread_id": question.thread_id,
                "server_run": run.server_run,
                "server_thread": run.server_thread,
            }
        return names

    def keep(self, wanted: dict[str, str], secret: list[str], message: Any) -> None:
        """Keeps what selectors find in a message; what they do not find stays as it was."""
        for name, selector in wanted.items():
            value = self._finder.find(selector, message)
            if value is None:
                continue
            self._kept[name] = value
            if name in secret and (text := text_of(value)):
                self._conceal(name, text)

    def _conceal(self, name: str, secret: str) -> None:
        if 0 < len(secret) < SHORTEST_GIVEN and self.live:
            self.failure = (
                f"the secret {name!r} has fewer than {SHORTEST_GIVEN} characters: it could not be "
                "kept out of recordings without taking half of their text out too"
            )
        elif secret:
            self._new_secrets.append(secret)

    def missing(self, error: UnfilledError) -> str:
        """What is missing, with the environment variable where that is it."""
        for name, variable in self._mapping.secrets.items():
            if f"secret.{name}" in str(error) and not self._speaker.secrets.get(name):
                return (
                    f"the environment variable {variable} is not set; it must hold the secret "
                    f"{name!r} of the mapping"
                )
        return str(error)

    def new_secrets(self) -> list[str]:
        """Secrets kept since the last call."""
        found, self._new_secrets = self._new_secrets, []
        return found
