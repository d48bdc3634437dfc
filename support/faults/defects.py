"""Planted defects, as pure changes to a stream of messages: a message in, messages out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

CATALOGUE = Path(__file__).with_name("catalogue.toml")


class Defect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the catalogue; the file's head says what each part means."""

    type: str
    action: Literal["drop", "repeat", "delay", "echo", "hold", "set", "gossip"]
    from_: Literal["agent", "customer"] = msgspec.field(name="from", default="agent")
    nth: int | None = None
    after: str | None = None
    where: dict[str, str] = {}
    fields: dict[str, Any] = {}
    seconds: float = 0.0
    into: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to pass on, `delay` seconds from now.

    One that comes `aside` holds nobody up; any other delays all that is behind it.
    """

    text: str
    delay: float = 0.0
    aside: bool = False


@dataclass(slots=True)
class Gossip:
    """What was asked on any connection, so that a defect can tell it elsewhere."""

    asked: dict[int, str] = field(default_factory=dict)

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
        message = _object(text)
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
        return self._changed("agent", text, _object(text))

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
        if defect.type not in ("*", message.get("type")):
            return False
        if any(not _is(message.get(key), wanted) for key, wanted in defect.where.items()):
            return False
        self._count += 1
        return defect.nth in (None, self._count)

    def _done(self, text: str, message: dict[str, Any]) -> list[Delivery]:
        defect = self._defect
        changed = _text(message | defect.fields)
        match defect.action:
            case "repeat":
                return [Delivery(text), Delivery(text)]
            case "delay":
                return [Delivery(text, defect.seconds)]
            case "echo":
                return [Delivery(text), Delivery(changed, defect.seconds, aside=True)]
            case "set":
                return [Delivery(changed)]
            case "gossip":
                told = f"{message.get(defect.into, '')} {self._gossip.of_others(self._connection)}"
                return [Delivery(_text(message | {defect.into: told}))]
            case "hold":
                self._held.append(text)
        return []


def catalogue() -> dict[str, Defect]:
    """Every planted defect by its name."""
    return msgspec.toml.decode(CATALOGUE.read_bytes(), type=dict[str, Defect])


def _is(value: object, wanted: str) -> bool:
    return value is None if wanted == "none" else value == wanted


def _object(text: str) -> dict[str, Any]:
    try:
        message = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _text(message: dict[str, Any]) -> str:
    return msgspec.json.encode(message).decode()
