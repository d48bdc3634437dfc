"""Which code is mutated, and which tests have to notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """Code by glob (`*` crosses folders), and the tests for it as pytest takes them."""

    code: tuple[str, ...]
    tests: tuple[str, ...]


_UNIT = "support/tests/test_{}.py"

ROOMS = {
    "scoring": Room(("scoring/*.py",), ("scoring",)),
    "benchmarks": Room(
        ("support/benchmarks/*.py",),
        tuple(
            _UNIT.format(name)
            for name in (
                "belongings",
                "business_value",
                "bystanders",
                "clock_offset",
                "delivery",
                "delivery_bounds",
                "figure_bounds",
                "grade",
                "growth",
                "house",
                "judging",
                "kept_figures",
                "level_tables",
                "memory",
                "memory_of_processes",
                "neighbours",
                "promises",
                "quality_watch",
                "received",
                "recovery",
                "restoration",
                "rework",
                "samples",
                "service_levels",
                "small_judges",
                "statistics",
                "team_figures",
                "timing",
                "trouble_words",
            )
        ),
    ),
    "matchers": Room(("support/matchers/*.py",), (_UNIT.format("figures"), _UNIT.format("trials"))),
    "protocols": Room(
        ("support/protocols/*.py",),
        (
            # Those that need no server: on a busy machine, a line may break by itself.
            *(
                f"support/protocols/tests/test_{name}.py"
                for name in (
                    "endings",
                    "frame_layers",
                    "hidden_secrets",
                    "kept_readings",
                    "language",
                    "layers",
                    "mistakes",
                    "pairing",
                    "places",
                    "preparing",
                    "recognising",
                    "refusals",
                    "rubbish",
                    "rules",
                    "scripts",
                    "telling",
                    "transcripts",
                )
            ),
            _UNIT.format("native_adapter"),
            _UNIT.format("native_rubbish"),
        ),
    ),
}

TIMED = ("take_little_time", "time_grows", "in_proportion", "in_time")
"""Tests that hold a duration to something: beside other work they would notice what is no fault."""
