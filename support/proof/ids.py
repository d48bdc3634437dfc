"""The same customers again: ids and secrets that depend on what a scenario does, not on chance."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from random import Random
from uuid import UUID
from uuid import uuid4 as uuid4_by_chance

from support import behaviour


class Ids:
    """Where questions get their ids and customers their secrets, from a seed."""

    def __init__(self) -> None:
        self._random = Random()

    def begin(self, seed: str) -> None:
        """Whatever is drawn from now on is what was drawn after the same seed before."""
        self._random = Random(seed)

    def uuid4(self) -> UUID:
        """The next id."""
        return UUID(int=self._random.getrandbits(128), version=4)

    def token_hex(self, size: int = 32) -> str:
        """The next secret: so many bytes as hexadecimal digits."""
        return self._random.randbytes(size).hex()


@contextlib.contextmanager
def repeatable() -> Iterator[Ids]:
    """In this process, for the length of the block, ids and secrets come from seeds.

    Recordings can then be judged in place of an agent: whoever asks again asks under the ids that
    were recorded. Never for agents of others: one that remembers could answer from memory.
    """
    ids, uuid4, token_hex = Ids(), uuid4_by_chance, secrets.token_hex
    setattr(behaviour, "uuid4", ids.uuid4)
    setattr(secrets, "token_hex", ids.token_hex)
    try:
        yield ids
    finally:
        setattr(behaviour, "uuid4", uuid4)
        setattr(secrets, "token_hex", token_hex)
