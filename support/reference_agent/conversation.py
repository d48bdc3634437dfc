"""What the server hands to the team, and what the team hands back: the seam between them.

The server knows sockets, users and runs; the team knows costs. They meet here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the same thread with the answer that was given."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to be answered.

    `tenant` decides whose billing data may be read; `history` holds the earlier turns of the
    thread, oldest first.
    """

    question: str
    user_id: str
    tenant: str
    thread_id: str
    run_id: str
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One agent taking part in one run; the root has no parent."""

    agent_id: str
    agent_name: str
    parent_agent_id: str | None = None


class Emit(Protocol):
    """Publishes one event of the run, in order; `fields` are those the protocol lists for `kind`.

    The server adds run, thread, user, sequence number and timestamp.
    """

    async def __call__(self, kind: str, member: Member, **fields: object) -> None:
        """Returns once the event has its place in the run."""


class Adviser(Protocol):
    """Answers one request, event by event; ends with the root agent's `agent_completed`.

    Cancellation reaches it as `asyncio.CancelledError`, which it must let through. An exception
    of any other kind means that the run failed.
    """

    async def advise(self, request: Request, emit: Emit) -> None:
        """Works on the request until it is answered."""
