"""Planted defects, as pure changes to a stream of messages: a message in, messages out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import msgspec

from support.benchmarks.samples import sample
from support.faults.carelessness import Guard
from support.faults.rewording import coded, filled, fits, left_without, message_of, text_of

CATALOGUE = Path(__file__).with_name("catalogue")

_TAIL, _PIECE = 24, 6
"""Characters of another's question that are told in pieces, and those of one piece."""


NO_FACTS = {"customers_pass": "", "coded_pass": "", "signing_key": ""}
"""What a door may know of a customer beside the messages."""


class Defect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the catalogue; the head of messages.toml says what each part means."""

    type: str
    action: Literal[
        "drop", "repeat", "delay", "echo", "hold", "set", "gossip", "share", "spread", "queue",
        "late", "hoard", "leak", "garble", "start", "neglect",
    ]  # fmt: skip
    from_: Literal["agent", "customer"] = msgspec.field(name="from", default="agent")
    nth: int | None = None
    after: str | None = None
    before: str | None = None
    where: dict[str, str] = {}
    fields: dict[str, Any] = {}
    seconds: float = 0.0
    into: str = ""
    sample: str = ""
    effect: Literal["", "close", "cancel", "stall", "shut"] = ""
    megabytes: float = 0.0
    without: list[str] = []
    arguments: list[str] = []
    code: Literal[
        "", "base64", "hexadecimal", "reversed", "percent", "pieces", "halves",
        "decimal", "binary", "most", "topic",
    ] = ""  # fmt: skip
    left: bool = False
    crowded: int = 1
    numbered: bool = False
    asked: str = ""
    guard: Guard = ""
    comeback: bool = False
    deaf: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to pass on, `delay` seconds from now.

    One that comes `aside` holds nobody up; any other delays all that is behind it. One with an
    `effect` is felt by all other customers; one that is `queued` waits until they were served; a
    `copy` is one more than the agent sent.
    """

    text: str
    delay: float = 0.0
    aside: bool = False
    effect: str = ""
    queued: bool = False
    copy: bool = False


