"""Planted defects, as pure changes to a stream of messages: a message in, messages out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import msgspec

from support.benchmarks.samples import sample

CATALOGUE = Path(__file__).with_name("catalogue.toml")


class Defect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the catalogue; the file's head says what each part means."""

    type: str
    action: Literal[
        "drop", "repeat", "delay", "echo", "hold", "set", "gossip", "share", "spread", "queue",
        "late", "hoard", "start",
    ]  # fmt: skip
    from_: Literal["agent", "customer"] = msgspec.field(name="from", default="agent")
    nth: int | None = None
    after: str | None = None
    where: dict[str, str] = {}
    fields: dict[str, Any] = {}
    seconds: float = 0.0
    into: str = ""
    sample: str = ""
    effect: Literal["", "close", "cancel", "stall"] = ""
    megabytes: float = 0.0
    without: list[str] = []
    arguments: list[str] = []


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to pass on, `delay` seconds from now.

    One that comes `aside` holds nobody up; any other delays all that is behind it. One with an
    `effect` is felt by all other customers; one that is `queued` waits until they were served.
    """

    text: str
    delay: float = 0.0
    aside: bool = False
    effect: str = ""
    queued: bool = False


@dataclass(slots=True)
class Gossip:
    """What was asked and told on any connection, so that a defect can tell it elsewhere."""

    asked: dict[int, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)

    def of_others(self, connection: int) -> str:
        """Somebody else's latest question; empty where nobody else has asked."""
        others = [text for asker, text in self.asked.items() if asker != connection]
        return others[-1] if others else ""


class Plant:
    """One defect at work on one connection."""

    def __init__(self, defect: Defect, gossip: Gossip, connection: int) -> None:
        self._defect = defect
        self._gossip = gossip
        self._connection = connection
        self._count = 0
        self._armed = defect.after is None
        self._held: list[str] = []

    def from_customer(self, text: str) -> list[Delivery]:
        """What the agent gets of a customer's message."""
        message = message_of(text)
        if message.get("type") == "user_message":
            payload = message.get("payload")
            said = payload.get("content", "") if isinstance(payload, dict) else ""
            self._gossip.asked.pop(self._connection, None)  # the latest asker stands last
            self._gossip.asked[self._connection] = str(said)
        deliveries = self._changed("customer", text, message)
        if message.get("type") == self._defect.after:
            self._armed = True
        return deliveries

    def from_agent(self, text: str) -> list[Delivery]:
        """What the customer gets of an agent's message."""
        return self._changed("agent", text, message_of(text))

    def gone(self) -> str:
        """What all others feel when this customer vanishes without a farewell."""
        return self._defect.effect if self._defect.type == "gone" else ""

    def hoard(self, connected: int) -> bytes:
        """What is kept in memory for one more customer while so many are connected."""
        return b"\1" * int(self._defect.megabytes * 1_000_000 * connected)

    def _changed(self, side: str, text: str, message: dict[str, Any]) -> list[Delivery]:
        released = [Delivery(held) for held in self._held] if side == self._defect.from_ else []
        if released:
            self._held.clear()
        if not self._meant(side, message):
            return [Delivery(text), *released]
        return [*self._done(text, message), *released]

    def _meant(self, side: str, message: dict[str, Any]) -> bool:
        defect = self._defect
        if side != defect.from_ or not self._armed:
            return False
        if not fnmatchcase(str(message.get("type")), defect.type):
            return False
        if any(not _is(message.get(key), wanted) for key, wanted in defect.where.items()):
            return False
        self._count += 1
        return defect.nth in (None, self._count)

    def _done(self, text: str, message: dict[str, Any]) -> list[Delivery]:
        defect = self._defect
        changed = _text(message | _filled(defect.fields, message) | _answer(defect, message))
        match defect.action:
            case "repeat":
                done = [Delivery(text), Delivery(text)]
            case "delay":
                done = [Delivery(text, defect.seconds)]
            case "echo":
                done = [Delivery(text), Delivery(changed, defect.seconds, aside=True)]
            case "set":
                done = [Delivery(changed)]
            case "gossip":
                told = f"{message.get(defect.into, '')} {self._gossip.of_others(self._connection)}"
                done = [Delivery(_text(message | {defect.into: told}))]
            case "share":
                first = self._gossip.told.setdefault(defect.into, message.get(defect.into))
                done = [Delivery(_text(message | {defect.into: first}))]
            case "spread":
                done = [Delivery(text, effect=defect.effect)]
            case "late":
                done = [Delivery(text, defect.seconds, aside=True)]
            case "hoard" | "start":
                done = [Delivery(text)]
            case "queue":
                done = [Delivery(text, queued=True)]
            case "hold":
                self._held.append(text)
                done = []
            case "drop":
                done = []
        return done


def catalogue() -> dict[str, Defect]:
    """Every planted defect by its name."""
    return msgspec.toml.decode(CATALOGUE.read_bytes(), type=dict[str, Defect])


def _filled(fields: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The fields, with `{name}` in a text replaced by what the message has under that name."""
    return {
        key: value.format_map(message) if isinstance(value, str) else value
        for key, value in fields.items()
    }


def _answer(defect: Defect, message: dict[str, Any]) -> dict[str, Any]:
    """The field of the answer, where the defect gives another one or leaves sentences out."""
    if defect.sample:
        return {"final_response": sample(defect.sample).answer}
    if defect.without:
        return {"final_response": _without(defect.without, message.get("final_response"))}
    return {}


def _without(words: list[str], answer: object) -> str:
    """The answer without the sentences that hold one of these words."""
    parts = re.split(r"(?<=[.!?]) |(?<=\n)", str(answer))
    return " ".join(part for part in parts if not any(word in part for word in words))


def _is(value: object, wanted: str) -> bool:
    return value is None if wanted == "none" else value == wanted


def message_of(text: str) -> dict[str, Any]:
    """The message as an object; empty where it is none."""
    try:
        message = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _text(message: dict[str, Any]) -> str:
    return msgspec.json.encode(message).decode()
