"""What each kind of saving takes: who does it, by when, at what effort, and how it can go wrong.

The plays themselves are data, in `playbook.toml` beside this file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Play:
    """One kind of saving; the texts are fragments of sentences that answers are built from.

    Efforts are hours: `fixed_hours` once, `hours_each` for every resource touched. `week` is when
    the step is done. `start_month` is the first month of the twelve with an effect, which then
    grows evenly over `ramp_months`. `technology` names the product to use at each provider;
    managed databases may have names of their own for it.
    """

    short_name: str
    action: str
    step: str
    owner: str
    week: int
    fixed_hours: int
    hours_each: int
    start_month: int
    ramp_months: int
    measure: str
    risk: str
    mitigation: str
    technology: dict[str, str]
    database_technology: dict[str, str] = field(default_factory=dict)


PLAYS = {
    name: Play(**play)
    for name, play in tomllib.loads(Path(__file__).with_suffix(".toml").read_text()).items()
}

#: The order in which savings are applied, each to what the earlier ones leave.
SEQUENCE = tuple(PLAYS)

#: Which savings are of one kind; an answer shows the largest of every kind but the last.
FAMILIES = (
    ("idle", "schedule", "rightsize", "spot", "commit"),
    ("batch", "cache", "route"),
    ("cool", "archive", "detached"),
    ("network",),
)
