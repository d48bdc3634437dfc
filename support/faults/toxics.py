"""What can be wrong with a line, as data, in the vocabulary of Toxiproxy.

A toxic acts on one direction of a connection, or on both: `downstream` is from the agent to the
customer, `upstream` from the customer to the agent. `share` is the share of connections that it
falls upon, counted in the order in which they come: of every four, 0.25 takes the fourth.

What Toxiproxy's manual has: `latency`, `bandwidth`, `slow_close`, `timeout`, `reset_peer`,
`slicer`, `limit_data`, `down` (its disabled proxy). What it has not: `blackhole` (nothing passes,
and nothing is lost once it is over, as where packets are sent again after a partition), `half_open`
(one side is gone and the other is not told) and `loss` (a lost packet delays all behind it).

What this cannot do: it stands between two TCP connections and not between packets. Only while it is
`down` is whoever comes refused; a `blackhole` accepts a new connection in which then nothing is
heard, and a `reset_peer` one that is reset at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Direction = Literal["downstream", "upstream"]
DIRECTIONS: tuple[Direction, ...] = ("downstream", "upstream")

RETRANSMISSION_S = 0.2
"""Seconds until a lost packet is sent again, beside the round trip: Linux' TCP_RTO_MIN."""


class Condition(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="is"
):
    """What all have in common: on which direction, and on which connections it falls."""

    direction: Literal["downstream", "upstream", "both"] = "both"
    share: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"a share of connections is above 0 and at most 1, not {self.share}")

    def acts_on(self, direction: Direction) -> bool:
        """Whether this direction is meant."""
        return self.direction in ("both", direction)

    def falls_on(self, connection: int) -> bool:
        """Whether the connection of this number, from 0 on, is one of the share."""
        # Rounded: ten times 0.1 is a whole, and not a little less.
        before, after = round(connection * self.share, 9), round((connection + 1) * self.share, 9)
        return int(after) > int(before)


class Latency(Condition, frozen=True, tag="latency"):
    """Everything arrives `seconds` later, give or take up to `jitter` seconds, in order."""

    seconds: float
    jitter: float = 0.0


class Loss(Condition, frozen=True, tag="loss"):
    """So many of a hundred packets are lost: they and all behind them come a resending later."""

    percent: float
    round_trip: float = 0.0


class Bandwidth(Condition, frozen=True, tag="bandwidth"):
    """At most so many bytes a second pass."""

    bytes_per_s: float


class Slicer(Condition, frozen=True, tag="slicer"):
    """Data arrives in slices of so many bytes, each `seconds` after the one before."""

    size: int
    seconds: float = 0.0


class SlowClose(Condition, frozen=True, tag="slow_close"):
    """The end of a connection is passed on `seconds` later."""

    seconds: float


class Timeout(Condition, frozen=True, tag="timeout"):
    """Whatever is sent is lost, and after `seconds` the connection is closed."""

    seconds: float


class ResetPeer(Condition, frozen=True, tag="reset_peer"):
    """After `seconds` the connection is reset on both sides, without a farewell."""

    seconds: float = 0.0


class LimitData(Condition, frozen=True, tag="limit_data"):
    """After so many further bytes the connection is closed."""

    bytes: int


class Blackhole(Condition, frozen=True, tag="blackhole"):
    """Nothing passes while it lasts; afterwards all of it does."""


class HalfOpen(Condition, frozen=True, tag="half_open"):
    """One side's connection is gone; the other is not told until it is over.

    `direction` says who is not told: "downstream" is the customer, "upstream" the agent.
    """


class Down(Condition, frozen=True, tag="down"):
    """Connections are reset and new ones refused."""


Toxic = (
    Latency
    | Loss
    | Bandwidth
    | Slicer
    | SlowClose
    | Timeout
    | ResetPeer
    | LimitData
    | Blackhole
    | HalfOpen
    | Down
)


def delays(toxics: Sequence[Toxic], jitter: float, luck: float) -> tuple[float, float]:
    """Seconds by which a piece of data is delayed, and for which it also holds up what follows.

    `jitter` is a random number from -1 to 1, `luck` one from 0 to 1.
    """
    later = held = 0.0
    for toxic in toxics:
        if isinstance(toxic, Latency):
            later += max(0.0, toxic.seconds + jitter * toxic.jitter)
        elif isinstance(toxic, Loss) and luck < toxic.percent / 100:
            held += RETRANSMISSION_S + toxic.round_trip
    return later, held


def sliced(data: bytes, toxics: Sequence[Toxic]) -> Iterator[tuple[bytes, float]]:
    """The data in the slices in which it passes, each with the seconds that come before it."""
    slicers = [toxic for toxic in toxics if isinstance(toxic, Slicer)]
    rates = [toxic.bytes_per_s for toxic in toxics if isinstance(toxic, Bandwidth)]
    rate = min(rates, default=0.0)
    size = min([len(data), *(toxic.size for toxic in slicers)]) or 1
    if rate:  # a tenth of a second's worth at once, so that a limit shows as a flow
        size = min(size, max(1, int(rate / 10)))
    pause = sum(toxic.seconds for toxic in slicers)
    for start in range(0, len(data), size):
        piece = data[start : start + size]
        yield piece, pause + (len(piece) / rate if rate else 0.0)
