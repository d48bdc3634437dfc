"""Customers acted out in worker processes, here or on a cluster, so that nothing delays a stamp."""

from __future__ import annotations

from support.fleet.fleet import Fleet, Mission
from support.fleet.shard import act_out
from support.fleet.tally import Tally

__all__ = ["Fleet", "Mission", "Tally", "act_out"]
