"""Which figures are kept, and where."""

from __future__ import annotations

from pathlib import Path

from scoring.tests.kept.store import Store
from support.tests.kept import figures, recovering

STORE = Store(
    Path(__file__).with_name("figures.json"),
    "support.tests.kept",
    {
        "runs": figures.runs,
        "talks": figures.talks,
        "crowds": figures.crowds,
        "lines": figures.lines,
        "worth": figures.worth,
        "troubles": recovering.troubles,
        "stamps": recovering.stamps,
    },
)