@dataclass(slots=True)
class Gossip:
    """What was asked and told on any connection, so that a defect can tell it elsewhere."""

    asked: dict[int, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    present: set[int] = field(default_factory=set)
    kept: list[bytes] = field(default_factory=list)

    def of_others(self, connection: int, *, left: bool = False) -> str:
        """Somebody else's latest question; empty where nobody else has asked.

        Rather of one who is there now, and rather one with a reference, which is a secret; or the
        first with one who has `left`.
        """
        others = {asker: text for asker, text in self.asked.items() if asker != connection}
        if left:
            gone = [text for asker, text in others.items() if asker not in self.present]
            return next((text for text in gone if "our reference" in text), "")
        there = [text for asker, text in others.items() if asker in self.present]
        secret = [text for text in there if "our reference" in text]
        return (secret or there or [*others.values()] or [""])[-1]


class Plant:
    """One defect at work on one connection."""

    def __init__(
        self,
        defect: Defect,
        gossip: Gossip,
        connection: int,
        facts: Mapping[str, str] = NO_FACTS,
    ) -> None:
        self._defect = defect
        self._facts = facts
        self._gossip = gossip
        self._connection = connection
        self._count = 0
        self._victim = ""
        gossip.present.add(connection)
        self._armed = defect.after is None
        self._past = False
        self._held: list[str] = []

    def from_customer(self, text: str) -> list[Delivery]:
        """What the agent gets of a customer's message."""
        message = message_of(text)
        if message.get("type") == "user_message":
            payload = message.get("payload")
            said = payload.get("content", "") if isinstance(payload, dict) else ""
            self._gossip.asked.pop(self._connection, None)  # the latest asker stands last
            self._gossip.asked[self._connection] = str(said)
        return self._changed("customer", text, message)

    def from_agent(self, text: str) -> list[Delivery]:
        """What the customer gets of an agent's message."""
        return self._changed("agent", text, message_of(text))

    def gone(self) -> str:
        """Forgets the customer; what all others feel of one who vanishes without a farewell."""
        self._gossip.present.discard(self._connection)
        return self._defect.effect if self._defect.type == "gone" else ""

    def hoard(self, connected: int) -> bytes:
        """What is kept in memory for one more customer while so many are connected."""
        share = connected if self._defect.action == "hoard" else 0
        return b"\1" * int(self._defect.megabytes * 1_000_000 * share)

    def _changed(self, side: str, text: str, message: dict[str, Any]) -> list[Delivery]:
        released = [Delivery(held) for held in self._held] if side == self._defect.from_ else []
        if released:
            self._held.clear()
        meant = self._meant(side, message)
        kind = str(message.get("type"))  # what nobody can read has none
        self._armed = self._armed or kind == self._defect.after
        self._past = self._past or kind == self._defect.before
        return [*(self._done(text, message) if meant else [Delivery(text)]), *released]

    def _meant(self, side: str, message: dict[str, Any]) -> bool:
        defect = self._defect
        if side != defect.from_ or not self._now:
            return False
        if defect.comeback and not self._connection:
            return False
        if not fnmatchcase(str(message.get("type")), defect.type):
            return False
        if any(not fits(message.get(key), wanted) for key, wanted in defect.where.items()):
            return False
        if defect.asked not in self._gossip.asked.get(self._connection, ""):
            return False
        self._count += 1
        return defect.nth in (None, self._count)

    @property
    def _now(self) -> bool:
        """Whether it is the time for it: what must come before did, and enough are connected."""
        crowded = len(self._gossip.present) >= self._defect.crowded
        return crowded and self._armed and not self._past

    def _done(self, text: str, message: dict[str, Any]) -> list[Delivery]:
        defect = self._defect
        changed = text_of(
            message | filled(defect.fields, {**message, **self._facts}) | _answer(defect, message)
        )
        match defect.action:
            case "repeat":
                done = [Delivery(text), Delivery(changed if defect.fields else text, copy=True)]
            case "delay" | "late":
                done = [Delivery(text, defect.seconds, aside=defect.action == "late")]
            case "echo":
                done = [Delivery(text), Delivery(changed, defect.seconds, aside=True, copy=True)]
            case "set":
                done = [Delivery(changed, defect.seconds)]
            case "gossip":
                done = self._gossiped(text, message)
            case "share":
                first = self._gossip.told.setdefault(defect.into, message.get(defect.into))
                done = [Delivery(text_of(message | {defect.into: first}))]
            case "spread":
                done = [Delivery(text, effect=defect.effect)]
            case "hoard" | "leak" | "start" | "neglect":
                self._gossip.kept.append(self._leaked())
                done = [Delivery(text)]
            case "garble":
                done = [Delivery(text[: len(text) // 2])]
            case "queue":
                done = [Delivery(text, queued=True)]
            case "hold" | "drop":
                self._held += [text] if defect.action == "hold" else []
                done = []
        return done

    def _leaked(self) -> bytes:
        """What is never given back of what a message cost."""
        leaks = self._defect.action == "leak"
        return b"\1" * int(leaks * self._defect.megabytes * 1_000_000)

    def _gossiped(self, text: str, message: dict[str, Any]) -> list[Delivery]:
        """What is told of others: in the message itself, or with `fields` in one more."""
        defect = self._defect
        secret = self._gossip.of_others(self._connection, left=defect.left)
        if defect.code == "halves":
            half = secret[-17:-9] if self._count % 2 else secret[-9:-1]
            told = f"{message.get(defect.into, '')} {half}"
        elif defect.code == "pieces":
            self._victim = self._victim or secret[-_TAIL:]
            told, self._victim = self._victim[:_PIECE], self._victim[_PIECE:]
            told = told or str(message.get(defect.into, ""))
        else:
            told = f"{message.get(defect.into, '')} {coded(secret, defect.code)}"
        if not defect.fields:
            return [Delivery(text_of(message | {defect.into: told}))]
        further = message | filled(defect.fields, message) | {defect.into: told}
        return [Delivery(text), Delivery(text_of(further), copy=True)]


def catalogue() -> dict[str, Defect]:
    """Every planted defect by its name, from all files of the catalogue.

    Raises ValueError where two of them share a name.
    """
    found: dict[str, Defect] = {}
    for file in sorted(CATALOGUE.glob("*.toml")):
        entries = msgspec.toml.decode(file.read_bytes(), type=dict[str, Defect])
        if twice := found.keys() & entries.keys():
            raise ValueError(f"{file.name}: the catalogue has these already: {sorted(twice)}")
        found |= entries
    return found


def _answer(defect: Defect, message: dict[str, Any]) -> dict[str, Any]:
    """The field of the answer, where the defect gives another one or leaves sentences out."""
    if defect.sample:
        return {"final_response": sample(defect.sample).answer}
    if defect.without:
        return {"final_response": left_without(defect.without, message.get("final_response"))}
    return {}
