"""Mutants tried in earnest: those of the matchers, of which every one has to be noticed."""

from __future__ import annotations

import time
from pathlib import Path

from support.mutation.report import results, survivors
from support.mutation.rooms import ROOMS
from support.mutation.trying import try_room

WITHIN_S = 240
"""They take about ten seconds on a machine that does nothing else."""


def test_no_fault_in_a_matcher_goes_unnoticed(tmp_path: Path) -> None:
    until = time.monotonic() + WITHIN_S
    assert try_room(ROOMS["matchers"], tmp_path, share=1.0, seed=1, until=until) == ""
    found = results(tmp_path)["all"]
    assert survivors(tmp_path) == []
    assert found["tried"] == found["mutants"] > 50
