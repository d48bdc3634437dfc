"""Answers whose worth is known, for the tests of the judge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


PROBES = _read(_DATA / "probes.jsonl")
INDEPENDENT = _read(_DATA / "independent" / "probes.jsonl")
"""Answers to other questions by other authors: they show that a rule holds beyond its examples."""
BY_ID = {probe["id"]: probe for probe in (*INDEPENDENT, *PROBES)}
HONEST = [
    probe
    for probe in PROBES
    if probe["attack_type"] is None and probe["band"] in ("excellent", "medium")
]


def asked_and_told(name: str) -> tuple[str, str]:
    """The question and the answer of a probe."""
    return BY_ID[name]["question"], BY_ID[name]["answer"]
